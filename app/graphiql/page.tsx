import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { Explorer } from '../../components/explorer/Explorer';

export const metadata: Metadata = { title: 'GraphQL API' };

export default function GraphiqlPage() {
  return (
    <div data-wide>
      <Title order={1}>GraphQL API</Title>
      <Text c="dimmed" mb="sm">
        Everything on this site can be done by scripts at <code>/api/graphql</code>. The tabs hold examples:
        findings, starting a run, following it, reading arrays.
      </Text>
      <Explorer />
    </div>
  );
}

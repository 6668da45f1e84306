import { Anchor, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { FINDING_FORMAT, RUN_FORMAT, SCHEMA_PATHS } from '../../../domain/exchange/formats';
import { ImportForm } from '../../../components/import/ImportForm';

export const metadata: Metadata = { title: 'Import or check a file' };

export default function ImportPage() {
  return (
    <>
      <Title order={1}>Import or check a file</Title>
      <Text c="dimmed" mt={6} mb="lg">
        Checks the JSON export of a run or a finding, of this server or another one, and imports runs. An
        imported run is private, and marked: its numbers were computed elsewhere. Schemas:{' '}
        <Anchor href={SCHEMA_PATHS[RUN_FORMAT]} underline="always">
          run
        </Anchor>
        ,{' '}
        <Anchor href={SCHEMA_PATHS[FINDING_FORMAT]} underline="always">
          finding
        </Anchor>
        .
      </Text>
      <ImportForm />
    </>
  );
}

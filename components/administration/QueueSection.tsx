import { Text } from '@mantine/core';
import type { QueueSection_QueueFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { formatCount, formatUtc } from './format';
import { OwnerTable } from './OwnerTable';

/** Who waits for the engines. */
export function QueueSection({ queue }: { readonly queue: QueueSection_QueueFragment }) {
  const { queued, running, oldestAt, owners } = queue;
  return (
    <>
      <Text size="sm" mb="xs">
        {formatCount(queued)} queued, {formatCount(running)} computing.
        {oldestAt !== null && <> The oldest was submitted at {formatUtc(oldestAt)} UTC.</>}{' '}
        <TextLink href="/runs?status=QUEUED">Public runs in the queue</TextLink>
      </Text>
      {owners.length > 0 && (
        <OwnerTable
          label="Runs by owner"
          rows={owners}
          columns={[
            { title: 'Queued', format: (row) => formatCount(row.queued) },
            { title: 'Computing', format: (row) => formatCount(row.running) },
          ]}
        />
      )}
    </>
  );
}

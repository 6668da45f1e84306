import { Text } from '@mantine/core';
import type { QueueSection_QueueFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { WideTable } from '../site/WideTable';
import classes from './administration.module.css';
import { formatCount, formatUtc } from './format';
import { OwnerName } from './OwnerName';

/** Who waits for the engines. */
export function QueueSection({ queue }: { readonly queue: QueueSection_QueueFragment }) {
  const { queued, running, oldestAt, owners } = queue;
  return (
    <>
      <Text mb="xs">
        {formatCount(queued)} queued, {formatCount(running)} computing.
        {oldestAt !== null && <> The oldest was submitted at {formatUtc(oldestAt)} UTC.</>}{' '}
        <TextLink href="/runs?status=QUEUED">Public runs in the queue</TextLink>
      </Text>
      {owners.length > 0 && (
        <WideTable>
          <table className={classes.table} aria-label="Runs by owner">
            <thead>
              <tr>
                <th scope="col">Owner</th>
                <th scope="col">Queued</th>
                <th scope="col">Computing</th>
              </tr>
            </thead>
            <tbody>
              {owners.map((row, index) => (
                <tr key={row.owner?.id ?? index}>
                  <td>
                    <OwnerName owner={row.owner} />
                  </td>
                  <td className={classes.number}>{formatCount(row.queued)}</td>
                  <td className={classes.number}>{formatCount(row.running)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </>
  );
}

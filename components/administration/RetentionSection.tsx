import { Stack, Text } from '@mantine/core';
import type { RetentionSection_RetentionFragment } from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import classes from './administration.module.css';
import { formatCount, formatUtc } from './format';

/** What the retention rule deletes next, and what its last passes have deleted. */
export function RetentionSection({ retention }: { readonly retention: RetentionSection_RetentionFragment }) {
  const { days, nextPassAt, countedAt, abandonedGuests, dueRuns, dueRunsInWeek, passes } = retention;
  return (
    <Stack gap="sm">
      {days === 0 ? (
        <Text size="sm">Runs of guests are never removed (GUEST_RUN_RETENTION_DAYS is 0).</Text>
      ) : (
        <>
          <Text size="sm" maw="110ch">
            Private runs of guests are deleted after {formatCount(days)} days without a visit, unless
            something rests on them. Guests not seen for that long: {formatCount(abandonedGuests)}. Runs that
            the next pass deletes: {formatCount(dueRuns)}. Runs due within a week, these included:{' '}
            {formatCount(dueRunsInWeek)}.
          </Text>
          <Text size="sm" c="dimmed">
            {countedAt !== null && <>Counted at {formatUtc(countedAt)} UTC. </>}
            {nextPassAt === null ? 'A pass is under way.' : <>Next pass: {formatUtc(nextPassAt)} UTC.</>}
          </Text>
        </>
      )}
      {passes.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing has been deleted yet.
        </Text>
      ) : (
        <WideTable>
          <table className={classes.table} aria-label="Deletions of what guests have left">
            <thead>
              <tr>
                <th scope="col">Began (UTC)</th>
                <th scope="col">Ended (UTC)</th>
                <th scope="col">Guests not seen since (UTC)</th>
                <th scope="col" className={classes.number}>
                  Runs
                </th>
                <th scope="col" className={classes.number}>
                  Prompt sets
                </th>
                <th scope="col" className={classes.number}>
                  Guests
                </th>
              </tr>
            </thead>
            <tbody>
              {passes.map(({ startedAt, finishedAt, seenBefore, runs, promptSets, guests }) => (
                <tr key={startedAt}>
                  <td>{formatUtc(startedAt)}</td>
                  <td>{finishedAt === null ? 'not yet' : formatUtc(finishedAt)}</td>
                  <td>{formatUtc(seenBefore)}</td>
                  <td className={classes.number}>{formatCount(runs)}</td>
                  <td className={classes.number}>{formatCount(promptSets)}</td>
                  <td className={classes.number}>{formatCount(guests)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </Stack>
  );
}

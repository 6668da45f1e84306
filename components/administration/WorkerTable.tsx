import { Badge, Text } from '@mantine/core';
import type { WorkerTable_WorkerFragment } from '../generated/graphql';
import { formatBytes } from '../models/format-bytes';
import { TextLink } from '../site/Links';
import { WideTable } from '../site/WideTable';
import classes from './administration.module.css';
import { formatShare, formatSpan } from './format';

const COLOURS: Record<string, string> = {
  ready: 'teal',
  starting: 'yellow',
  restarting: 'orange',
  stopped: 'red',
};

/** The engine processes. */
export function WorkerTable({ workers }: { readonly workers: readonly WorkerTable_WorkerFragment[] }) {
  if (workers.length === 0)
    return (
      <Text size="sm" c="dimmed">
        This site runs without an engine.
      </Text>
    );
  return (
    <WideTable>
      <table className={classes.table} aria-label="Engines">
        <thead>
          <tr>
            <th scope="col">Engine</th>
            <th scope="col">State</th>
            <th scope="col">Provider</th>
            <th scope="col" className={classes.number}>
              Threads
            </th>
            <th scope="col" className={classes.number}>
              Memory
            </th>
            <th scope="col" className={classes.number}>
              Busy
            </th>
            <th scope="col" className={classes.number}>
              Up for
            </th>
            <th scope="col" className={classes.number}>
              Restarts
            </th>
            <th scope="col">Computes</th>
            <th scope="col">Models in memory</th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.name}>
              <td>
                {worker.name}
                {worker.pid !== null && (
                  <Text size="xs" c="dimmed">
                    process {worker.pid}
                  </Text>
                )}
              </td>
              <td className={worker.reason === null ? undefined : classes.text}>
                <Badge variant="light" miw="max-content" color={COLOURS[worker.state] ?? 'gray'}>
                  {worker.state}
                </Badge>
                {worker.reason !== null && <Text size="xs">{worker.reason}</Text>}
              </td>
              <td>{worker.provider ?? '–'}</td>
              <td className={classes.number}>{worker.threads ?? '–'}</td>
              <td className={classes.number}>
                {worker.memoryBytes === null ? '–' : formatBytes(worker.memoryBytes)}
              </td>
              <td className={classes.number}>
                {worker.busyShare === null ? '–' : formatShare(worker.busyShare)}
              </td>
              <td className={classes.number}>
                {worker.uptimeMs === null ? '–' : formatSpan(worker.uptimeMs)}
              </td>
              <td className={classes.number}>{worker.restarts}</td>
              <td>
                {worker.run === null ? (
                  '–'
                ) : (
                  <TextLink inherit href={`/runs/${worker.run}`}>
                    {worker.run}
                  </TextLink>
                )}
              </td>
              <td>
                {worker.models.length === 0
                  ? '–'
                  : worker.models.map(({ id, bytes }) => (
                      <div key={id}>
                        {id} ({formatBytes(bytes)})
                      </div>
                    ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

import type { AdministrationQuery } from '../generated/graphql';
import { formatBytes } from '../models/format-bytes';
import classes from './administration.module.css';
import { formatCount, formatShare, formatSpan } from './format';

type State = AdministrationQuery['administration'];

/** The numbers to look at first. */
export function Figures({ state }: { readonly state: State }) {
  const { workers, queue, storage, errors } = state;
  const ready = workers.filter((worker) => worker.state === 'ready').length;
  const failures = errors.counts.reduce((sum, { count }) => sum + count, 0);
  const figures = [
    { name: 'Engines ready', value: `${ready} of ${workers.length}`, note: null },
    {
      name: 'Runs waiting',
      value: formatCount(queue.queued),
      note: queue.oldestWaitMs === null ? null : `oldest ${formatSpan(queue.oldestWaitMs)}`,
    },
    { name: 'Runs computing', value: formatCount(queue.running), note: null },
    {
      name: 'Database',
      value: storage.databaseBytes === null ? '–' : formatBytes(storage.databaseBytes),
      note: null,
    },
    {
      name: 'Free disk',
      value: formatBytes(storage.freeBytes),
      note: `${formatShare(storage.freeBytes / storage.totalBytes)} of ${formatBytes(storage.totalBytes)}`,
    },
    { name: 'Errors since the start', value: formatCount(failures), note: null },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note !== null && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

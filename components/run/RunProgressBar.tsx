import { Progress, Text } from '@mantine/core';
import { MAX_PAIRS } from '../../domain/limits';
import { hasEnded } from '../../domain/run-status';
import type { RunProgress_ProgressFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';

interface RunProgressBarProps {
  readonly progress: RunProgress_ProgressFragment;
  /** Sweeps of the run. */
  readonly total: number;
  /** Prompt pairs of the run. */
  readonly pairs: number;
}

/** How far a run is, as a bar and in words; of one that has succeeded, how long it took. */
export function RunProgressBar({ progress, total, pairs }: RunProgressBarProps) {
  const percent = Math.round(100 * progress.fraction);
  const isQueued = progress.status === 'QUEUED';
  const isOver = hasEnded(progress.status);
  return (
    <div>
      <Progress
        value={isQueued ? 100 : percent}
        animated={isQueued}
        striped={isQueued}
        aria-label="Progress of the run"
        // A run that has ended keeps the place, so that its results do not move, and not the bar.
        style={isOver ? { visibility: 'hidden' } : undefined}
      />
      {/* The status is spoken when the run ends. */}
      <Text size="xs" c="dimmed" mt={4} aria-live={isOver ? undefined : 'polite'}>
        {describeProgress({ progress, total, pairs })}
      </Text>
    </div>
  );
}

function describeProgress({ progress, total, pairs }: RunProgressBarProps): string {
  const { status, waitReason, queuePosition, computedPairs, finishedSweeps, elapsedMs, remainingMs } =
    progress;
  if (status === 'QUEUED') return waitReason ?? `Waiting for the engine${describePosition(queuePosition)}`;
  if (hasEnded(status)) return `Computed in ${formatMs(elapsedMs)}`;
  const done =
    pairs > MAX_PAIRS
      ? `${computedPairs.toLocaleString('en')} of ${pairs.toLocaleString('en')} pairs`
      : `${finishedSweeps.length} of ${total} sweeps`;
  const left = remainingMs === null ? '' : `, about ${formatMs(remainingMs)} left`;
  return `${Math.round(100 * progress.fraction)}%, ${done}, ${formatMs(elapsedMs)} so far${left}`;
}

/** The position in the queue, 1 for the next run. */
function describePosition(position: number | null): string {
  if (position === null) return '';
  return position === 1 ? ', next in line' : `, number ${position} in line`;
}

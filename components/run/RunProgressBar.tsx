import { Progress, Text } from '@mantine/core';
import { MAX_PAIRS } from '../../domain/limits';
import type { RunProgress_ProgressFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';

interface RunProgressBarProps {
  readonly progress: RunProgress_ProgressFragment;
  /** Sweeps of the run. */
  readonly total: number;
  /** Prompt pairs of the run. */
  readonly pairs: number;
}

/** How far a queued or running run is, as a bar and in words. */
export function RunProgressBar({ progress, total, pairs }: RunProgressBarProps) {
  const percent = Math.round(100 * progress.fraction);
  const isQueued = progress.status === 'QUEUED';
  return (
    <div>
      <Progress
        value={isQueued ? 100 : percent}
        animated={isQueued}
        striped={isQueued}
        aria-label="Progress of the run"
      />
      <Text size="xs" c="dimmed" mt={4} aria-live="polite">
        {isQueued
          ? (progress.waitReason ?? `Waiting for the engine${describePosition(progress.queuePosition)}`)
          : `${percent}%, ${pairs > MAX_PAIRS ? `${progress.computedPairs.toLocaleString('en')} of ${pairs.toLocaleString('en')} pairs` : `${progress.finishedSweeps.length} of ${total} sweeps`}, ${formatMs(progress.elapsedMs)} so far` +
            (progress.remainingMs === null ? '' : `, about ${formatMs(progress.remainingMs)} left`)}
      </Text>
    </div>
  );
}

/** The position in the queue, 1 for the next run. */
function describePosition(position: number | null): string {
  if (position === null) return '';
  return position === 1 ? ', next in line' : `, number ${position} in line`;
}

import { Text } from '@mantine/core';
import { hasEnded } from '../../domain/run-status';
import type { RunView_RunFragment } from '../generated/graphql';

type RunOfPairs = Pick<RunView_RunFragment, 'pairs' | 'pairCount' | 'sweeps'> & {
  readonly progress: Pick<RunView_RunFragment['progress'], 'status'>;
};

/** Pairs that the means of a run's sweeps are over: fewer than it has while a large run is computed. */
export function countPairs({ pairCount, sweeps }: Pick<RunOfPairs, 'pairCount' | 'sweeps'>): number {
  return sweeps.length === 0 ? pairCount : Math.min(...sweeps.map((sweep) => sweep.pairCount));
}

/** Says of a run of more pairs than its page shows what is over all of them; nothing of other runs. */
export function PairsNote({ run }: { readonly run: RunOfPairs }) {
  const { pairs, pairCount, progress } = run;
  if (pairCount <= pairs.length) return null;
  const computed = countPairs(run);
  const total = pairCount.toLocaleString('en');
  const isOver = computed === pairCount || hasEnded(progress.status);
  return (
    <Text size="xs" c="dimmed">
      {computed === pairCount
        ? `Means are over all ${total} pairs. `
        : `Means are over ${computed.toLocaleString('en')} of ${total} pairs${isOver ? '' : ' so far'}. `}
      Single prompts, attention patterns, predictions and joint patches are of the first {pairs.length} pairs.
    </Text>
  );
}

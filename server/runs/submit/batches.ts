/** The batches of a run that is submitted: what is stored of them, and the largest one. */
import { splitPairs } from '../../../domain/pair-batches';
import { countLongest } from '../../../domain/pair-groups';
import { groupComputedPairs } from '../../../domain/whole-answers';
import type { Experiment } from '../../engine/api';
import type { Database } from '../../db';
import { insertRows } from '../../db/insert-rows';
import type { createPairRows } from './pair-rows';

/** An experiment on some of its pairs. @param indices of the pairs, in their order. */
export function takePairs(experiment: Experiment, indices: readonly number[]): Experiment {
  const { pairs, roles } = experiment;
  const take = <Item>(items: readonly Item[]): Item[] => indices.map((index) => items[index]!);
  return {
    ...experiment,
    pairs: take(pairs),
    ...(roles && {
      roles: {
        ...roles,
        positions: take(roles.positions),
        ...(roles.corruptedPositions && { corruptedPositions: take(roles.corruptedPositions) }),
      },
    }),
  };
}

/** The batch with the most tokens: a run of one batch itself. */
export function findLargestBatch(experiment: Experiment): Experiment {
  const batches = splitPairs(experiment);
  if (batches.length === 1) return experiment;
  const countTokens = (indices: readonly number[]): number =>
    indices.length * countLongest(indices.map((index) => experiment.pairs[index]!));
  const largest = batches.reduce((most, batch) => (countTokens(batch) > countTokens(most) ? batch : most));
  return takePairs(experiment, largest);
}

/** The columns of a run that describe its batches. @param batches of `splitPairs`. */
export function describeBatches(experiment: Experiment, batches: readonly (readonly number[])[]) {
  const pairCount = experiment.pairs.length;
  if (batches.length === 1) return { batches: 1, pairCount, pairShapes: null };
  const shapes = batches
    .flatMap((indices) => groupComputedPairs(takePairs(experiment, indices)))
    .map(({ length, firstDifference, roles, unaligned, corrupted }) =>
      JSON.stringify({ length, firstDifference, roles, unaligned, corrupted }),
    );
  return { batches: batches.length, pairCount, pairShapes: `[${[...new Set(shapes)].join(',')}]` };
}

/** Stores the pairs of a run. @param rows in the order of the pairs. @param batches of `splitPairs`. */
export async function createPairs(
  tx: Pick<Database, '$executeRaw'>,
  runId: string,
  rows: ReturnType<typeof createPairRows>,
  batches: readonly (readonly number[])[],
): Promise<void> {
  // A run of one batch says nothing of batches.
  const places = new Map(
    batches.length === 1
      ? []
      : batches.flatMap((indices, batch) => indices.map((index, row) => [index, { batch, row }] as const)),
  );
  await insertRows(
    tx,
    'PromptPair',
    rows.map((pair) => ({ ...pair, runId, ...places.get(pair.index) })),
  );
}

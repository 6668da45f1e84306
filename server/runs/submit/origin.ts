/** What a run stores of where its pairs are from, and of those that were left out. It decides no number. */
import { countUnusable } from '../../../domain/unusable-pairs';
import type { Database, Run } from '../../db';
import { insertRows } from '../../db/insert-rows';
import type { RunInput } from './validate';

export type Origin = Pick<Run, 'promptSetId' | 'promptSetVersion' | 'freshSeed' | 'filter' | 'unusable'>;

/** The columns that say which prompt set the pairs are from, and what was left out. */
export function readOrigin({
  promptSet,
  freshSeed,
  filter,
  unusable,
}: Pick<RunInput, 'promptSet' | 'freshSeed' | 'filter' | 'unusable'>): Origin {
  return {
    promptSetId: promptSet?.id ?? null,
    promptSetVersion: promptSet?.version ?? null,
    freshSeed: freshSeed ?? null,
    filter: filter ? JSON.stringify(filter) : null,
    unusable: unusable
      ? JSON.stringify({ given: unusable.given, counts: countUnusable(unusable.pairs) })
      : null,
  };
}

/** Stores the pairs that a run leaves out because the model cannot use them. */
export async function createUnusablePairs(
  tx: Pick<Database, '$executeRaw'>,
  runId: string,
  { unusable }: Pick<RunInput, 'unusable'>,
): Promise<void> {
  const pairs = unusable?.pairs ?? [];
  await insertRows(
    tx,
    'UnusablePair',
    pairs.map(({ index, reason, message, clean, corrupted }) => ({
      runId,
      index,
      reason,
      message,
      clean,
      corrupted,
    })),
  );
}

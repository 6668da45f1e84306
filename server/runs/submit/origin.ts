/** What a run stores of where its pairs are from, and of those that were left out. It decides no number. */
import { countUnusable } from '../../../domain/unusable-pairs';
import type { Database, Run } from '../../db';
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

/** Rows of one INSERT: SQLite takes 32,766 parameters a statement. */
const ROWS_PER_INSERT = 1000;

/** Stores the pairs that a run leaves out because the model cannot use them. */
export async function createUnusablePairs(
  tx: Pick<Database, 'unusablePair'>,
  runId: string,
  { unusable }: Pick<RunInput, 'unusable'>,
): Promise<void> {
  const rows = unusable?.pairs ?? [];
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT)
    await tx.unusablePair.createMany({
      data: rows.slice(at, at + ROWS_PER_INSERT).map(({ index, reason, message, clean, corrupted }) => ({
        runId,
        index,
        reason,
        message,
        clean,
        corrupted,
      })),
    });
}

/** The part of a run's file that says which pairs the run leaves out, and the columns that it becomes. */
import { z } from 'zod';
import { MAX_RUN_PAIRS } from '../../../domain/limits';
import { LEFT_OUT_REASONS } from '../../../domain/pair-filter';
import { UNUSABLE_REASONS } from '../../../domain/unusable-pairs';
import type { Database } from '../../db';
import { createUnusablePairs, readOrigin } from '../submit/origin';

/** Longest text of a prompt or message in UTF-16 code units. */
const MAX_TEXT = 100_000;

const count = z.int().positive();
const text = z.string().max(MAX_TEXT);

const unusable = z
  .strictObject({
    given: count.describe('Pairs before any was left out.'),
    pairs: z
      .array(
        z.strictObject({
          index: z.int().nonnegative().describe('In the prompt set, or among the pairs that were given.'),
          reason: z.enum(UNUSABLE_REASONS),
          message: text,
          clean: text,
          corrupted: text,
        }),
      )
      .min(1)
      .max(MAX_RUN_PAIRS),
  })
  .refine(({ pairs }) => new Set(pairs.map(({ index }) => index)).size === pairs.length, 'each pair once')
  .refine(({ given, pairs }) => pairs.length < given, 'fewer pairs than were given');

const filter = z.strictObject({
  minGap: z.number().nullable(),
  onlyRight: z.boolean(),
  dropsOutliers: z.boolean(),
  given: count,
  leftOut: z.array(z.strictObject({ reason: z.enum(LEFT_OUT_REASONS), count })),
});

export const leftOutField = z
  .strictObject({
    unusable: unusable.nullable().describe('Pairs that the model cannot use.'),
    filter: filter.nullable().describe('The filter by logit differences, and how many pairs it left out.'),
  })
  .describe('Pairs that were left out before the run. Left out itself where none was.');

type LeftOut = z.infer<typeof leftOutField> | undefined;

/** The columns of an imported run. */
export function leftOutColumns(leftOut: LeftOut) {
  const { filter: applied, unusable: pairs } = readOrigin(toUnusablePairs(leftOut));
  return { filter: applied, unusable: pairs };
}

/** Stores the pairs that an imported run leaves out. */
export async function storeLeftOut(
  tx: Pick<Database, '$executeRaw'>,
  runId: string,
  leftOut: LeftOut,
): Promise<void> {
  await createUnusablePairs(tx, runId, toUnusablePairs(leftOut));
}

function toUnusablePairs(leftOut: LeftOut) {
  return { filter: leftOut?.filter ?? null, unusable: leftOut?.unusable ?? null };
}

/** Ends a run of several batches at the batch that was reached: what counts its pairs counts those that were computed. */
import type { EarlyStop } from '../../../domain/stop-rule';
import type { Database, Run } from '../../db';
import { readExperiment } from '../experiment';
import { describeBatches } from '../submit/batches';
import { decodeFloats, encodeFloats } from './float-bytes';

type Tx = Pick<Database, 'promptPair' | 'unpatchedMetric' | '$executeRaw'>;

/**
 * Numbers the computed pairs first, in their order, and takes the others out of the stored metrics. The rows of the others stay
 * behind them, so that the run can be repeated with all of its pairs.
 *
 * @param tx a transaction.
 * @param batches that are computed.
 * @returns the columns of the run.
 */
export async function keepComputedPairs(tx: Tx, run: Run, batches: number, stop: EarlyStop) {
  const runId = run.id;
  const select = { index: true, batch: true } as const;
  const all = await tx.promptPair.findMany({ where: { runId }, orderBy: { index: 'asc' }, select });
  const kept = all.filter(({ batch }) => batch! < batches).map(({ index }) => index);
  if (kept.length !== stop.pairs)
    throw new Error(`run ${runId} has ${kept.length} pairs in ${batches} batches, not ${stop.pairs}`);
  // Indices are unique: all become negative before they get their new values.
  await tx.$executeRaw`UPDATE "PromptPair" SET "index" = -1 - "index" WHERE "runId" = ${runId}`;
  await tx.$executeRaw`
    WITH "ordered"("id", "at") AS (
      SELECT "id", ROW_NUMBER() OVER (ORDER BY "batch" >= ${batches}, "index" DESC) - 1
      FROM "PromptPair" WHERE "runId" = ${runId}
    )
    UPDATE "PromptPair" SET "index" = "ordered"."at" FROM "ordered" WHERE "PromptPair"."id" = "ordered"."id"`;
  for (const { direction, metric, clean, corrupted } of await tx.unpatchedMetric.findMany({
    where: { runId },
  })) {
    const [ofClean, ofCorrupted] = [clean, corrupted].map((bytes) => {
      const values = decodeFloats(bytes);
      return encodeFloats(Float32Array.from(kept, (index) => values[index]!));
    });
    await tx.unpatchedMetric.update({
      where: { runId_direction_metric: { runId, direction, metric } },
      data: { clean: ofClean!, corrupted: ofCorrupted! },
    });
  }
  const pairs = await tx.promptPair.findMany({
    where: { runId, index: { lt: kept.length } },
    orderBy: { index: 'asc' },
  });
  const inBatches = Array.from({ length: batches }, (): number[] => []);
  for (const { index, batch } of pairs) inBatches[batch!]!.push(index);
  return {
    ...describeBatches(readExperiment(run, pairs), inBatches),
    plannedPairs: all.length,
    stopInterval: stop.interval,
  };
}

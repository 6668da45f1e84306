/** Paired comparison of two sweeps of runs of several batches: values are read batch by batch, and only moments are kept. */
import { countCells } from '../../../domain/cell';
import { MAX_JOINED_VALUES } from '../../../domain/limits';
import { combineMoments, emptyMoments } from '../../../domain/moments';
import type { Database, PromptPair } from '../../db';
import { decodeGrid, decodeSweepDirection } from '../../db/codec';
import type { BatchedSweep } from './batched-effects';
import {
  describeDifferences,
  listEffects,
  measureDifferences,
  pairSweeps,
  type ComparedSweep,
  type Paired,
} from './paired-statistics';
import { readBatches, readPromptValues } from './read-batches';
import type { StatisticsRequest } from './sweep-statistics';

type Reader = Pick<Database, 'promptPair' | 'sweepValue' | 'sweepBatch'>;

/**
 * Compares the effects of `b` with those of `a`, prompt by prompt.
 *
 * @throws BAD_USER_INPUT for RATIO_OF_MEANS.
 */
export async function compareBatched(
  db: Reader,
  a: BatchedSweep,
  b: BatchedSweep,
  request: StatisticsRequest,
): Promise<Paired> {
  const refuse = (reason: string): Paired => ({ reason, statistics: null });
  for (const { run, stored } of [a, b]) {
    if (stored.pairs < run.pairCount!)
      return refuse(
        `${stored.pairs} of ${run.pairCount} pairs of run ${run.id} are computed. Compare it when it is finished.`,
      );
  }
  const cells = countCells(decodeGrid(a.row).shape);
  if (cells * a.run.pairCount! > MAX_JOINED_VALUES) {
    return refuse(
      `The sweeps have ${(cells * a.run.pairCount!).toLocaleString('en')} values; up to ${MAX_JOINED_VALUES.toLocaleString('en')} are compared prompt by prompt. Use a sweep with fewer cells.`,
    );
  }
  const [mine, theirs] = await Promise.all([readCompared(db, a), readCompared(db, b)]);
  const order = pairSweeps(mine, theirs, request);
  if (typeof order === 'string') return refuse(order);
  let moments = emptyMoments(cells);
  for await (const { indices, values } of readBatches(db, a.run, a.row.id, a.metric)) {
    const others = indices.map((index) => order[index]!);
    const keys = others.map((prompt) => ({ runId: b.run.id, sweepId: b.row.id, metric: b.metric, prompt }));
    const ofOthers = new Float32Array(others.length * cells);
    for (const [at, found] of (await readPromptValues(db, keys)).entries()) {
      if (!found) throw new Error(`run ${b.run.id} has no values of pair ${others[at]}`);
      ofOthers.set(found, at * cells);
    }
    const effects = [
      listEffects(values, mine.data, indices, request.normalisation),
      listEffects(ofOthers, theirs.data, others, request.normalisation),
    ] as const;
    const rows = Array.from(indices.keys());
    moments = combineMoments(moments, measureDifferences(...effects, rows, cells));
  }
  return { reason: null, statistics: describeDifferences(mine, theirs, order, moments, request) };
}

async function readCompared(
  db: Reader,
  { run, row, metric, baselines }: BatchedSweep,
): Promise<ComparedSweep> {
  const pairs: PromptPair[] = await db.promptPair.findMany({
    where: { runId: run.id, index: { lt: run.pairCount! } },
    orderBy: { index: 'asc' },
  });
  const direction = decodeSweepDirection(row.direction);
  return { run, row, pairs, data: { ...decodeGrid(row), metric, direction, baselines } };
}

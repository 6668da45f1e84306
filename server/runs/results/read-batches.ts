/** Reads stored values of a sweep batch by batch, so that those of a large run are never held together. */
import type { MetricId } from '../../../domain/metrics';
import { MAX_JOINED_VALUES } from '../../../domain/limits';
import type { Database, Run } from '../../db';
import { badUserInput } from '../../errors';
import { decodeFloats } from './float-bytes';

type Reader = Pick<Database, 'promptPair' | 'sweepValue' | 'sweepBatch'>;

/** Values of some pairs of a run. */
export interface BatchValues {
  /** Of the pairs in the run, ascending. */
  readonly indices: readonly number[];
  /** Raw values in the metric's unit, [pair of the batch, ...shape]. */
  readonly values: Float32Array;
}

/**
 * Yields the values of a sweep in one metric, one batch at a time in their order; a run of one batch yields one. A sweep that is
 * computed yields the batches that are stored.
 */
export async function* readBatches(
  db: Reader,
  run: Pick<Run, 'id' | 'batches'>,
  sweepId: number,
  metric: MetricId,
): AsyncGenerator<BatchValues, void> {
  const runId = run.id;
  if (run.batches === 1) {
    const row = await db.sweepValue.findUnique({ where: { sweepId_metric: { sweepId, metric } } });
    if (!row) return;
    const count = await db.promptPair.count({ where: { runId } });
    yield { indices: Array.from({ length: count }, (_, index) => index), values: decodeFloats(row.values) };
    return;
  }
  for (let batch = 0; batch < run.batches; batch++) {
    const where = { sweepId_metric_batch: { sweepId, metric, batch } };
    const row = await db.sweepBatch.findUnique({ where });
    if (!row) return;
    const pairs = await db.promptPair.findMany({
      where: { runId, batch },
      orderBy: { row: 'asc' },
      select: { index: true },
    });
    yield { indices: pairs.map(({ index }) => index), values: decodeFloats(row.values) };
  }
}

/**
 * The values of all pairs of a finished sweep in the order of the run, [prompt, ...shape].
 *
 * @param run with `pairCount`.
 * @param cells of the sweep.
 * @throws BAD_USER_INPUT for more values than one request joins.
 */
export async function joinBatches(
  db: Reader,
  run: Pick<Run, 'id' | 'batches' | 'pairCount'>,
  sweepId: number,
  metric: MetricId,
  cells: number,
): Promise<Float32Array> {
  const pairs = run.pairCount!;
  if (cells * pairs > MAX_JOINED_VALUES) {
    const message = `This needs the values of ${pairs.toLocaleString('en')} pairs at ${cells.toLocaleString('en')} cells; one request reads up to ${MAX_JOINED_VALUES.toLocaleString('en')} values. Use a sweep with fewer cells, or a run of fewer pairs.`;
    throw badUserInput([{ path: 'sweep', message }]);
  }
  const joined = new Float32Array(cells * pairs).fill(NaN);
  for await (const { indices, values } of readBatches(db, run, sweepId, metric)) {
    for (const [row, index] of indices.entries())
      joined.set(values.subarray(row * cells, (row + 1) * cells), index * cells);
  }
  return joined;
}

/** One prompt of a sweep. */
export interface PromptKey {
  readonly runId: string;
  readonly sweepId: number;
  readonly metric: MetricId;
  /** Index of the pair in its run. */
  readonly prompt: number;
}

/** Values of single prompts of runs of several batches, [...shape] each; null where a prompt is not computed. */
export async function readPromptValues(
  db: Pick<Database, 'promptPair' | 'sweepBatch'>,
  keys: readonly PromptKey[],
): Promise<(Float32Array | null)[]> {
  const places = await db.promptPair.findMany({
    where: {
      runId: { in: [...new Set(keys.map(({ runId }) => runId))] },
      index: { in: [...new Set(keys.map(({ prompt }) => prompt))] },
    },
    select: { runId: true, index: true, batch: true, row: true },
  });
  const placeByKey = new Map(places.map((place) => [`${place.runId} ${place.index}`, place]));
  const found: (Float32Array | null)[] = keys.map(() => null);
  // One blob at a time: each holds up to a batch of prompts.
  const byBlob = new Map<string, number[]>();
  for (const [at, { runId, sweepId, metric, prompt }] of keys.entries()) {
    const place = placeByKey.get(`${runId} ${prompt}`);
    if (place?.batch == null) continue;
    const blob = JSON.stringify([sweepId, metric, place.batch]);
    byBlob.set(blob, [...(byBlob.get(blob) ?? []), at]);
  }
  for (const wanted of byBlob.values()) {
    const { runId, sweepId, metric, prompt } = keys[wanted[0]!]!;
    const { batch } = placeByKey.get(`${runId} ${prompt}`)!;
    const where = { sweepId_metric_batch: { sweepId, metric, batch: batch! } };
    const stored = await db.sweepBatch.findUnique({ where });
    if (!stored) continue;
    const size = await db.promptPair.count({ where: { runId, batch } });
    const values = decodeFloats(stored.values);
    const cells = values.length / size;
    for (const at of wanted) {
      const { row } = placeByKey.get(`${runId} ${keys[at]!.prompt}`)!;
      found[at] = values.slice(row! * cells, (row! + 1) * cells);
    }
  }
  return found;
}

/** Reads what resolvers show of a sweep, of runs of one batch and of several. */
import { MAX_PAIRS } from '../../domain/limits';
import { type Baselines } from '../../domain/effect';
import { DEFAULT_METRIC, describeMetric } from '../../domain/metrics';
import type { Run } from '../db';
import type { Direction, MetricId } from '../engine/api';
import { badUserInput } from '../errors';
import { checkCells, type CheckedCell } from '../runs/results/computed';
import { listStoredMetrics, readMetrics } from '../runs/experiment';
import { decodeFloats } from '../runs/results/float-bytes';
import {
  joinBatchedSweep,
  joinSweep,
  readBaselines,
  type Cell,
  type SweepData,
} from '../runs/results/sweep-view';
import { readSweepDirection } from '../runs/stored-run';
import { type BatchedSweep } from '../runs/results/batched-effects';
import { checkCount, checkOffset } from './connection';
import type { Loaders } from './loaders';
import type { SweepParent } from './parents';

/** The metric of some prompts of the unpatched runs, up to one that is not computed yet. */
export function listPerPrompt(
  { clean, corrupted }: Baselines,
  count: number = MAX_PAIRS,
  offset: number = 0,
): { clean: number; corrupted: number }[] {
  const length = Math.max(0, Math.min(clean.length - offset, count));
  const first = Array.from({ length }, (_, at) => ({
    clean: clean[offset + at]!,
    corrupted: corrupted[offset + at]!,
  }));
  const missing = first.findIndex((one) => Number.isNaN(one.clean));
  return missing < 0 ? first : first.slice(0, missing);
}

/** The prompts whose values pages show of a run of several batches; other runs read all of theirs. */
export function listFirstPrompts({ batches }: Run): number[] {
  return batches === 1 ? [] : Array.from({ length: MAX_PAIRS }, (_, prompt) => prompt);
}

/** The prompts of a page of a run of several batches. @throws BAD_USER_INPUT */
export function choosePrompts(
  { batches, pairCount }: Run,
  first: number | null | undefined,
  offset: number,
): number[] {
  if (batches === 1 && first == null && offset === 0) return [];
  if (first == null) {
    const message = `This run has ${pairCount} pairs, and one request gives the values of up to ${MAX_PAIRS}. Give first and offset.`;
    throw badUserInput([{ path: 'first', message }]);
  }
  checkCount('first', first, MAX_PAIRS);
  checkOffset(offset);
  if (batches === 1) {
    const message = `Pages are for runs of more than ${MAX_PAIRS} pairs. Leave first and offset out.`;
    throw badUserInput([{ path: 'first', message }]);
  }
  return Array.from({ length: first }, (_, at) => offset + at).filter((prompt) => prompt < pairCount!);
}

/**
 * Reads a sweep's values in one metric, and the metric of the unpatched runs.
 *
 * @param prompts whose values are read of a run of several batches; other runs read all. Prompts that are not computed yet, or
 *   that the run does not have, are left out.
 * @param wanted null for the run's first metric.
 * @throws BAD_USER_INPUT for a metric that the run does not have.
 */
export async function loadSweepData(
  { run, row }: SweepParent,
  loaders: Loaders,
  wanted: MetricId | null | undefined,
  prompts: readonly number[] = [],
): Promise<SweepData> {
  const metric = chooseMetric(run, wanted);
  if (run.batches > 1) return loadBatchedSweep({ run, row }, loaders, metric, prompts);
  const [values, baselines] = await Promise.all([
    loaders.sweepValues.load({ sweepId: row.id, metric }),
    loadBaselines(run, readSweepDirection(row), metric, loaders),
  ]);
  return joinSweep(row, metric, values, baselines);
}

/** The stored moments of a sweep of a run of several batches; null for other runs. @throws as `loadSweepData`. */
export async function loadBatched(
  { run, row }: SweepParent,
  loaders: Loaders,
  wanted: MetricId | null | undefined,
): Promise<BatchedSweep | null> {
  if (run.batches === 1) return null;
  const metric = chooseMetric(run, wanted);
  const [stored, baselines] = await Promise.all([
    loaders.sweepMoments.load({ sweepId: row.id, metric }),
    loadBaselines(run, readSweepDirection(row), metric, loaders),
  ]);
  if (!stored) throw new Error(`Sweep ${row.id} has no moments of ${metric}.`);
  return { run, row, metric, stored, baselines };
}

export async function loadBatchedSweep(
  { run, row }: SweepParent,
  loaders: Loaders,
  metric: MetricId,
  prompts: readonly number[],
): Promise<SweepData> {
  const [batched, values] = await Promise.all([
    loadBatched({ run, row }, loaders, metric),
    Promise.all(
      prompts.map((prompt) => loaders.promptValues.load({ runId: run.id, sweepId: row.id, metric, prompt })),
    ),
  ]);
  const rows = new Map(prompts.flatMap((prompt, at) => (values[at] ? [[prompt, values[at]] as const] : [])));
  return joinBatchedSweep(row, metric, batched!.stored, batched!.baselines, rows);
}

/** The wanted metric, or the run's first one. @throws BAD_USER_INPUT for a metric that the run does not have. */
export function chooseMetric(run: Run, wanted: MetricId | null | undefined): MetricId {
  const requested = readMetrics(run);
  const stored = listStoredMetrics(requested);
  if (wanted == null) return requested[0]!;
  if (stored.includes(wanted)) return wanted;
  const titles = stored.map((metric) => describeMetric(metric).title.toLowerCase());
  const message = `This run has no ${describeMetric(wanted).title.toLowerCase()}; it has ${titles.join(', ')}. Submit the experiment again with that metric.`;
  throw badUserInput([{ path: 'metric', message }]);
}

/** A metric of a run's unpatched prompts. NaN before it is computed. */
export async function loadBaselines(
  run: Run,
  direction: Direction,
  metric: MetricId,
  loaders: Loaders,
): Promise<Baselines> {
  const pairs = await loaders.pairs.load(run.id);
  if (metric === DEFAULT_METRIC && run.batches === 1) return readBaselines(pairs);
  const stored = await loaders.unpatchedMetric.load({ runId: run.id, direction, metric });
  const unknown = Array.from({ length: run.pairCount ?? pairs.length }, () => NaN);
  return stored
    ? { clean: decodeFloats(stored.clean), corrupted: decodeFloats(stored.corrupted) }
    : { clean: unknown, corrupted: unknown };
}

/** Says of cells of a sweep whether they were computed. */
export async function checkSweepCells(
  { run, row }: SweepParent,
  cells: readonly Cell[],
  loaders: Loaders,
): Promise<CheckedCell[]> {
  return checkCells(row, run, await loaders.pairs.load(run.id), cells);
}

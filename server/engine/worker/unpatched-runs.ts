/** The unpatched runs of an experiment, and their metrics. */
import { isUnequal } from '../../../domain/pair-groups';
import { mapToSource, type AlignedPair } from '../../../domain/alignment';
import { describeMetric } from '../../../domain/metrics';
import {
  DEFAULT_METRICS,
  listDirections,
  readMetric,
  type Baseline,
  type BaselineValues,
  type ByMetric,
  type Direction,
  type Experiment,
  type MetricId,
} from '../api';
import { checkFinite } from '../forward/finite';
import type { RunCache } from '../forward/forward';
import { mapMetrics } from '../metrics/registry';
import { createBatchMetrics, measureRun } from '../patching/batch-metrics';
import { alignRun } from '../patching/align-run';
import type { RunPair } from '../patching/run-pair';
import { joinPrompts, type Batch } from './batches';
import type { BorrowedModel, Context } from './context';

interface BothSides {
  readonly clean: RunCache;
  readonly corrupted: RunCache;
}

/** Runs the clean and the corrupted prompts of a batch. */
export async function runBothSides(
  { activations }: Context,
  { model, identity }: BorrowedModel,
  batch: Batch,
  beforeCall: () => Promise<void>,
): Promise<BothSides> {
  const run = (side: 'clean' | 'corrupted'): Promise<RunCache> => {
    const prompts = batch.pairs.map((pair) => pair[side]);
    return activations.run(model, identity.digest, prompts, beforeCall);
  };
  return { clean: await run('clean'), corrupted: await run('corrupted') };
}

/** Drops the runs of batches that no later request reads. */
export function forgetRuns(
  { activations }: Context,
  { identity }: BorrowedModel,
  batches: readonly Batch[],
): void {
  for (const { pairs } of batches)
    for (const side of ['clean', 'corrupted'] as const)
      activations.forget(
        identity.digest,
        pairs.map((pair) => pair[side]),
      );
}

/** The same runs as base and source of a direction. */
export async function runBaseAndSource(
  context: Context,
  borrowed: BorrowedModel,
  batch: Batch,
  direction: Direction,
  beforeCall: () => Promise<void>,
): Promise<RunPair> {
  return orientRuns(await runBothSides(context, borrowed, batch, beforeCall), batch.pairs, direction);
}

/** The source run of a direction, at its own positions. */
export function takeSource({ clean, corrupted }: BothSides, direction: Direction): RunCache {
  return direction === 'DENOISING' ? clean : corrupted;
}

/**
 * The clean and corrupted runs as base and source of a direction. A source run of prompts of other lengths is read at the aligned
 * positions of the base run.
 */
export function orientRuns(
  { clean, corrupted }: BothSides,
  pairs: readonly AlignedPair[],
  direction: Direction,
): RunPair {
  const [base, source] = direction === 'DENOISING' ? [corrupted, clean] : [clean, corrupted];
  if (!pairs.some((pair) => isUnequal(pair))) return { base, source };
  // Groups of pairs have either equal or unequal prompts, and the engine checks that the latter have an alignment.
  const maps = pairs.map((pair) => mapToSource(pair, direction)!);
  return { base, source: alignRun(base, source, maps) };
}

/**
 * Computes the metrics of the two unpatched runs in each direction, batch after batch. The runs of a batch are computed once.
 *
 * @throws MODEL_UNAVAILABLE when one of them is not finite.
 */
export async function computeBaseline(
  context: Context,
  borrowed: BorrowedModel,
  experiment: Experiment,
  batches: readonly Batch[],
  beforeCall: () => Promise<void>,
): Promise<Baseline> {
  const { model } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const parts = listDirections(experiment).map((direction) => ({
    direction,
    clean: [] as ByMetric<Float32Array>[],
    corrupted: [] as ByMetric<Float32Array>[],
  }));
  for (const batch of batches) {
    const runs = await runBothSides(context, borrowed, batch, beforeCall);
    for (const { direction, clean, corrupted } of parts) {
      const metrics = await createBatchMetrics(
        model,
        ids,
        batch.pairs,
        orientRuns(runs, batch.pairs, direction),
      );
      clean.push(await measureRun(model, metrics, runs.clean));
      corrupted.push(await measureRun(model, metrics, runs.corrupted));
    }
  }
  const byDirection: Partial<Record<Direction, ByMetric<BaselineValues>>> = {};
  for (const { direction, clean, corrupted } of parts)
    byDirection[direction] = joinSides(borrowed.id, ids, batches, clean, corrupted);
  return { values: byDirection[experiment.direction]!, byDirection };
}

/** Joins the batches of both sides. @throws MODEL_UNAVAILABLE when a value is not finite. */
function joinSides(
  model: string,
  ids: readonly MetricId[],
  batches: readonly Batch[],
  clean: readonly ByMetric<Float32Array>[],
  corrupted: readonly ByMetric<Float32Array>[],
): ByMetric<BaselineValues> {
  const [cleanValues, corruptedValues] = [
    joinBatches(ids, batches, clean),
    joinBatches(ids, batches, corrupted),
  ];
  checkFiniteMetrics(model, ids, 'the clean prompts', cleanValues);
  checkFiniteMetrics(model, ids, 'the corrupted prompts', corruptedValues);
  return mapMetrics(ids, (metric) => ({
    clean: readMetric(cleanValues, metric),
    corrupted: readMetric(corruptedValues, metric),
  }));
}

/** Values of several batches, [prompt, ...] each, as one array for each metric, in the order of the experiment's pairs. */
export function joinBatches(
  ids: readonly MetricId[],
  batches: readonly Batch[],
  parts: readonly ByMetric<Float32Array>[],
): ByMetric<Float32Array> {
  return mapMetrics(ids, (metric) =>
    joinPrompts(
      batches,
      parts.map((part) => readMetric(part, metric)),
    ),
  );
}

/** @throws MODEL_UNAVAILABLE when a value is not finite. @param what the values are of. */
export function checkFiniteMetrics(
  id: string,
  ids: readonly MetricId[],
  what: string,
  values: ByMetric<Float32Array>,
): void {
  for (const metric of ids) {
    const { title } = describeMetric(metric);
    checkFinite(id, `values of '${title}' for ${what}`, readMetric(values, metric));
  }
}

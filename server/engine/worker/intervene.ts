/** Patched runs of any sites, at once. */
import { countSteps } from '../../../domain/pair-groups';
import { badUserInput } from '../../errors';
import { DEFAULT_METRICS, type ByMetric } from '../api';
import type { InterveneRequest, InterventionResult, PatchedSite, PatchPath } from '../interventions';
import { addNoise, measureEmbeddings } from '../forward/embedding-noise';
import { runCached } from '../forward/forward';
import { createLastRows } from '../metrics/last-rows';
import { createBatchMetrics, measureRun } from '../patching/batch-metrics';
import { countForwardFlops } from '../patching/flops';
import { countInterventionFlops, runInterventions } from '../patching/intervention';
import { placeSites } from '../patching/plan';
import type { RunPair } from '../patching/run-pair';
import { splitIntoBatches, type Batch } from './batches';
import { checkNoise, checkSites, checkValue, checkVector } from './check-input';
import type { BorrowedModel, Context } from './context';
import { checkNotCancelled } from './run-experiment';
import { MetricMean } from './metric-mean';
import { checkFiniteMetrics, joinBatches, orientRuns, runBaseAndSource } from './unpatched-runs';
import { createValueReader } from './patch-values';

/**
 * Computes the metrics after patching each set of sites.
 *
 * @throws BAD_USER_INPUT for sites or donors that do not exist, or a request that is too costly; RUN_CANCELLED.
 */
export async function intervene(
  context: Context,
  borrowed: BorrowedModel,
  request: InterveneRequest,
  signal?: AbortSignal,
): Promise<InterventionResult> {
  const { experiment, sets, path, noise } = request;
  const { id, model } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const { architecture } = model;
  const split = splitIntoBatches(experiment, architecture, context);
  const steps = countSteps({ ...experiment, directions: undefined });
  for (const set of sets) checkSites(set, 'sites', architecture, steps);
  if (path) checkSites(path.receivers, 'path.receivers', architecture, steps);
  checkValue(request.value, experiment, sets.flat());
  checkVector(request, architecture);
  if (noise) checkNoise(noise, experiment.pairs);
  const batches = locateNoise(split, noise);
  checkCost(context, request, batches, borrowed);

  const beforeCall = async (): Promise<void> => {
    await context.executor.yieldToShort();
    checkNotCancelled(signal);
  };
  const options = { beforeCall, limits: context.limits };
  const readValues = await createValueReader(context, borrowed, request, batches, beforeCall);
  const base: ByMetric<Float32Array>[] = [];
  const source: ByMetric<Float32Array>[] = [];
  const patched = sets.map((): ByMetric<Float32Array>[] => []);
  for (const batch of batches) {
    const shape = getShape(request, batch);
    const sums = {
      base: new MetricMean(),
      source: new MetricMean(),
      patched: sets.map(() => new MetricMean()),
    };
    for await (const runs of listRuns(context, borrowed, request, batch, beforeCall)) {
      const metrics = await createBatchMetrics(model, ids, batch.pairs, runs);
      sums.base.add(await measureRun(model, metrics, runs.base));
      sums.source.add(await measureRun(model, metrics, runs.source));
      const withValues = { base: runs.base, source: await readValues(batch, runs) };
      const onRows = async (set: number, rows: Float32Array): Promise<void> => {
        sums.patched[set]!.add(await metrics.compute(createLastRows(model, rows)));
      };
      const placed = placeRequest(request, batch);
      await runInterventions(model, withValues, placed.sets, placed.path, shape, onRows, options);
    }
    base.push(sums.base.read());
    source.push(sums.source.read());
    for (const [set, sum] of sums.patched.entries()) patched[set]!.push(sum.read());
  }
  const join = (parts: readonly ByMetric<Float32Array>[], what: string): ByMetric<Float32Array> => {
    const values = joinBatches(ids, batches, parts);
    checkFiniteMetrics(id, ids, what, values);
    return values;
  };
  return {
    base: join(base, 'the base run'),
    source: join(source, 'the source run'),
    patched: patched.map((parts) => join(parts, 'a patched run')),
    noiseStd: noise ? noise.multiple * measureEmbeddings(model) : null,
  };
}

/** The unpatched runs of a batch: one pair of runs, or one for each sample of the noise. */
async function* listRuns(
  context: Context,
  borrowed: BorrowedModel,
  { experiment, noise }: InterveneRequest,
  batch: Batch,
  beforeCall: () => Promise<void>,
): AsyncGenerator<RunPair> {
  const { direction } = experiment;
  if (!noise) {
    yield await runBaseAndSource(context, borrowed, batch, direction, beforeCall);
    return;
  }
  const { model, identity } = borrowed;
  const prompts = batch.pairs.map((pair) => pair.clean);
  const clean = await context.activations.run(model, identity.digest, prompts, beforeCall);
  for (let sample = 0; sample < noise.samples; sample++) {
    const ofPrompts = prompts.map((_, at) => {
      const pair = batch.indices[at]!;
      return { pair, sample, positions: noise.positions[pair]! };
    });
    const corrupted = await runCached(model, prompts, beforeCall, (pre) =>
      addNoise(model, pre, ofPrompts, noise),
    );
    yield orientRuns({ clean, corrupted }, batch.pairs, direction);
  }
}

/** With noise, the runs of a batch differ from the first position with noise. */
function locateNoise(batches: readonly Batch[], noise: InterveneRequest['noise']): readonly Batch[] {
  if (!noise) return batches;
  return batches.map((batch) => {
    const positions = batch.indices.flatMap((index) => noise.positions[index]!);
    return { ...batch, firstDifference: Math.min(batch.length, ...positions) };
  });
}

/** The sites of a request at the token positions of a batch. */
export function placeRequest(
  { sets, path }: Pick<InterveneRequest, 'sets' | 'path'>,
  batch: Batch,
): { sets: PatchedSite[][]; path: PatchPath | null } {
  return {
    sets: sets.map((set) => placeSites(set, batch)),
    path: path && { ...path, receivers: placeSites(path.receivers, batch) },
  };
}

/** The batch as the plan sees it: values that are not the source run's may differ from the base run's at every position. */
export function getShape({ value }: Pick<InterveneRequest, 'value'>, batch: Batch): Batch {
  return value.kind === 'source' ? batch : { ...batch, firstDifference: 0, unaligned: undefined };
}

/** @throws BAD_USER_INPUT with the planned cost. */
export function checkCost(
  { maxInterventionFlops }: Context,
  request: InterveneRequest,
  batches: readonly Batch[],
  { model: { architecture } }: BorrowedModel,
): void {
  const { sets, noise } = request;
  const unpatched = request.value.kind === 'source' ? 2 : 3;
  const samples = noise?.samples ?? 1;
  const flops =
    samples *
    batches.reduce((sum, batch) => {
      const placed = placeRequest(request, batch);
      return (
        sum +
        unpatched * countForwardFlops(architecture, batch) +
        countInterventionFlops(placed.sets, placed.path, architecture, getShape(request, batch))
      );
    }, 0);
  if (flops <= maxInterventionFlops) return;
  const message =
    `The request takes ${formatTera(flops)}e12 floating point operations in ${samples * sets.length} patched runs; ` +
    `up to ${formatTera(maxInterventionFlops)}e12 are computed at once. ` +
    `Use fewer or shorter prompts or fewer sites, or request singles of a part of the sites${noise ? ', or fewer samples of the noise' : ''}.`;
  throw badUserInput([{ path: 'sites', message }]);
}

/** In units of 1e12, with three digits. */
export function formatTera(flops: number): string {
  return (flops / 1e12).toPrecision(3);
}

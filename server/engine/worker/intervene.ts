/** Patched runs of any sites, at once. */
import { badUserInput } from '../../errors';
import { DEFAULT_METRICS, type ByMetric } from '../api';
import type { InterveneRequest, InterventionResult } from '../interventions';
import type { RunSide } from '../../../domain/effect';
import type { RunCache } from '../forward/forward';
import { createLastRows } from '../metrics/last-rows';
import { createBatchMetrics, measureRun } from '../patching/batch-metrics';
import { countForwardFlops } from '../patching/flops';
import { countInterventionFlops, runInterventions } from '../patching/intervention';
import type { RunPair } from '../patching/run-pair';
import { createZeroRun, RunMean } from '../patching/value-runs';
import { splitIntoBatches, type Batch } from './batches';
import { checkDonors, checkSites } from './check-input';
import type { BorrowedModel, Context } from './context';
import { checkNotCancelled } from './run-experiment';
import { checkFiniteMetrics, joinBatches, runBaseAndSource } from './unpatched-runs';

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
  const { experiment, sets, path } = request;
  const { id, model } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const { architecture } = model;
  const batches = splitIntoBatches(experiment, architecture, context.batchBytes);
  const { length } = batches[0]!;
  for (const set of sets) checkSites(set, 'sites', architecture, length);
  if (path) checkSites(path.receivers, 'path.receivers', architecture, length);
  checkDonors(request.value, experiment.pairs.length);
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
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, beforeCall);
    const metrics = await createBatchMetrics(model, ids, batch.pairs, runs);
    base.push(await measureRun(model, metrics, runs.base));
    source.push(await measureRun(model, metrics, runs.source));
    const withValues = { base: runs.base, source: await readValues(batch, runs) };
    const shape = getShape(request, batch);
    const onRows = async (set: number, rows: Float32Array): Promise<void> => {
      patched[set]!.push(await metrics.compute(createLastRows(model, rows)));
    };
    await runInterventions(model, withValues, sets, path, shape, onRows, options);
  }
  const join = (parts: readonly ByMetric<Float32Array>[], what: string): ByMetric<Float32Array> => {
    const values = joinBatches(ids, parts);
    checkFiniteMetrics(id, ids, what, values);
    return values;
  };
  return {
    base: join(base, 'the base run'),
    source: join(source, 'the source run'),
    patched: patched.map((parts) => join(parts, 'a patched run')),
  };
}

/** The batch as the plan sees it: values that are not the source run's may differ from the base run's at every position. */
function getShape({ value }: InterveneRequest, batch: Batch): Batch {
  return value.kind === 'source' ? batch : { ...batch, firstDifference: 0 };
}

/** @throws BAD_USER_INPUT with the planned cost. */
function checkCost(
  { maxInterventionFlops }: Context,
  request: InterveneRequest,
  batches: readonly Batch[],
  { model: { architecture } }: BorrowedModel,
): void {
  const { sets, path } = request;
  const unpatched = request.value.kind === 'source' ? 2 : 3;
  const flops = batches.reduce(
    (sum, batch) =>
      sum +
      unpatched * countForwardFlops(architecture, batch) +
      countInterventionFlops(sets, path, architecture, getShape(request, batch)),
    0,
  );
  if (flops <= maxInterventionFlops) return;
  const message =
    `The request takes ${formatTera(flops)}e12 floating point operations in ${sets.length} patched runs; ` +
    `up to ${formatTera(maxInterventionFlops)}e12 are computed at once. ` +
    'Use fewer or shorter prompts or fewer sites, or request singles of a part of the sites.';
  throw badUserInput([{ path: 'sites', message }]);
}

/** In units of 1e12, with three digits. */
export function formatTera(flops: number): string {
  return (flops / 1e12).toPrecision(3);
}

/** Gives the run that patches take their values from. */
type ReadValues = (batch: Batch, runs: RunPair) => Promise<RunCache>;

async function createValueReader(
  { activations }: Context,
  { model, identity }: BorrowedModel,
  { experiment: { pairs }, value }: InterveneRequest,
  batches: readonly Batch[],
  beforeCall: () => Promise<void>,
): Promise<ReadValues> {
  const run = (prompts: readonly (readonly number[])[]): Promise<RunCache> =>
    activations.run(model, identity.digest, prompts, beforeCall);
  const pickPrompt = (side: RunSide, index: number): readonly number[] =>
    pairs[index]![side === 'CLEAN' ? 'clean' : 'corrupted'];
  switch (value.kind) {
    case 'source':
      return async (_, { source }) => source;
    case 'zero':
      return async (_, { base }) => createZeroRun(base);
    case 'mean': {
      const mean = new RunMean();
      const prompts = pairs.map((_, index) => pickPrompt(value.of, index));
      let first = 0;
      for (const batch of batches) mean.add(await run(prompts.slice(first, (first += batch.prompts))));
      return async (batch) => mean.read(batch.prompts, value.acrossPositions);
    }
    case 'resample':
      return (batch) => {
        const first = batches.slice(0, batches.indexOf(batch)).reduce((sum, { prompts }) => sum + prompts, 0);
        const donors = value.donors.slice(first, first + batch.prompts);
        return run(donors.map((donor) => pickPrompt(value.of, donor)));
      };
  }
}

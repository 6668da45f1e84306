/** Patches of the neurons of one MLP, one by one. */
import { countSteps } from '../../../domain/pair-groups';
import { badUserInput } from '../../errors';
import { DEFAULT_METRICS, type ByMetric } from '../api';
import { computeNeurons, readNeuronWeights } from '../forward/neuron-weights';
import { createLastRows } from '../metrics/last-rows';
import { mapMetrics } from '../metrics/registry';
import type { NeuronsRequest, NeuronsResult } from '../neurons';
import { createBatchMetrics, measureRun } from '../patching/batch-metrics';
import { countForwardFlops, countMetricFlops, countPatchFlops } from '../patching/flops';
import { planLayer, planNeuron, takeMid } from '../patching/neuron-patches';
import { planPatch } from '../patching/plan';
import { runPatches } from '../patching/waves';
import { readMetric } from '../api';
import { splitIntoBatches, type Batch } from './batches';
import { checkSites } from './check-input';
import type { BorrowedModel, Context } from './context';
import { formatTera } from './intervene';
import { checkNotCancelled } from './run-experiment';
import { checkFiniteMetrics, joinBatches, runBaseAndSource } from './unpatched-runs';

/** Bytes of the residual streams that the patches of one call bring with them. */
const CALL_BYTES = 64 * 2 ** 20;

/**
 * Computes the metrics after patching each neuron of a layer.
 *
 * @throws BAD_USER_INPUT for a layer or positions that do not exist, or a request that is too costly; RUN_CANCELLED.
 */
export async function patchNeurons(
  context: Context,
  borrowed: BorrowedModel,
  request: NeuronsRequest,
  signal?: AbortSignal,
): Promise<NeuronsResult> {
  const { experiment, layer, positions } = request;
  const { id, model, identity } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const { architecture } = model;
  const { dMlp, dModel } = architecture;
  const batches = splitIntoBatches(experiment, architecture, context);
  checkPlaces(request, borrowed, countSteps({ ...experiment, directions: undefined }));
  checkCost(context, request, batches, borrowed);

  const beforeCall = async (): Promise<void> => {
    await context.executor.yieldToShort();
    checkNotCancelled(signal);
  };
  const options = { beforeCall, limits: context.limits };
  const place = await context.directories.locate(id);
  const weights = await readNeuronWeights(place, layer, identity.weightsSha256);
  const parts = { base: [], source: [], together: [] } as Record<
    'base' | 'source' | 'together',
    ByMetric<Float32Array>[]
  >;
  const neurons: ByMetric<Float32Array>[][] = Array.from({ length: dMlp }, () => []);
  const sums = { base: new Float64Array(dMlp), source: new Float64Array(dMlp) };
  let rows = 0;
  for (const batch of batches) {
    const placed = placePositions(positions, batch);
    const all = placed ?? Array.from({ length: batch.length }, (_, position) => position);
    rows += batch.prompts * all.length;
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, beforeCall);
    const metrics = await createBatchMetrics(model, ids, batch.pairs, runs);
    parts.base.push(await measureRun(model, metrics, runs.base));
    parts.source.push(await measureRun(model, metrics, runs.source));
    const activations = {
      base: await computeNeurons(weights, takeMid(runs.base, layer, all), beforeCall),
      source: await computeNeurons(weights, takeMid(runs.source, layer, all), beforeCall),
    };
    for (const side of ['base', 'source'] as const)
      for (const [index, value] of activations[side].entries()) sums[side][index % dMlp]! += value;
    const mlp = { site: 'MLP_OUT', layer, head: null, src: null } as const;
    const together = planPatch(
      all.map((position) => ({ ...mlp, position })),
      architecture,
      batch,
    );
    await runPatches(
      model,
      runs,
      [together],
      batch,
      async (_, rows) => {
        parts.together.push(await metrics.compute(createLastRows(model, rows)));
      },
      options,
    );

    const plan = planLayer(layer, placed, architecture, batch);
    const perCall = Math.max(1, Math.floor(CALL_BYTES / (4 * batch.prompts * batch.length * dModel)));
    for (let first = 0; first < dMlp; first += perCall) {
      const patches = Array.from({ length: Math.min(perCall, dMlp - first) }, (_, index) =>
        planNeuron(first + index, plan, runs, layer, all, activations, weights),
      );
      await runPatches(
        model,
        runs,
        patches,
        batch,
        async (index, rows) => {
          neurons[first + index]!.push(await metrics.compute(createLastRows(model, rows)));
        },
        options,
      );
    }
  }
  const join = (of: readonly ByMetric<Float32Array>[], what: string): ByMetric<Float32Array> => {
    const values = joinBatches(ids, batches, of);
    checkFiniteMetrics(id, ids, what, values);
    return values;
  };
  const joined = neurons.map((of) => join(of, 'a patched neuron'));
  return {
    base: join(parts.base, 'the base run'),
    source: join(parts.source, 'the source run'),
    together: join(parts.together, 'a patched run'),
    neurons: mapMetrics(ids, (metric) => {
      const values = new Float32Array(dMlp * experiment.pairs.length);
      for (const [neuron, of] of joined.entries())
        values.set(readMetric(of, metric), neuron * experiment.pairs.length);
      return values;
    }),
    activations: {
      base: Float32Array.from(sums.base, (sum) => sum / rows),
      source: Float32Array.from(sums.source, (sum) => sum / rows),
    },
  };
}

/** Token positions of the steps of a request in a batch; null for all positions. */
function placePositions(positions: readonly number[] | null, { roles }: Batch): readonly number[] | null {
  if (!positions || !roles) return positions;
  return [...new Set(positions.flatMap((step) => roles[step]!))].toSorted((a, b) => a - b);
}

/** @throws BAD_USER_INPUT */
function checkPlaces(
  { layer, positions }: NeuronsRequest,
  { model: { architecture } }: BorrowedModel,
  steps: number | null,
): void {
  const site = { site: 'MLP_OUT', layer, head: null, src: null } as const;
  checkSites([{ ...site, position: null }], 'layer', architecture, steps);
  const named = positions ?? [];
  checkSites(
    named.map((position) => ({ ...site, position })),
    'positions',
    architecture,
    steps,
  );
  if (positions?.length === 0 || new Set(named).size < named.length)
    throw badUserInput([{ path: 'positions', message: 'Name at least one position, and each once.' }]);
}

/** @throws BAD_USER_INPUT with the planned cost. */
function checkCost(
  { maxCircuitFlops }: Context,
  { layer, positions, experiment }: NeuronsRequest,
  batches: readonly Batch[],
  { model: { architecture } }: BorrowedModel,
): void {
  const { metrics = DEFAULT_METRICS } = experiment;
  const { dMlp } = architecture;
  const flops = batches.reduce((sum, batch) => {
    const plan = planLayer(layer, placePositions(positions, batch), architecture, batch);
    const each = plan
      ? countPatchFlops(plan, architecture, batch) + batch.prompts * countMetricFlops(metrics, architecture)
      : 0;
    return sum + 3 * countForwardFlops(architecture, batch) + dMlp * each;
  }, 0);
  if (flops <= maxCircuitFlops) return;
  const message =
    `The ${dMlp} neurons of layer ${layer} take ${formatTera(flops)}e12 floating point operations; ` +
    `up to ${formatTera(maxCircuitFlops)}e12 are computed at once. ` +
    'Use fewer or shorter prompts, a later position, or a later layer.';
  throw badUserInput([{ path: 'layer', message }]);
}

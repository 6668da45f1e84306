/**
 * What a sweep costs, counted without planning every cell: the same operations as `planSweep` counts, in time that grows with
 * layers x positions only. So the cost of any input is known before it is accepted.
 */
import { findFirstDifference } from '../../../domain/causality';
import { siteOfKind } from '../../../domain/sites';
import { DEFAULT_METRICS, type Experiment, type SweepKind } from '../api';
import { getEntry } from './entries/registry';
import { countLayerFlops, countMetricFlops, type PlanSizes } from './flops';
import { planSinglePatch, type BatchShape, type Patch } from './plan';

/** Sizes of a model that cost depends on, as ModelInfo has them. */
export interface CostSizes {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly dVocab: number;
}

/** Sizes that ModelInfo lacks, as GPT-2 has them: the heads together are as wide as the model, and the MLP 4 times as wide. */
export function assumeWidths({ layers, heads, dModel }: Omit<CostSizes, 'dVocab'>): PlanSizes {
  return { layers, heads, dHead: dModel / heads, dModel, dMlp: 4 * dModel };
}

/**
 * Planned floating point operations of one sweep kind of an experiment, for the widths of `assumeWidths`.
 *
 * All prompts count as one batch, which is never less than what the engine plans in several.
 */
export function countSweepFlops(
  kind: SweepKind,
  { pairs, metrics = DEFAULT_METRICS }: Experiment,
  sizes: CostSizes,
): number {
  const length = pairs[0]?.clean.length ?? 0;
  const firstDifference = findFirstDifference(pairs);
  const planSizes = assumeWidths(sizes);
  const metricFlops = pairs.length * countMetricFlops(metrics, sizes);
  return countFlops(kind, planSizes, { prompts: pairs.length, length, firstDifference }, metricFlops);
}

/**
 * Planned floating point operations of one sweep kind for a batch.
 *
 * @param metricFlops those of the metrics of one patched run, for all prompts.
 */
export function countFlops(kind: SweepKind, sizes: PlanSizes, batch: BatchShape, metricFlops = 0): number {
  const { axes } = siteOfKind(kind);
  const entry = getEntry(kind);
  const heads = axes.includes('head') ? sizes.heads : 1;
  const isByPosition = axes.includes('position') || axes.includes('destination');
  const positions = isByPosition ? Array.from({ length: batch.length }, (_, position) => position) : [null];
  let total = 0;
  for (let layer = 0; layer < sizes.layers; layer++) {
    for (const position of positions) {
      // All heads cost the same, and so do all entries of a row of a pattern; those after the destination cost nothing.
      const copies = heads * (axes.includes('src') ? position! + 1 : 1);
      const intervention = { site: kind, layer, head: null, position, src: null, entry } as const;
      const patch = planSinglePatch(intervention, sizes, batch);
      if (patch) total += copies * (countPatch(patch, layer, sizes, batch) + metricFlops);
    }
  }
  return total;
}

/** Operations of one patch from its layer to the last one; all layers between cost the same. */
function countPatch(patch: Patch, layer: number, sizes: PlanSizes, batch: BatchShape): number {
  const own = countLayerFlops(layer, patch, sizes, batch);
  const later = sizes.layers - 1 - layer;
  if (later === 0) return own;
  const between = later > 1 ? (later - 1) * countLayerFlops(layer + 1, patch, sizes, batch) : 0;
  return own + between + countLayerFlops(sizes.layers - 1, patch, sizes, batch);
}

/**
 * What a sweep costs, counted without planning every cell: the same operations as `planSweep` counts, in time that grows with
 * layers x positions only. So the cost of any input is known before it is accepted.
 */
import { groupPairs, orientGroup, type BaseGroup } from '../../../domain/pair-groups';
import { siteOfKind } from '../../../domain/sites';
import { expandWholeAnswers } from '../../../domain/whole-answers';
import { DEFAULT_METRICS, type Direction, type Experiment, type SweepKind } from '../api';
import { getEntry } from './entries/registry';
import { countLayerFlops, countMetricFlops, type PlanSizes } from './flops';
import { placeSites, planPatch, planSinglePatch, type BatchShape, type Patch } from './plan';

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
 * All prompts of a group count as one batch, which is never less than what the engine plans in several.
 */
export function countSweepFlops(
  kind: SweepKind,
  asked: Experiment,
  sizes: CostSizes,
  direction: Direction = asked.direction,
): number {
  const experiment = expandWholeAnswers(asked);
  const { metrics = DEFAULT_METRICS } = experiment;
  const planSizes = assumeWidths(sizes);
  return groupPairs(experiment).reduce((sum, group) => {
    const metricFlops = group.indices.length * countMetricFlops(metrics, sizes);
    return sum + countFlops(kind, planSizes, shapeOfGroup(orientGroup(group, direction)), metricFlops);
  }, 0);
}

/** The batch that all pairs of a group would be. */
export function shapeOfGroup({ indices, ...shape }: BaseGroup): BatchShape {
  return { prompts: indices.length, ...shape };
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
  if (batch.roles && isByPosition) return countRoleFlops(kind, sizes, batch, heads, metricFlops);
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

/** Operations of a sweep by role. @param heads that cost the same. */
function countRoleFlops(
  kind: SweepKind,
  sizes: PlanSizes,
  batch: BatchShape,
  heads: number,
  metricFlops: number,
): number {
  const steps = Array.from(batch.roles!.keys());
  const sources = siteOfKind(kind).axes.includes('src') ? steps : [null];
  const last = sizes.layers - 1;
  const plan = (layer: number, position: number, src: number | null): Patch | null =>
    planPatch(placeSites([{ site: kind, layer, head: null, position, src }], batch), sizes, batch);
  let total = 0;
  for (const position of steps)
    for (const src of sources) {
      const ofLast = plan(last, position, src);
      if (ofLast) total += heads * (countPatch(ofLast, last, sizes, batch) + metricFlops);
      // All layers before the last one plan alike.
      const earlier = last > 0 ? plan(0, position, src) : null;
      if (!earlier) continue;
      const [first, ...others] = earlier.interventions;
      for (let layer = 0; layer < last; layer++) {
        const patch: Patch = { ...earlier, interventions: [{ ...first, layer }, ...others] };
        total += heads * (countPatch(patch, layer, sizes, batch) + metricFlops);
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

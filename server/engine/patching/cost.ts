/**
 * What a sweep costs, counted without planning it patch by patch: the same operations as `planSweep` counts, in time that
 * grows with layers x positions only. So the cost of any input can be known before it is accepted.
 */
import { siteOfKind } from '../../../domain/sites';
import type { Experiment, SweepKind } from '../api';
import { flopsAt, isBase, type BatchShape, type Patch, type PlanSizes } from './plan';

/** Sizes of a model that cost depends on, as ModelInfo has them. */
export interface CostSizes {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
}

/**
 * Planned floating point operations of one sweep kind of an experiment, all prompts counted as one batch, which is never
 * less than what the engine plans in several. The MLP is taken to be 4 times as wide as the model.
 */
export function countSweepFlops(kind: SweepKind, { pairs }: Experiment, sizes: CostSizes): number {
  const length = pairs[0]?.clean.length ?? 0;
  const firsts = pairs.map(({ clean, corrupted }) =>
    clean.findIndex((token, position) => token !== corrupted[position]),
  );
  const firstDifference = Math.min(length, ...firsts.map((first) => (first < 0 ? length : first)));
  const { layers, heads, dModel } = sizes;
  const architecture = { layers, heads, dModel, dMlp: 4 * dModel };
  return countFlops(kind, architecture, { prompts: pairs.length, length, firstDifference });
}

/** Planned floating point operations of one sweep kind for a batch. */
export function countFlops(kind: SweepKind, architecture: PlanSizes, batch: BatchShape): number {
  const { entry, axes, activation } = siteOfKind(kind);
  const copies = axes.includes('head') ? architecture.heads : 1;
  const isByPosition = axes.includes('position') || axes.includes('destination');
  const positions = isByPosition ? Array.from({ length: batch.length }, (_, position) => position) : [null];
  let total = 0;
  for (let layer = 0; layer < architecture.layers; layer++) {
    for (const position of positions) {
      const start = position ?? batch.firstDifference;
      // Operations depend neither on the head nor on what is local.
      const patch = { cell: 0, layer, entry, activation, head: null, position, start, isLocal: false };
      if (!isBase(patch, architecture, batch)) total += copies * countFrom(patch, architecture, batch);
    }
  }
  return total;
}

/** Of one patch, from its layer to the last one: all layers between cost the same. */
function countFrom(patch: Patch, architecture: PlanSizes, batch: BatchShape): number {
  const own = flopsAt(patch.layer, patch, architecture, batch);
  const later = architecture.layers - 1 - patch.layer;
  if (later === 0) return own;
  const between = later > 1 ? (later - 1) * flopsAt(patch.layer + 1, patch, architecture, batch) : 0;
  return own + between + flopsAt(architecture.layers - 1, patch, architecture, batch);
}

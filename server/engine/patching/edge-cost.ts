/** What the edges between heads cost, counted without planning each edge. */
import { EDGE_INPUTS, listReceiverLayers } from '../../../domain/edges';
import { groupPairs, orientGroup } from '../../../domain/pair-groups';
import { expandWholeAnswers } from '../../../domain/whole-answers';
import { DEFAULT_METRICS, type Direction, type Experiment } from '../api';
import { assumeWidths, shapeOfGroup, type CostSizes } from './cost';
import { getEntry } from './entries/registry';
import { countMetricFlops, countPatchFlops, type PlanSizes } from './flops';
import type { BatchShape } from './plan';

/**
 * Planned floating point operations of the edges into the heads of one layer, for a batch.
 *
 * @param metricFlops those of the metrics of one patched run, for all prompts.
 */
export function countEdgeFlops(layer: number, sizes: PlanSizes, batch: BatchShape, metricFlops = 0): number {
  const { heads } = sizes;
  if (batch.firstDifference >= batch.length) return 0;
  const site = { site: 'HEAD_Q', layer, head: 0, position: null, src: null } as const;
  const intervention = { ...site, entry: getEntry('HEAD_Q') };
  const patch = { interventions: [intervention], start: batch.firstDifference, isLocal: false } as const;
  const patched = countPatchFlops(patch, sizes, batch) + metricFlops;
  return heads * layer * (EDGE_INPUTS.length * heads * patched) + countDirectFlops(layer, sizes, batch);
}

/** The direct path from the layer before: heads of that layer enter, all senders pass its MLP, and the receivers' inputs. */
export function countDirectFlops(
  layer: number,
  { heads, dHead, dModel, dMlp }: PlanSizes,
  { prompts, length, firstDifference }: BatchShape,
): number {
  const width = heads * dHead;
  const rows = prompts * (length - firstDifference);
  return heads * rows * (2 * width * dModel + layer * (4 * dModel * dMlp + 6 * dModel * width));
}

/**
 * Planned floating point operations of edges of an experiment in one direction. Prompts of one length count as one batch, and
 * the sizes that CostSizes lacks are assumed as in `countSweepFlops`.
 *
 * @param layers those of the receivers; all when left out.
 */
export function countExperimentEdgeFlops(
  asked: Experiment,
  sizes: CostSizes,
  layers: readonly number[] = listReceiverLayers(sizes),
  direction: Direction = asked.direction,
): number {
  const experiment = expandWholeAnswers(asked);
  const { metrics = DEFAULT_METRICS } = experiment;
  const planSizes = assumeWidths(sizes);
  return groupPairs(experiment)
    .flatMap((group) => {
      const metricFlops = group.indices.length * countMetricFlops(metrics, sizes);
      return layers.map((layer) =>
        countEdgeFlops(layer, planSizes, shapeOfGroup(orientGroup(group, direction)), metricFlops),
      );
    })
    .reduce((sum, flops) => sum + flops, 0);
}

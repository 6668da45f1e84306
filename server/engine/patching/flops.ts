/**
 * Floating point operations of patched runs, counted with the savings of plan.ts and no others, so that rates can be compared.
 * The engine does somewhat less: positions that a patch leaves unchanged, and the last block's keys and values, are not
 * computed either.
 */
import { needAllLogits, type MetricId } from '../../../domain/metrics';
import type { Architecture } from '../models/architecture';
import type { BatchShape, Patch, SweepPlan } from './plan';

/** Sizes of a model that operations depend on. */
export type PlanSizes = Pick<Architecture, 'layers' | 'heads' | 'dHead' | 'dModel' | 'dMlp'>;

/** Operations of one patched run from where it enters to the last residual stream. */
export function countPatchFlops(patch: Patch, sizes: PlanSizes, batch: BatchShape): number {
  let total = 0;
  for (let layer = patch.interventions[0].layer; layer < sizes.layers; layer++)
    total += countLayerFlops(layer, patch, sizes, batch);
  return total;
}

/** Operations of an unpatched run of a batch. */
export function countForwardFlops(sizes: PlanSizes, { prompts, length }: BatchShape): number {
  const { layers, heads, dHead, dModel, dMlp } = sizes;
  const width = heads * dHead;
  return layers * prompts * length * (8 * dModel * width + 4 * dModel * dMlp + 4 * width * length);
}

/** Those of them that are spent in one layer, at or after the one that the patch enters in. */
export function countLayerFlops(
  layer: number,
  { interventions, start }: Patch,
  { layers, heads, dHead, dModel, dMlp }: PlanSizes,
  batch: BatchShape,
): number {
  const [{ layer: ownLayer, entry }] = interventions;
  const width = heads * dHead;
  const carried = batch.prompts * (batch.length - start);
  // After the keys and values of the last block only the last position is needed.
  const needed = layer === layers - 1 ? batch.prompts : carried;
  const isUnderWay = layer > ownLayer || entry.point === 'pre';
  let total = 0;
  if (isUnderWay) total += 2 * dModel * width * (2 * carried + needed) + 4 * width * batch.length * needed;
  if (isUnderWay || entry.point === 'heads') total += 2 * width * dModel * needed;
  if (isUnderWay || entry.point !== 'post') total += 4 * dModel * dMlp * needed;
  return total;
}

/** Operations of the metrics of one patched run of one prompt, beyond a pass over its row: the unembedding, if one needs it. */
export function countMetricFlops(
  metrics: readonly MetricId[],
  sizes: Pick<Architecture, 'dModel' | 'dVocab'>,
): number {
  return needAllLogits(metrics) ? countUnembeddingFlops(1, sizes) : 0;
}

/** Operations of a planned sweep with its metrics, for the whole batch. */
export function countPlanFlops(
  { flops, count }: SweepPlan,
  { prompts }: BatchShape,
  metrics: readonly MetricId[],
  sizes: Pick<Architecture, 'dModel' | 'dVocab'>,
): number {
  return flops + count * prompts * countMetricFlops(metrics, sizes);
}

/** Operations of the logits of all tokens. @param rows last residual streams at the last position. */
export function countUnembeddingFlops(
  rows: number,
  { dModel, dVocab }: Pick<Architecture, 'dModel' | 'dVocab'>,
): number {
  return 2 * rows * dModel * dVocab;
}

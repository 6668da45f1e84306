/**
 * Floating point operations of patched runs, counted with the savings of plan.ts and no others, so that rates can be compared.
 * The engine does somewhat less: positions that a patch leaves unchanged, and the last block's keys and values, are not
 * computed either.
 */
import type { Architecture } from '../models/architecture';
import type { BatchShape, Patch } from './plan';

/** Sizes of a model that operations depend on. */
export type PlanSizes = Pick<Architecture, 'layers' | 'heads' | 'dHead' | 'dModel' | 'dMlp'>;

/** Operations of one patched run from where it enters to the last residual stream. */
export function countPatchFlops(patch: Patch, sizes: PlanSizes, batch: BatchShape): number {
  let total = 0;
  for (let layer = patch.interventions[0].layer; layer < sizes.layers; layer++)
    total += countLayerFlops(layer, patch, sizes, batch);
  return total;
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

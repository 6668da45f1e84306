/**
 * The plan of a sweep: which patches must be computed, where each enters, and what that costs.
 *
 * Exact savings (all follow from causality): a patch before the first differing token, or behind the last position's
 * last reader, IS the base run; a patch whose earliest changed position is s carries positions s..T-1 only; layers
 * before its own are untouched; in the last block only the last position is needed after the keys and values.
 *
 * Operations are counted with these savings and no others, so that rates can be compared. The engine does somewhat less:
 * what a local patch leaves as it was, and the last block's keys and values, are not computed either.
 */
import type { Architecture } from '../models/architecture';
import { countCells } from '../../../domain/cell';
import {
  siteOfKind,
  type AxisName,
  type EntryPoint,
  type HeadActivation,
  type SweepKind,
} from '../../../domain/sites';

/** Sizes of a model that operations depend on. */
export type PlanSizes = Pick<Architecture, 'layers' | 'heads' | 'dModel' | 'dMlp'>;

/** Sizes of a batch of prompts of equal length. */
export interface BatchShape {
  readonly prompts: number;
  /** Tokens of each prompt. */
  readonly length: number;
  /** First position at which any base prompt differs from its source prompt; `length` where none does. */
  readonly firstDifference: number;
}

/** One patched run. */
export interface Patch {
  /** Where its result goes: row-major index in the sweep's shape. */
  readonly cell: number;
  readonly layer: number;
  readonly entry: EntryPoint;
  /** What of a head is patched, and the head; null for a patch of a whole layer. */
  readonly activation: HeadActivation | null;
  readonly head: number | null;
  /** Position (of a pattern: destination) that is patched; null for all of them. */
  readonly position: number | null;
  /** First position that it carries. */
  readonly start: number;
  /** Whether `start` alone differs from the base run where the patch enters: later positions see it at the next attention. */
  readonly isLocal: boolean;
}

export interface SweepPlan {
  readonly kind: SweepKind;
  readonly shape: readonly number[];
  /** Patches to compute, by layer; cells that are not here are the base run. */
  readonly patches: readonly Patch[];
  /** Floating point operations of all of them, for the whole batch, as counted above. */
  readonly flops: number;
}

/**
 * Plans one sweep.
 *
 * @param skipping false computes every cell from position 0, so that tests can see that skipping changes nothing.
 */
export function planSweep(
  kind: SweepKind,
  architecture: Architecture,
  batch: BatchShape,
  skipping = true,
): SweepPlan {
  const { entry, axes, activation } = siteOfKind(kind);
  const isReadLater = activation === 'k' || activation === 'v';
  const lengths = {
    layer: architecture.layers,
    head: architecture.heads,
    position: batch.length,
    destination: batch.length,
  };
  const shape = axes.map((axis) => lengths[axis]);
  const cells = countCells(shape);
  const patches: Patch[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const steps = stepsOf(cell, shape);
    const along = (axis: AxisName): number | null =>
      axes.includes(axis) ? steps[axes.indexOf(axis)]! : null;
    const position = along('position') ?? along('destination');
    const start = skipping ? (position ?? batch.firstDifference) : 0;
    const isLocal = skipping && position !== null && !isReadLater;
    const patch = {
      cell,
      layer: steps[0]!,
      entry,
      activation,
      head: along('head'),
      position,
      start,
      isLocal,
    };
    if (!skipping || !isBase(patch, architecture, batch)) patches.push(patch);
  }
  const flops = patches.reduce((sum, patch) => sum + flopsOf(patch, architecture, batch), 0);
  return { kind, shape, patches, flops };
}

/** Steps along each axis of a row-major index. */
function stepsOf(cell: number, shape: readonly number[]): number[] {
  const steps: number[] = [];
  let rest = cell;
  for (const length of shape.toReversed()) {
    steps.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return steps;
}

/** Whether a patch cannot change the metric. */
export function isBase(
  { layer, entry, activation, position, start }: Patch,
  architecture: PlanSizes,
  batch: BatchShape,
): boolean {
  // Nothing differs at all, or not yet at the first position that is carried.
  if (batch.firstDifference >= batch.length || start < batch.firstDifference) return true;
  // After the last attention a position is read by nobody but itself, and only the last one is read at all.
  const isReadLater = entry === 'pre' || activation === 'k' || activation === 'v';
  return (
    !isReadLater && position !== null && layer === architecture.layers - 1 && position < batch.length - 1
  );
}

/** Floating point operations of one patched run from its entry point to the last residual stream, as counted above. */
export function flopsOf(patch: Patch, architecture: Architecture, batch: BatchShape): number {
  let total = 0;
  for (let layer = patch.layer; layer < architecture.layers; layer++)
    total += flopsAt(layer, patch, architecture, batch);
  return total;
}

/** Those of them that are spent in one layer, at or after its own. */
export function flopsAt(
  layer: number,
  { layer: ownLayer, entry, start }: Patch,
  architecture: PlanSizes,
  batch: BatchShape,
): number {
  const { dModel: d, dMlp } = architecture;
  const carried = batch.prompts * (batch.length - start);
  // Behind the keys and values of the last block only the last position goes on.
  const needed = layer === architecture.layers - 1 ? batch.prompts : carried;
  const isUnderWay = layer > ownLayer || entry === 'pre';
  let total = 0;
  if (isUnderWay) total += 2 * d * d * (2 * carried + needed) + 4 * d * batch.length * needed;
  if (isUnderWay || entry === 'heads') total += 2 * d * d * needed;
  if (isUnderWay || entry !== 'post') total += 4 * d * dMlp * needed;
  return total;
}

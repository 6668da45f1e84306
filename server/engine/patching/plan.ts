/**
 * The plan of a sweep: which patches must be computed, where each enters, and what that costs.
 *
 * All savings are exact and follow from causality:
 * - A patch before the first differing token changes nothing. Neither does one that the last position cannot read.
 * - A patch whose earliest changed position is s carries positions s..T-1 only.
 * - Layers before the first patched one are not computed.
 * - In the last block only the last position is needed after the keys and values.
 */
import type { Architecture } from '../models/architecture';
import { countCells } from '../../../domain/cell';
import { ENTRY_POINTS, siteOfKind, type AxisName, type SweepKind } from '../../../domain/sites';
import { getEntry } from './entries/registry';
import type { SiteEntry } from './entries/site-entry';
import { countPatchFlops, type PlanSizes } from './flops';

/** Sizes of a batch of prompts of equal length. */
export interface BatchShape {
  readonly prompts: number;
  /** Tokens of each prompt. */
  readonly length: number;
  /** First position at which any base prompt differs from its source prompt; `length` where none does. */
  readonly firstDifference: number;
}

/** One activation that is replaced by the source run's. */
export interface Intervention {
  readonly site: SweepKind;
  readonly layer: number;
  /** Null for a site of a whole layer. */
  readonly head: number | null;
  /** Position (of a pattern: destination) that is replaced; null for all of them. */
  readonly position: number | null;
  /** Source position of a pattern's entries that are replaced. Null for all of them, and for sites that are not patterns. */
  readonly src: number | null;
}

/** An intervention with the entry of its site. */
export interface PlannedIntervention extends Intervention {
  readonly entry: SiteEntry;
}

/** One patched run. */
export interface Patch {
  /** In the order in which the forward pass reaches them. The run enters at the first. */
  readonly interventions: readonly [PlannedIntervention, ...PlannedIntervention[]];
  /** First position that the run carries; all positions before it equal the base run. */
  readonly start: number;
  /** Whether only position `start` differs from the base run where the run enters. Later positions change at the next attention. */
  readonly isLocal: boolean;
}

/** The patch of one cell of a sweep. */
export interface PlannedCell {
  /** Row-major index in the sweep's shape. */
  readonly cell: number;
  readonly patch: Patch;
}

export interface SweepPlan {
  readonly kind: SweepKind;
  readonly shape: readonly number[];
  /** Cells to compute, by layer; cells that are not here equal the base run. */
  readonly cells: readonly PlannedCell[];
  /** Floating point operations of all of them, for the whole batch; see flops.ts. */
  readonly flops: number;
}

/**
 * Plans one sweep: each cell is one intervention from the source run.
 *
 * @param skipping false computes every cell from position 0, so that tests can see that skipping changes nothing.
 */
export function planSweep(
  kind: SweepKind,
  architecture: Architecture,
  batch: BatchShape,
  skipping = true,
): SweepPlan {
  const { axes } = siteOfKind(kind);
  const lengths = {
    layer: architecture.layers,
    head: architecture.heads,
    position: batch.length,
    destination: batch.length,
  };
  const shape = axes.map((axis) => lengths[axis]);
  const cells: PlannedCell[] = [];
  for (let cell = 0; cell < countCells(shape); cell++) {
    const indices = unravelIndex(cell, shape);
    const find = (axis: AxisName): number | null =>
      axes.includes(axis) ? indices[axes.indexOf(axis)]! : null;
    const intervention: Intervention = {
      site: kind,
      layer: find('layer')!,
      head: find('head'),
      position: find('position') ?? find('destination'),
      src: null,
    };
    const patch = planPatch([intervention], architecture, batch, skipping);
    if (patch) cells.push({ cell, patch });
  }
  const flops = cells.reduce((sum, { patch }) => sum + countPatchFlops(patch, architecture, batch), 0);
  return { kind, shape, cells, flops };
}

/**
 * Plans one patched run.
 *
 * @param interventions in any order. Each replaces its activation by the unpatched source run's value; everything between
 *   them is recomputed.
 * @param skipping false keeps interventions that change nothing, and carries all positions.
 * @returns null when the run equals the base run.
 */
export function planPatch(
  interventions: readonly Intervention[],
  sizes: Pick<PlanSizes, 'layers'>,
  batch: BatchShape,
  skipping = true,
): Patch | null {
  const planned = interventions.map((intervention) => ({
    ...intervention,
    entry: getEntry(intervention.site),
  }));
  const [only, ...rest] = planned;
  // Sweeps plan tens of thousands of patches of one intervention.
  if (only && rest.length === 0) return planSinglePatch(only, sizes, batch, skipping);
  const [first, ...others] = planned
    .filter((intervention) => !skipping || canChangeMetric(intervention, sizes, batch))
    .toSorted(compareDepth);
  if (!first) return null;
  if (others.length === 0) return planSinglePatch(first, sizes, batch, skipping);
  const starts = [first, ...others].map(({ position }) => position ?? batch.firstDifference);
  return {
    interventions: [first, ...others],
    start: skipping ? Math.min(...starts) : 0,
    isLocal: false,
  };
}

/** Plans one patched run of one intervention, as `planPatch` does. */
export function planSinglePatch(
  intervention: PlannedIntervention,
  sizes: Pick<PlanSizes, 'layers'>,
  batch: BatchShape,
  skipping = true,
): Patch | null {
  if (!skipping) return { interventions: [intervention], start: 0, isLocal: false };
  if (!canChangeMetric(intervention, sizes, batch)) return null;
  const start = intervention.position ?? batch.firstDifference;
  return { interventions: [intervention], start, isLocal: isLocal(intervention) };
}

/** Row-major index to indices along each axis. */
function unravelIndex(index: number, shape: readonly number[]): number[] {
  const indices: number[] = [];
  let rest = index;
  for (const length of shape.toReversed()) {
    indices.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return indices;
}

/** Whether an intervention changes anything that the last position of the last layer depends on. */
function canChangeMetric(
  { layer, entry, position }: PlannedIntervention,
  { layers }: Pick<PlanSizes, 'layers'>,
  { firstDifference, length }: BatchShape,
): boolean {
  if (firstDifference >= length) return false;
  if (position === null) return true;
  if (position < firstDifference) return false;
  // In the last layer a position other than the last is read by attention or not at all.
  return entry.isReadLater || layer < layers - 1 || position === length - 1;
}

/** Whether an intervention changes one position only where it enters. */
function isLocal({ entry, position }: PlannedIntervention): boolean {
  // z of later positions depends on a key or a value; the residual stream before a block is not yet read.
  return position !== null && !(entry.point === 'heads' && entry.isReadLater);
}

/** Orders interventions as the forward pass reaches them. */
function compareDepth(a: PlannedIntervention, b: PlannedIntervention): number {
  return a.layer - b.layer || rankEntry(a.entry) - rankEntry(b.entry) || rankInHead(a) - rankInHead(b);
}

/** Rank of an entry point inside its block, 0 for the first. */
export function rankEntry({ point }: SiteEntry): number {
  return ENTRY_POINTS.indexOf(point);
}

function rankInHead({ entry }: PlannedIntervention): number {
  return entry.point === 'heads' ? entry.depth : 0;
}

/**
 * The plan of a sweep: which patches must be computed, where each enters, and what that costs.
 *
 * All savings are exact and follow from causality:
 * - A patch before the first differing token changes nothing. Neither does one that the last position cannot read.
 * - A patch whose earliest changed position is s carries positions s..T-1 only.
 * - Layers before the first patched one are not computed.
 * - In the last block only the last position is needed after the keys and values.
 */
import { canChangeResult } from '../../../domain/causality';
import { countCells, indexToCoordinates, type Grid } from '../../../domain/cell';
import { placeStep } from '../../../domain/roles';
import { ENTRY_POINTS, siteOfKind, type SweepKind } from '../../../domain/sites';
import type { RunCache } from '../forward/forward';
import type { PatchedSite } from '../interventions';
import { getEntry } from './entries/registry';
import type { SiteEntry } from './entries/site-entry';
import { countPatchFlops, type PlanSizes } from './flops';

/** Sizes of a batch of base prompts of equal length. */
export interface BatchShape {
  readonly prompts: number;
  /** Tokens of each base prompt. */
  readonly length: number;
  /** First position at which any base prompt differs from its source prompt; `length` where none does. */
  readonly firstDifference: number;
  /** Positions that no prompt of the batch has aligned with a source position; absent where prompts have equal lengths. */
  readonly unaligned?: readonly number[] | undefined;
  /** Token positions of each step of a position axis by role, in every prompt of the batch; absent for positions by index. */
  readonly roles?: readonly (readonly number[])[] | undefined;
}

/** One activation that is replaced. */
export type Intervention = PatchedSite;

/** An intervention with the entry of its site. */
export interface PlannedIntervention extends PatchedSite {
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
  /** The run that its values come from; the wave's source run when left out. */
  readonly values?: RunCache | undefined;
}

/** The patch of one cell of a sweep. */
export interface PlannedCell {
  /** Row-major index in the sweep's shape. */
  readonly cell: number;
  readonly patch: Patch;
}

/**
 * One sweep. Its patches are listed layer by layer, because a sweep over the entries of patterns has hundreds of thousands,
 * which need more memory than their results.
 */
export interface SweepPlan {
  readonly kind: SweepKind;
  readonly shape: readonly number[];
  /** Number of cells to compute. */
  readonly count: number;
  /** Positions that the patched runs of all of them carry together. */
  readonly positions: number;
  /** Floating point operations of all of them, for the whole batch; see flops.ts. */
  readonly flops: number;
  /** The cells of one layer to compute, by index; cells that are not listed equal the base run. */
  listCells(layer: number): PlannedCell[];
}

/**
 * Plans one sweep: each cell is one intervention from the source run.
 *
 * @param skipping false computes every cell from position 0, so that tests can see that skipping changes nothing.
 */
export function planSweep(
  kind: SweepKind,
  architecture: PlanSizes,
  batch: BatchShape,
  skipping = true,
): SweepPlan {
  const grid = { axes: siteOfKind(kind).axes, shape: measureSweep(kind, architecture, batch) };
  const { shape } = grid;
  // The layer is the first axis of every sweep.
  const perLayer = countCells(shape.slice(1));
  const listCells = (layer: number): PlannedCell[] => {
    const cells: PlannedCell[] = [];
    for (let cell = layer * perLayer; cell < (layer + 1) * perLayer; cell++) {
      const patch = planGridCell(kind, grid, cell, architecture, batch, skipping);
      if (patch) cells.push({ cell, patch });
    }
    return cells;
  };
  let [count, positions, flops] = [0, 0, 0];
  for (let layer = 0; layer < architecture.layers; layer++) {
    // Patches of one layer that carry the same positions cost the same.
    const flopsByStart = new Map<number, number>();
    for (const { patch } of listCells(layer)) {
      const known = flopsByStart.get(patch.start);
      const ofPatch = known ?? countPatchFlops(patch, architecture, batch);
      if (known === undefined) flopsByStart.set(patch.start, ofPatch);
      count++;
      positions += batch.length - patch.start;
      flops += ofPatch;
    }
  }
  return { kind, shape, count, positions, flops, listCells };
}

/** Lengths of the axes of a sweep: a position axis has a step for each role, or for each token. */
export function measureSweep(
  kind: SweepKind,
  { layers, heads }: Pick<PlanSizes, 'layers' | 'heads'>,
  { length, roles }: Pick<BatchShape, 'length' | 'roles'>,
): number[] {
  const steps = roles?.length ?? length;
  const lengths = { layer: layers, head: heads, position: steps, destination: steps, src: steps };
  return siteOfKind(kind).axes.map((axis) => lengths[axis]);
}

/** Plans the patch of one cell of a sweep; null when it equals the base run. @param cell row-major in the sweep's shape. */
export function planCell(
  kind: SweepKind,
  cell: number,
  sizes: Pick<PlanSizes, 'layers' | 'heads'>,
  batch: BatchShape,
  skipping = true,
): Patch | null {
  const grid = { axes: siteOfKind(kind).axes, shape: measureSweep(kind, sizes, batch) };
  return planGridCell(kind, grid, cell, sizes, batch, skipping);
}

function planGridCell(
  kind: SweepKind,
  grid: Grid,
  cell: number,
  sizes: Pick<PlanSizes, 'layers'>,
  batch: BatchShape,
  skipping: boolean,
): Patch | null {
  const { layer, head, position, src = null } = indexToCoordinates(grid, cell);
  const site = { site: kind, layer, head, position, src };
  if (batch.roles) return planPatch(placeSites([site], batch), sizes, batch, skipping);
  const intervention = { ...site, entry: getEntry(kind) };
  return planSinglePatch(intervention, sizes, batch, skipping);
}

/**
 * The sites of a batch at token positions. By role, the position of a site is the index of a role, and a role of several tokens
 * is several sites.
 */
export function placeSites(
  sites: readonly PatchedSite[],
  { roles }: Pick<BatchShape, 'roles'>,
): PatchedSite[] {
  if (!roles) return [...sites];
  return sites.flatMap((site) =>
    placeStep(site.position, roles).flatMap((position) =>
      placeStep(site.src, roles).map((src) => ({ ...site, position, src })),
    ),
  );
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

/** Whether an intervention changes anything that the last position of the last layer depends on. */
function canChangeMetric(
  intervention: PlannedIntervention,
  { layers }: Pick<PlanSizes, 'layers'>,
  { firstDifference, length, unaligned }: BatchShape,
): boolean {
  return canChangeResult(intervention.site, intervention, { layers, length, firstDifference, unaligned });
}

/** Whether an intervention changes one position only where it enters. */
function isLocal({ entry, position }: PlannedIntervention): boolean {
  // z of later positions depends on a key or a value; the residual stream before a block is not yet read.
  return position !== null && !(entry.point === 'heads' && entry.isReadLater);
}

/** Orders interventions as the forward pass reaches them. */
export function compareDepth(a: PlannedIntervention, b: PlannedIntervention): number {
  return a.layer - b.layer || rankEntry(a.entry) - rankEntry(b.entry) || rankAtPoint(a) - rankAtPoint(b);
}

/** Rank of an entry point inside its block, 0 for the first. */
export function rankEntry({ point }: SiteEntry): number {
  return ENTRY_POINTS.indexOf(point);
}

/** Order of the computation at one entry point: parts of a head by depth; an output before the stream that it is added to. */
function rankAtPoint({ entry }: PlannedIntervention): number {
  if (entry.point === 'heads') return entry.depth;
  return entry.addedTo === null ? 1 : 0;
}

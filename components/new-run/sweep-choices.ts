/** Sets of sweep kinds that are chosen together, and their number of patches. */
import { isPositionAxis } from '../../domain/cell';
import { SITES, type AxisName } from '../../domain/sites';
import { SWEEP_GROUPS } from '../../domain/sweep-groups';
import type { SweepKind } from '../generated/graphql';
import { SECTIONS } from '../sweep/kinds';

const ALL: readonly SweepKind[] = SECTIONS.flatMap(({ kinds }) => kinds);

const { BLOCK_EVERY, ATTN_HEAD_ALL_POS_EVERY } = SWEEP_GROUPS;

/** The eight kinds of the notebook. Heads by position and entries of patterns take many times as many patches. */
export const NOTEBOOK_SWEEPS: readonly SweepKind[] = [...BLOCK_EVERY.kinds, ...ATTN_HEAD_ALL_POS_EVERY.kinds];

export interface SweepChoice {
  readonly name: string;
  readonly kinds: readonly SweepKind[];
  /** Shown on hovering. */
  readonly hint?: string;
}

export const SWEEP_CHOICES: readonly SweepChoice[] = [
  { name: 'Notebook', kinds: NOTEBOOK_SWEEPS, hint: 'Blocks and heads' },
  ...Object.values(SWEEP_GROUPS).map(({ title, kinds, transformerLens }) => ({
    name: title,
    kinds,
    hint: `TransformerLens: ${transformerLens}`,
  })),
  { name: 'Everything', kinds: ALL },
];

export interface ModelSize {
  readonly layers: number;
  readonly heads: number;
}

/**
 * Patched runs that the kinds take for each pair: one for each cell of their heatmaps. Of a pattern, entries after their
 * destination are not counted: they are 0 in every run.
 */
export function countPatches(kinds: readonly SweepKind[], size: ModelSize, positions: number): number {
  return kinds.reduce((sum, kind) => {
    const axes: readonly AxisName[] = SITES[kind].axes;
    const heads = axes.includes('head') ? size.heads : 1;
    if (axes.includes('src')) return sum + size.layers * heads * ((positions * (positions + 1)) / 2);
    return sum + size.layers * heads * (axes.some(isPositionAxis) ? positions : 1);
  }, 0);
}

/** Kinds in the order of a run's page. */
export function sortKinds(kinds: readonly SweepKind[]): SweepKind[] {
  return ALL.filter((kind) => kinds.includes(kind));
}

/** Adds a kind, or leaves it out where it is chosen. */
export function toggleKind(kinds: readonly SweepKind[], kind: SweepKind): SweepKind[] {
  return kinds.includes(kind) ? kinds.filter((one) => one !== kind) : sortKinds([...kinds, kind]);
}

/** Whether two lists hold the same kinds. */
export function haveSameKinds(a: readonly SweepKind[], b: readonly SweepKind[]): boolean {
  return a.length === b.length && a.every((kind) => b.includes(kind));
}

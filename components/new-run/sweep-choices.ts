/** Sets of sweep kinds that are chosen together, and their number of patches. */
import { isByPosition, isHeadKind } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import { SECTIONS } from '../sweep/kinds';

const ALL: readonly SweepKind[] = SECTIONS.flatMap(({ kinds }) => kinds);

/** The eight kinds of the notebook. Heads by position take many times as many patches. */
export const NOTEBOOK_SWEEPS: readonly SweepKind[] = ALL.filter((kind) => !isByPosition(kind));

export interface SweepChoice {
  readonly name: string;
  readonly kinds: readonly SweepKind[];
}

export const SWEEP_CHOICES: readonly SweepChoice[] = [
  { name: 'Notebook', kinds: NOTEBOOK_SWEEPS },
  { name: 'Positions', kinds: ALL.filter((kind) => !isHeadKind(kind)) },
  { name: 'Heads', kinds: ALL.filter((kind) => isHeadKind(kind) && !isByPosition(kind)) },
  { name: 'Everything', kinds: ALL },
];

export interface ModelSize {
  readonly layers: number;
  readonly heads: number;
}

/** Patched runs that the kinds take for each pair: one for each cell of their heatmaps. */
export function countPatches(kinds: readonly SweepKind[], size: ModelSize, positions: number): number {
  const count = (kind: SweepKind): number =>
    size.layers *
    (isHeadKind(kind) ? size.heads : 1) *
    (!isHeadKind(kind) || isByPosition(kind) ? positions : 1);
  return kinds.reduce((sum, kind) => sum + count(kind), 0);
}

/** Kinds in the order of a run's page. */
export function sortKinds(kinds: readonly SweepKind[]): SweepKind[] {
  return ALL.filter((kind) => kinds.includes(kind));
}

/** Whether two lists hold the same kinds. */
export function haveSameKinds(a: readonly SweepKind[], b: readonly SweepKind[]): boolean {
  return a.length === b.length && a.every((kind) => b.includes(kind));
}

/** The cells that a finding is about: those its text refers to, then the largest of its run. */
import type { SweepKind } from '../engine/types';
import { placeKey, topCells, topHeads, type CellPlace, type SweepData } from '../runs/sweep-view';

/** What is kept with a finding, so that it can be read without its model. */
const MAX_CELLS = 16;
const TOP_CELLS = 4;
/** Sweeps by which the page ranks heads when nobody has chosen one: the first that a run has. */
const RANKED_BY: readonly SweepKind[] = ['HEAD_Z', 'HEAD_V', 'HEAD_Z_BY_POS', 'HEAD_V_BY_POS'];
/**
 * As the site reads a text: [[L9H9]] is a head, [[L9H9 p12]] a head at a position, [[L9 p12]] and [[L9]] are the residual
 * stream before a layer.
 */
const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+p(\d{1,4}))?\s*\]\]/gi;

export interface PublishedCell extends CellPlace {
  readonly kind: SweepKind;
}

/** At most MAX_CELLS cells of the run's sweeps, those referred to first, each once. */
export function publishedCells(text: string, sweeps: readonly SweepData[]): PublishedCell[] {
  const referred = [...text.matchAll(REFERENCE)].map(([, layer, head, position]): PublishedCell => {
    if (head === undefined)
      return { kind: 'RESID_PRE', layer: Number(layer), head: null, position: Number(position ?? 0) };
    const place = { layer: Number(layer), head: Number(head) };
    return position === undefined
      ? { kind: 'HEAD_Z', ...place, position: null }
      : { kind: 'HEAD_Z_BY_POS', ...place, position: Number(position) };
  });
  const largest = sweeps.flatMap((sweep) =>
    (sweep.axes.includes('head') ? topHeads(sweep, TOP_CELLS) : topCells(sweep, TOP_CELLS)).map(
      ({ layer, head, position }): PublishedCell => ({ kind: sweep.kind, layer, head, position }),
    ),
  );
  const found = new Map<string, PublishedCell>();
  for (const cell of [...referred, ...byRank(largest, sweeps.length)]) {
    const key = `${cell.kind} ${cell.layer} ${cell.head} ${cell.position}`;
    if (found.size < MAX_CELLS && isThere(cell, sweeps)) found.set(key, cell);
  }
  return [...found.values()];
}

/** Heads whose attention a finding's page shows: those of its cells, and those ranked first. */
export function publishedHeads(
  cells: readonly PublishedCell[],
  sweeps: readonly SweepData[],
): { layer: number; head: number }[] {
  const sweep = RANKED_BY.map((kind) => sweeps.find((candidate) => candidate.kind === kind)).find(Boolean);
  const shown = sweep ? distinctHeads(topHeads(sweep, Infinity)).slice(0, TOP_CELLS) : [];
  return distinctHeads([...shown, ...cells]);
}

/** Each head once, in the order in which they come first; a sweep by position has many cells of one. */
function distinctHeads(
  cells: readonly { readonly layer: number; readonly head: number | null }[],
): { layer: number; head: number }[] {
  const heads = new Map<string, { layer: number; head: number }>();
  for (const { layer, head } of cells) {
    if (head !== null) heads.set(`${layer} ${head}`, { layer, head });
  }
  return [...heads.values()];
}

/** The largest of each sweep, then the second largest of each, and so on. */
function byRank(cells: readonly PublishedCell[], sweeps: number): PublishedCell[] {
  const perSweep = cells.length / Math.max(1, sweeps);
  return cells
    .map((cell, index) => ({ cell, rank: index % perSweep }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ cell }) => cell);
}

function isThere(cell: PublishedCell, sweeps: readonly SweepData[]): boolean {
  const sweep = sweeps.find(({ kind }) => kind === cell.kind);
  return sweep?.axes.every((axis, at) => (cell[placeKey(axis)] ?? Infinity) < sweep.shape[at]!) ?? false;
}

/** The cells that a finding is about: those its text refers to, then the largest of its run. */
import type { CellAddress } from '../../domain/cell';
import { DEFAULT_HEAD_RANKING } from '../../domain/sites';
import { topCells, topHeads, type SweepData } from '../runs/results/sweep-view';
import { findCell, readReferences } from './references';

/** What is kept with a finding, so that it can be read without its model. */
const MAX_CELLS = 16;
const TOP_CELLS = 4;

/** At most MAX_CELLS cells of the run's sweeps, those referred to first, each once. */
export function publishedCells(text: string, sweeps: readonly SweepData[]): CellAddress[] {
  const largest = sweeps.map((sweep) =>
    (sweep.axes.includes('head') ? topHeads(sweep, TOP_CELLS) : topCells(sweep, TOP_CELLS)).map(
      ({ layer, head, position }): CellAddress => ({ kind: sweep.kind, layer, head, position }),
    ),
  );
  return distinctCells([...referredCells(text, sweeps), ...byRank(largest)]).slice(0, MAX_CELLS);
}

/** At most MAX_CELLS cells that a text refers to and one of the sweeps has. */
export function referredCells(
  text: string,
  sweeps: readonly Pick<SweepData, 'kind' | 'axes' | 'shape'>[],
): CellAddress[] {
  const cells = readReferences(text).flatMap((reference) => findCell(reference, sweeps) ?? []);
  return distinctCells(cells).slice(0, MAX_CELLS);
}

/** Heads whose attention a finding's page shows: those of its cells, and those ranked first. */
export function publishedHeads(
  cells: readonly CellAddress[],
  sweeps: readonly SweepData[],
): { layer: number; head: number }[] {
  const sweep = DEFAULT_HEAD_RANKING.map((kind) => sweeps.find((candidate) => candidate.kind === kind)).find(
    Boolean,
  );
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

/** Each cell once, in the order in which they come first. */
function distinctCells(cells: readonly CellAddress[]): CellAddress[] {
  const found = new Map<string, CellAddress>();
  for (const cell of cells) {
    const key = `${cell.kind} ${cell.layer} ${cell.head} ${cell.position}`;
    if (!found.has(key)) found.set(key, cell);
  }
  return [...found.values()];
}

/** The largest of each sweep, then the second largest of each, and so on; sweeps may have given different numbers. */
function byRank(cells: readonly (readonly CellAddress[])[]): CellAddress[] {
  const most = Math.max(0, ...cells.map(({ length }) => length));
  return Array.from({ length: most }, (_, rank) => cells.flatMap((ofSweep) => ofSweep[rank] ?? [])).flat();
}

/** The cells of a finding: those its text refers to, then the largest of its run. */
import type { CellAddress } from '../../domain/cell';
import { chooseHeadRanking, DEFAULT_HEAD_COUNT, distinctHeads, type Head } from '../../domain/head-ranking';
import { topCells, topHeads, type SweepData } from '../runs/results/sweep-view';
import { findCell, readReferences } from './references';

/** Cells whose predictions are stored with a finding, so that it can be read without its model. */
const MAX_CELLS = 16;
const TOP_CELLS = 4;

/** At most MAX_CELLS cells of the run's sweeps, those referred to first, each once. */
export function publishedCells(
  text: string,
  sweeps: readonly SweepData[],
  roles: readonly string[] = [],
): CellAddress[] {
  const largest = sweeps.map((sweep) =>
    (sweep.axes.includes('head') ? topHeads(sweep, TOP_CELLS) : topCells(sweep, TOP_CELLS)).map(
      ({ layer, head, position, src }): CellAddress => ({ kind: sweep.kind, layer, head, position, src }),
    ),
  );
  return distinctCells([...referredCells(text, sweeps, roles), ...interleaveByRank(largest)]).slice(
    0,
    MAX_CELLS,
  );
}

/** At most MAX_CELLS cells that a text refers to and that one of the sweeps has. */
export function referredCells(
  text: string,
  sweeps: readonly Pick<SweepData, 'kind' | 'axes' | 'shape'>[],
  roles: readonly string[] = [],
): CellAddress[] {
  const cells = readReferences(text).flatMap((reference) => findCell(reference, sweeps, roles) ?? []);
  return distinctCells(cells).slice(0, MAX_CELLS);
}

/** Heads whose attention a finding's page shows: those that a run's page ranks first, then those of the finding's cells. */
export function publishedHeads(cells: readonly CellAddress[], sweeps: readonly SweepData[]): Head[] {
  const ranking = chooseHeadRanking(sweeps.map(({ kind }) => kind));
  const sweep = sweeps.find(({ kind }) => kind === ranking);
  const ranked = sweep ? distinctHeads(topHeads(sweep, Infinity)).slice(0, DEFAULT_HEAD_COUNT) : [];
  return distinctHeads([...ranked, ...cells]);
}

/** Each cell once, in the order of first occurrence. */
function distinctCells(cells: readonly CellAddress[]): CellAddress[] {
  const found = new Map<string, CellAddress>();
  for (const cell of cells) {
    const key = `${cell.kind} ${cell.layer} ${cell.head} ${cell.position} ${cell.src ?? null}`;
    if (!found.has(key)) found.set(key, cell);
  }
  return [...found.values()];
}

/** The largest of each sweep, then the second largest of each, and so on. Sweeps may have different numbers of cells. */
function interleaveByRank(cells: readonly (readonly CellAddress[])[]): CellAddress[] {
  const most = Math.max(0, ...cells.map(({ length }) => length));
  return Array.from({ length: most }, (_, rank) =>
    cells.flatMap((sweepCells) => sweepCells[rank] ?? []),
  ).flat();
}

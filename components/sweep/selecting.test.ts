import { expect, it } from 'vitest';
import { sampleRun, sampleSweeps } from '../testing/sample-run';
import { makePlane } from './plane';
import { positionLabels } from './positions';
import { listSelected, rankCells } from './selecting';
import type { PinnedCell } from './view-state';

const cell = (head: number): PinnedCell => ({ kind: 'HEAD_Z', layer: 1, head, position: null });
const run = sampleRun();
const [residual, heads] = sampleSweeps(run);
const positions = { labels: positionLabels(run.pairs, null), folded: 0 };

it('finds the largest changes from the base run, of computed cells only', () => {
  const plane = makePlane(heads!, null, positions)!;
  // -1, 0, 1, 2.5 from a base run of 1.
  expect(rankCells(heads!, plane, { base: 1, topCount: 3 })).toEqual([
    { kind: 'HEAD_Z', layer: 0, head: 0, position: null },
    { kind: 'HEAD_Z', layer: 1, head: 1, position: null },
    { kind: 'HEAD_Z', layer: 0, head: 1, position: null },
  ]);
  // Position 0 is before the first difference.
  const layers = makePlane(residual!, null, positions)!;
  const ranked = rankCells(residual!, layers, { base: 100, topCount: 5 });
  expect(ranked.map(({ position }) => position)).toEqual([2, 1]);
});

it('leaves out the column of folded positions, which is several cells', () => {
  const plane = makePlane(residual!, null, { ...positions, folded: 2 })!;
  expect(plane.isOneCell({ row: 0, column: 0 })).toBe(false);
  expect(plane.isOneCell({ row: 0, column: 1 })).toBe(true);
});

it('finds the selected cells of a plane', () => {
  const plane = makePlane(heads!, null, positions)!;
  expect(listSelected([cell(1), { ...cell(1), kind: 'HEAD_V' }], 'HEAD_Z', plane)).toEqual([
    { row: 1, column: 1 },
  ]);
});

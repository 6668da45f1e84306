/** Cells that moved are counted once, over prompts and metrics. */
import { expect, it } from 'vitest';
import { countMovedCells } from './moved-cells';

const of = (...values: number[]) => Float32Array.from(values);
const baseline = {
  logit_diff: { clean: of(3, 100), corrupted: of(-1, 100) },
  prob: { clean: of(0.9, 0.5), corrupted: of(0.1, 0.5) },
};

it('counts a cell that moves in some prompt and metric once, and rounding not at all', () => {
  const values = {
    // [prompt, cell]: nothing, the first prompt, rounding, nothing.
    logit_diff: of(-1, 3, -1, -1, 100, 100, 100.0005, 100),
    // The first prompt again, and a cell in which nothing else moves.
    prob: of(0.1, 0.9, 0.1, 0.1, 0.5, 0.5, 0.5, 0.6),
  };
  const shape = [2, 2];
  expect(countMovedCells({ shape, values }, baseline, 'DENOISING')).toEqual({ cells: 4, movedCells: 2 });
  expect(countMovedCells({ shape, values }, baseline, 'NOISING').movedCells).toBe(3);
});

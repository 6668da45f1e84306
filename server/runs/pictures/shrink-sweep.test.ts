/** Small heatmaps of long prompts begin where the prompts differ, as on the page of a run. */
import { expect, it } from 'vitest';
import type { SweepData } from '../results/sweep-view';
import { shrinkSweep } from './shrink-sweep';

/** A sweep of two layers whose positions have no effect before `first`, and one of (layer + 1) / 2 from there. */
function makeSweep(positions: number, first: number, noise = 0): SweepData {
  const values = Float32Array.from({ length: 2 * positions }, (_, index) => {
    const [layer, position] = [Math.floor(index / positions), index % positions];
    // The base run has the logit difference 0, the source run 1.
    return position < first ? noise : (layer + 1) / 2;
  });
  return {
    kind: 'RESID_PRE',
    axes: ['layer', 'position'],
    shape: [2, positions],
    direction: 'DENOISING',
    metric: 'logit_diff',
    baselines: { clean: [1], corrupted: [0] },
    values,
    summary: null,
  } as unknown as SweepData;
}

it.each([
  [130, 122, 9],
  [130, 1, 64],
  [40, 30, 11],
  // As on the page: short prompts and short beginnings stay whole.
  [16, 10, 16],
  [40, 7, 40],
  // No effect at all.
  [40, 40, 40],
])('of %i positions that differ from position %i on has %i columns', (positions, first, columns) => {
  const { shape, values } = shrinkSweep(makeSweep(positions, first));
  expect(shape).toEqual([2, columns]);
  expect(values).toHaveLength(2 * columns);
  if (first < positions) expect([values[columns - 1], values.at(-1)]).toEqual([0.5, 1]);
});

it('keeps the beginning in one column, with what differs from 0 less than a step of the colours', () => {
  const { values } = shrinkSweep(makeSweep(130, 122, 1e-7));
  expect(values.map((value) => Math.round(value * 100) / 100)).toEqual([
    0,
    ...Array.from({ length: 8 }, () => 0.5),
    0,
    ...Array.from({ length: 8 }, () => 1),
  ]);
});

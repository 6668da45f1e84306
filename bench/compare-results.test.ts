import { expect, it } from 'vitest';
import type { SweepResult } from '../server/engine/api';
import { compareBaselines, compareCells } from './compare-results';

const pairs = [0, 1].map(() => ({ clean: [1], corrupted: [2], correct: 3, incorrect: 4 }));
/** Gaps of 2 and 8 logits. */
const baseline = { clean: [1, 4], corrupted: [-1, -4] };
const sweep: SweepResult = {
  kind: 'RESID_PRE',
  direction: 'DENOISING',
  axes: ['layer', 'position'],
  shape: [2, 3],
  values: { logit_diff: Float32Array.from([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]) },
  elapsedMs: 1,
  flops: 1,
};
const cells = [
  [0, 2],
  [1, 1],
];

it('compares each prompt at the cells that were sampled', () => {
  const equal = [
    [2, 12],
    [4, 14],
  ];
  expect(compareCells(pairs, baseline, sweep, cells, equal)).toEqual({ difference: 0, ofTolerated: 0 });
  const off = [
    [2, 12],
    [4.5, 14],
  ];
  // Tolerated: 1e-5 x the logit difference, which is larger than the gap.
  const { difference, ofTolerated } = compareCells(pairs, baseline, sweep, cells, off);
  expect(difference).toBe(0.5);
  expect(ofTolerated).toBeCloseTo(0.5 / 4.5e-5, 1);
  expect(compareCells(pairs, baseline, sweep, cells, [[2, NaN], equal[1]!]).ofTolerated).toBe(Infinity);
});

it('compares the unpatched runs of either side', () => {
  const measured = { clean: Float32Array.of(1, 4), corrupted: Float32Array.of(-1, -4.25) };
  expect(compareBaselines({ values: { logit_diff: measured }, byDirection: {} }, baseline)).toBe(0.25);
});

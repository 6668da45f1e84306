import { expect, it } from 'vitest';
import { findLargestDifference, isWithin, measureExcess, tolerateValue } from './replication';

it('tolerates logit differences as parity with TransformerLens does, and other metrics by their smallest gap', () => {
  expect(tolerateValue('logit_diff', 0.5, 0.2)).toBeCloseTo(1e-5, 12);
  expect(tolerateValue('logit_diff', -8, 2)).toBeCloseTo(8e-5, 12);
  expect(tolerateValue('logit_diff', 1, -9)).toBeCloseTo(9e-5, 12);
  expect(tolerateValue('prob', 8, 2)).toBeCloseTo(2.5e-6, 12);
  expect(tolerateValue('rank', 8, 2)).toBe(0);
});

it('finds the value that differs most in tolerances, not in size', () => {
  const tolerances = [1, 0.01, 1, 1];
  const found = findLargestDifference([5, 1, NaN, 2], [5.5, 1.02, NaN, 2], (at) => tolerances[at]!);
  expect(found).toEqual({ difference: expect.closeTo(0.02, 12), tolerance: 0.01, at: 1 });
  expect([isWithin(found!), measureExcess(found!)]).toEqual([false, expect.closeTo(2, 9)]);
  expect(findLargestDifference([], [], () => 1)).toBeNull();
});

it('finds that a number is not the same as none', () => {
  const found = findLargestDifference([1, 1], [1, NaN], () => 1)!;
  expect([found.at, isWithin(found), measureExcess(found)]).toEqual([1, false, Infinity]);
  expect(isWithin(findLargestDifference([3], [3], () => 0)!)).toBe(true);
});

import { expect, it } from 'vitest';
import { computeMargins } from './margins';

it('computes means over rows and columns without undefined cells', () => {
  const { rows, columns, largest } = computeMargins([1, -3, NaN, 2, 4, null], 2, 3);
  expect([...rows]).toEqual([-1, 3]);
  expect([...columns]).toEqual([1.5, 0.5, NaN]);
  expect(largest).toBe(3);
});

it('has a limit where all means are 0', () => {
  expect(computeMargins([0, 0], 1, 2).largest).toBe(1);
});

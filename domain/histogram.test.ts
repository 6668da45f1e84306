import { expect, it } from 'vitest';
import { countInBins, countInSameBins } from './histogram';

it('counts every value once, in bins whose bounds are multiples of the width', () => {
  const { width, bins } = countInBins([-0.07, 0, 0.02, 0.049, 0.05, 0.31]);
  expect(width).toBe(0.05);
  expect(bins.map(({ count }) => count)).toEqual([1, 0, 3, 1, 0, 0, 0, 0, 1]);
  expect(bins.find(({ count }) => count === 3)!.from).toBeCloseTo(0);
});

it('takes wider bins for values that are far apart, and one bin for one value', () => {
  const values = [-3, 0.5, 57];
  const { bins } = countInBins(values);
  expect(bins.length).toBeLessThanOrEqual(24);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  expect(countInBins([0.42]).bins).toHaveLength(1);
});

it('counts several groups in the same bins', () => {
  const { width, groups } = countInSameBins([[0.01, 0.02], [-0.06, 0.11], []]);
  expect(width).toBe(0.05);
  expect(groups.map((bins) => bins.map(({ count }) => count))).toEqual([
    [0, 0, 2, 0, 0],
    [1, 0, 0, 0, 1],
    [0, 0, 0, 0, 0],
  ]);
  expect(groups[0]!.map(({ from }) => from)).toEqual(groups[1]!.map(({ from }) => from));
  expect(countInSameBins([]).groups).toEqual([]);
});

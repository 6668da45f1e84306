import { expect, it } from 'vitest';
import { countLeftOut, describeFilter, describeLeftOut, filterPairs, findOutliers } from './pair-filter';

const NONE = { minGap: null, onlyRight: false, dropsOutliers: false };

it('finds gaps far from the quartiles', () => {
  // q1, q3 = np.percentile(g, [25, 75]) = 1.9, 2.4; limits 0.4 and 3.9
  const gaps = [2, 1.7, 2.2, 2.4, 1.9, 2.4, 9, 2, 0.55];
  expect(findOutliers(gaps)).toEqual([6]);
  expect(findOutliers([...gaps.slice(0, 8), -3])).toEqual([6, 8]);
  expect(findOutliers([0, 0, 0, 0, 0, 0, 9])).toEqual([]);
});

it('leaves out pairs with the first reason that holds', () => {
  const baselines = { clean: [3, 0.1, -1, 4, 2], corrupted: [-1, -0.1, -4, 2, -2] };
  expect(filterPairs(baselines, NONE)).toEqual({ kept: [0, 1, 2, 3, 4], leftOut: [] });
  const { kept, leftOut } = filterPairs(baselines, { minGap: 1, onlyRight: true, dropsOutliers: true });
  expect(kept).toEqual([0, 4]);
  expect(leftOut).toEqual([
    { index: 1, reason: 'GAP_TOO_SMALL' },
    { index: 2, reason: 'CLEAN_WRONG' },
    { index: 3, reason: 'CORRUPTED_RIGHT' },
  ]);
  expect(describeLeftOut(countLeftOut(leftOut))).toBe(
    '1 gap too small, 1 clean prompt answered wrong, 1 corrupted prompt answered right',
  );
});

it('leaves out pairs whose logit differences are not finite', () => {
  const baselines = { clean: [NaN, 3], corrupted: [0, 0] };
  expect(filterPairs(baselines, { ...NONE, minGap: 0 }).kept).toEqual([1]);
});

it('describes a filter', () => {
  expect(describeFilter({ minGap: 0.5, onlyRight: true, dropsOutliers: true })).toBe(
    'gap at least 0.5 logits, clean right and corrupted wrong, no outliers',
  );
});

import { expect, it } from 'vitest';
import { isFilter, NO_FILTER, readFilter, writeFilter } from './pair-filter';

it('is restored from the address, and ignores what it does not know', () => {
  const filters = [
    { minGap: 0.5, onlyRight: true, dropsOutliers: true },
    { minGap: -2, onlyRight: false, dropsOutliers: false },
    { minGap: null, onlyRight: false, dropsOutliers: true },
  ];
  for (const filter of filters) expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(readFilter('1e9 left right')).toEqual({ ...NO_FILTER, onlyRight: true });
  expect(readFilter('')).toBeNull();
  expect(isFilter(filters[0])).toBe(true);
  expect(isFilter({ minGap: '1', onlyRight: true, dropsOutliers: true })).toBe(false);
});

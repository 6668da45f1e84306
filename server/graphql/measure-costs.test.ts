import { expect, it } from 'vitest';
import type { Context } from './context';
import { readOfCellStatistics, readOfPaired, readOfStatistics, readOfSweep } from './measure-costs';
import type { SweepParent } from './parents';

/** A sweep over 4 x 3 cells of a run of 1,000 pairs in batches, of which loaders give the first 64. */
const sweep = { run: { id: 'r', pairCount: 1000 }, row: { shape: '[4,3]' } } as unknown as SweepParent;
const context = {
  loaders: { pairs: { load: async () => Array.from({ length: 64 }) } },
} as unknown as Context;

it('counts the values of all pairs where the prompts of a large run are read', async () => {
  expect(await readOfSweep(sweep, {}, context)).toEqual({ cells: 12 * 64 });
  expect(await readOfStatistics(sweep, {}, context)).toEqual({ cells: 12 * 64 });
  expect(await readOfStatistics(sweep, { normalisation: 'MEAN_OF_RATIOS' }, context)).toEqual({
    cells: 12 * 1000,
  });
  expect(await readOfPaired(sweep, {}, context)).toEqual({ cells: 2 * 12 * 1000 });
  const { cells = 0 } = await readOfCellStatistics(sweep, {}, context);
  expect(cells).toBeGreaterThan(12 * 1000);
});

it('counts the pairs of a run that was stored without their number', async () => {
  const old = { ...sweep, run: { ...sweep.run, pairCount: null } };
  expect(await readOfPaired(old, {}, context)).toEqual({ cells: 2 * 12 * 64 });
});

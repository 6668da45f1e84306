/** Growth of footprints over a run, and the flags. */
import { expect, it } from 'vitest';
import { BadFlag } from '../flags';
import { readBoundsFlags } from './flags';
import { fitSlope, footprintRows, type Sample } from './growth';

const sample = (count: number, heapMegabytes: number): Sample => ({
  count,
  footprint: {
    web: { descriptors: 40, threads: 14, megabytes: 300 },
    engine: null,
    heapMegabytes,
    externalMegabytes: 8,
    databaseMegabytes: 1,
  },
  more: { 'runs/min': 100 },
});

it('fits a line', () => {
  expect(
    fitSlope([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBeCloseTo(2);
  expect(fitSlope([[1, 1]])).toBeNaN();
});

it('states the growth after caches are filled, and a dash without an engine', () => {
  const rows = footprintRows([sample(0, 100), sample(1000, 150), sample(2000, 150), sample(5000, 150)], 1000);
  expect(rows[1]).toMatchObject({ after: '1000', 'web heap MB': '150', 'engine fds': '–', 'runs/min': 100 });
  expect(rows.at(-1)).toMatchObject({ after: 'growth per 1000', 'web heap MB': '+0.00', 'engine fds': '–' });
  const leaking = footprintRows([sample(0, 100), sample(1000, 115), sample(2000, 130)], 1000);
  expect(leaking.at(-1)).toMatchObject({ 'web heap MB': '+15.00' });
});

it('reads parts and the scale, and refuses others', () => {
  expect(readBoundsFlags([])).toMatchObject({ scale: 1, postgresql: null });
  expect(readBoundsFlags(['--part', 'runs,effects', '--scale', '0.5'])).toMatchObject({
    parts: ['runs', 'effects'],
    scale: 0.5,
  });
  for (const flags of [['--part', 'nothing'], ['--scale', '2'], ['--scale', '0'], ['--other']])
    expect(() => readBoundsFlags(flags)).toThrow(BadFlag);
});

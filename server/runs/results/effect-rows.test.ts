/** What of a sweep becomes rows that lists and search read. */
import { describe, expect, it } from 'vitest';
import { MAX_EFFECTS } from '../../../domain/limits';
import type { Direction } from '../../engine/api';
import { averageSweep, effectRows } from './effect-rows';

const baselines = (clean: number, corrupted: number) => ({
  clean: Float32Array.of(clean, clean),
  corrupted: Float32Array.of(corrupted, corrupted),
});
/** KL differs by direction, as the run that it compares with does. */
const byDirection = {
  DENOISING: {
    logit_diff: baselines(3, -1),
    rank: baselines(0, 8),
    kl_from_base: baselines(2, 0),
  },
  NOISING: {
    logit_diff: baselines(3, -1),
    rank: baselines(0, 8),
    kl_from_base: baselines(0, 4),
  },
};

/** A sweep of two prompts whose cells have the values 0, 1, 2 and so on in each metric. */
function makeSweep(direction: Direction, layers: number, heads: number) {
  const cells = Float32Array.from({ length: layers * heads }, (_, cell) => cell);
  const values = Float32Array.of(...cells, ...cells);
  return {
    kind: 'HEAD_Z',
    direction,
    axes: ['layer', 'head'],
    shape: [layers, heads],
    values: { logit_diff: values, rank: values, kl_from_base: values },
  } as const;
}

/** The rows of a sweep of a run that denoises first. */
function makeRows(direction: Direction, layers: number, heads: number) {
  const sweep = makeSweep(direction, layers, heads);
  return effectRows('run', sweep, averageSweep(sweep, { byDirection }), 'DENOISING');
}

describe('effectRows', () => {
  it('has every direction and metric, each normalised by its own gap', () => {
    const read = (direction: Direction) => makeRows(direction, 1, 4).filter(({ head }) => head === 1);
    const row = { runId: 'run', kind: 'HEAD_Z', layer: 0, head: 1, position: null, role: null, value: 1 };
    const first = { ...row, direction: 'DENOISING', isFirstDirection: true };
    expect(read('DENOISING')).toEqual([
      expect.objectContaining({ ...first, metric: 'logit_diff', recovery: 0.5 }),
      expect.objectContaining({ ...first, metric: 'rank', recovery: null }),
      expect.objectContaining({ ...first, metric: 'kl_from_base', recovery: 0.5 }),
    ]);
    const second = { ...row, direction: 'NOISING', isFirstDirection: false };
    expect(read('NOISING')).toEqual([
      expect.objectContaining({ ...second, metric: 'logit_diff', recovery: 0.5 }),
      expect.objectContaining({ ...second, metric: 'rank', recovery: null }),
      expect.objectContaining({ ...second, metric: 'kl_from_base', recovery: 0.25 }),
    ]);
  });

  it('has all cells of the first direction and the logit difference, and the largest changes of the rest', () => {
    const [layers, heads] = [15, 20];
    const rows = makeRows('DENOISING', layers, heads);
    const of = (metric: string) => rows.filter((row) => row.metric === metric);
    expect(of('logit_diff')).toHaveLength(layers * heads);
    expect(of('rank')).toHaveLength(MAX_EFFECTS);
    // The base run's rank is 8, so that cells from 100 on change it most.
    expect(Math.min(...of('rank').map(({ value }) => value))).toBe(layers * heads - MAX_EFFECTS);
    const other = makeRows('NOISING', layers, heads);
    expect(other).toHaveLength(3 * MAX_EFFECTS);
  });
});

import { describe, expect, it } from 'vitest';
import { canChangeResult, findFirstDifference, listComputed } from './causality';

const sizes = { layers: 3, length: 5, firstDifference: 2 };

describe('a patch can change the result', () => {
  it('at all positions, and at a position from the first difference on', () => {
    expect(canChangeResult('HEAD_Z', { layer: 0, position: null }, sizes)).toBe(true);
    expect(canChangeResult('RESID_PRE', { layer: 0, position: 1 }, sizes)).toBe(false);
    expect(canChangeResult('RESID_PRE', { layer: 0, position: 2 }, sizes)).toBe(true);
  });

  it('in the last layer only where the last position reads it', () => {
    for (const kind of ['RESID_PRE', 'HEAD_K_BY_POS', 'HEAD_V_BY_POS'] as const)
      expect(canChangeResult(kind, { layer: 2, position: 3 }, sizes), kind).toBe(true);
    for (const kind of ['RESID_MID', 'RESID_POST', 'ATTN_OUT', 'HEAD_Q_BY_POS', 'HEAD_Z_BY_POS'] as const) {
      expect(canChangeResult(kind, { layer: 2, position: 3 }, sizes), kind).toBe(false);
      expect(canChangeResult(kind, { layer: 2, position: 4 }, sizes), kind).toBe(true);
    }
  });

  it('in entries of patterns up to their destination', () => {
    const entry = (position: number | null, src: number | null) =>
      canChangeResult('HEAD_PATTERN_DEST_SRC', { layer: 0, position, src }, sizes);
    expect([entry(3, 0), entry(3, 3), entry(3, 4), entry(1, 0)]).toEqual([true, true, false, false]);
    // A column of all destinations.
    expect(entry(null, 4)).toBe(true);
  });

  it('nowhere for equal prompts', () => {
    const equal = { ...sizes, firstDifference: 5 };
    expect(canChangeResult('HEAD_Z', { layer: 0, position: null }, equal)).toBe(false);
  });
});

it('lists the computed cells of a sweep', () => {
  const grid = { axes: ['layer', 'position'], shape: [2, 4] } as const;
  const extent = { length: 4, firstDifference: 1 };
  expect([...listComputed('RESID_PRE', grid, extent)]).toEqual([0, 1, 1, 1, 0, 1, 1, 1]);
  expect([...listComputed('MLP_OUT', grid, extent)]).toEqual([0, 1, 1, 1, 0, 0, 0, 1]);
});

it('finds the first difference of all pairs', () => {
  const pair = (corrupted: number[]) => ({ clean: [1, 2, 3], corrupted });
  expect(findFirstDifference([pair([1, 2, 9]), pair([1, 9, 9])])).toBe(1);
  expect(findFirstDifference([pair([1, 2, 3])])).toBe(3);
  expect(findFirstDifference([])).toBe(0);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeGap, isGapTooSmall, averageOverPrompts, mean, computeRecovery } from './effect';
import { encodeFloats, decodeFloats } from '../server/runs/results/float-bytes';

const baselines = { clean: [3, 5], corrupted: [-1, 1] };

describe('recovery', () => {
  it('is 0 at the base, 1 at the source, for both directions', () => {
    const denoising = computeGap(baselines, 'DENOISING');
    expect(denoising).toEqual({ base: 0, source: 4 });
    expect([
      computeRecovery(0, denoising),
      computeRecovery(4, denoising),
      computeRecovery(2, denoising),
    ]).toEqual([0, 1, 0.5]);
    const noising = computeGap(baselines, 'NOISING');
    expect([computeRecovery(4, noising), computeRecovery(0, noising)].map(Math.abs)).toEqual([0, 1]);
  });

  it("uses a prompt's own gap when one is asked for", () => {
    expect(computeGap(baselines, 'DENOISING', 1)).toEqual({ base: 1, source: 5 });
  });

  it('is undefined where the gap is too small, or not known', () => {
    for (const gap of [
      { base: 1, source: 1.009 },
      { base: NaN, source: NaN },
    ]) {
      expect(isGapTooSmall(gap)).toBe(true);
      expect(computeRecovery(1, gap)).toBeNaN();
    }
    expect(isGapTooSmall({ base: 1, source: 1.02 })).toBe(false);
  });

  it('has a smallest gap for each metric, and none for a rank', () => {
    const gap = { base: 0.1, source: 0.103 };
    expect(isGapTooSmall(gap)).toBe(true);
    expect(isGapTooSmall(gap, 'prob')).toBe(false);
    expect(computeRecovery(0.1015, gap, 'prob')).toBeCloseTo(0.5, 10);
    expect(isGapTooSmall({ base: 900, source: 0 }, 'rank')).toBe(true);
    expect(computeRecovery(450, { base: 900, source: 0 }, 'rank')).toBeNaN();
  });

  it('normalises the mean, which is not the mean of the normalised', () => {
    const uneven = { clean: [10, 1], corrupted: [0, 0] };
    const values = Float32Array.from([5, 1]);
    const ofMean = computeRecovery(averageOverPrompts(values, 2, null)[0]!, computeGap(uneven, 'DENOISING'));
    expect(ofMean).toBeCloseTo(3 / 5.5, 12);
  });
});

describe('logitDiffs', () => {
  it('takes the mean over prompts, or one row', () => {
    const values = Float32Array.from([1, 2, 3, 5, 6, 7]);
    expect([...averageOverPrompts(values, 2, null)]).toEqual([3, 4, 5]);
    expect([...averageOverPrompts(values, 2, 1)]).toEqual([5, 6, 7]);
  });
});

describe('stored floats', () => {
  it('come back bit for bit, whatever their alignment', () => {
    fc.assert(
      fc.property(fc.float32Array(), (values) => {
        const shifted = new Uint8Array(values.length * 4 + 1);
        shifted.set(encodeFloats(values), 1);
        expect(decodeFloats(shifted.subarray(1))).toEqual(values);
      }),
    );
  });
});

it('mean of nothing is NaN', () => {
  expect(mean([])).toBeNaN();
});

import { expect, it } from 'vitest';
import { changes, decodeFloats, readGap, recoveries, valuesShown } from './effects';

const baseline = {
  clean: 3,
  corrupted: -1,
  gapTooSmall: false,
  perPrompt: [
    { clean: 2, corrupted: 0, gapTooSmall: false },
    { clean: 4, corrupted: 4, gapTooSmall: true },
  ],
};

it('decodes little-endian floats, NaN included', () => {
  const bytes = new Uint8Array(Float32Array.of(1.5, -2, NaN).buffer);
  expect([...decodeFloats(btoa(String.fromCharCode(...bytes)))]).toEqual([1.5, -2, NaN]);
});

it('normalises between base and source, by direction', () => {
  expect([...recoveries(Float32Array.of(-1, 3, 1), readGap(baseline, 'DENOISING', null))]).toEqual([
    0, 1, 0.5,
  ]);
  expect([...recoveries(Float32Array.of(3, -1), readGap(baseline, 'NOISING', null))].map(Math.abs)).toEqual([
    0, 1,
  ]);
  expect([...changes(Float32Array.of(-1, 3), readGap(baseline, 'DENOISING', null))]).toEqual([0, 4]);
});

it("takes one prompt's own gap, undefined where that is too small", () => {
  expect([...recoveries(Float32Array.of(1), readGap(baseline, 'DENOISING', 0))]).toEqual([0.5]);
  expect([...recoveries(Float32Array.of(1), readGap(baseline, 'DENOISING', 1))]).toEqual([NaN]);
});

it('shows recovery, change or the logit difference itself', () => {
  const gap = readGap(baseline, 'DENOISING', null);
  const raw = Float32Array.of(-1, 1);
  expect([...valuesShown(raw, gap, 'recovery')]).toEqual([0, 0.5]);
  expect([...valuesShown(raw, gap, 'change')]).toEqual([0, 2]);
  expect(valuesShown(raw, gap, 'raw')).toBe(raw);
});

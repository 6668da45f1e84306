import { expect, it } from 'vitest';
import { paintPixels } from './pixels';
import { pickColour, SCALES, UNDEFINED_COLOUR, type ScaleName } from './scale';

it('has the colours of every scale', () => {
  const values = [-2, -1, -0.4, 0, 0.004, 0.37, 1];
  for (const scale of Object.keys(SCALES) as ScaleName[]) {
    const pixels = paintPixels(values, 1, scale);
    values.forEach((value, cell) => {
      const expected = pickColour(Math.round(Math.max(-1, value) * 255) / 255, 1, scale);
      expect(`rgb(${[...pixels.subarray(4 * cell, 4 * cell + 3)].join(', ')})`, `${scale} ${value}`).toBe(
        expected,
      );
      expect(pixels[4 * cell + 3]).toBe(255);
    });
  }
});

it('is translucent without a value', () => {
  const pixels = paintPixels([NaN, null], 1, 'RdBu');
  expect([...pixels]).toEqual([0x99, 0x99, 0x99, 0x33, 0x99, 0x99, 0x99, 0x33]);
  expect(UNDEFINED_COLOUR).toBe('#9993');
});

it('is neutral for zero, also if all values are zero', () => {
  expect([...paintPixels([0], 0, 'RdBu')]).toEqual([...paintPixels([0], 1, 'RdBu')]);
});

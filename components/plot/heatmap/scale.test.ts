import { expect, it } from 'vitest';
import {
  pickColour,
  formatEffect,
  formatNumber,
  findLimit,
  SCALES,
  UNDEFINED_COLOUR,
  type ScaleName,
} from './scale';

const channels = (colour: string): number[] => colour.match(/\d+/g)!.map(Number);

it('is red below zero, blue above, nearly white at zero', () => {
  const [red, , blueOfRed] = channels(pickColour(-1, 1));
  const [redOfBlue, , blue] = channels(pickColour(1, 1));
  expect(red).toBeGreaterThan(blueOfRed!);
  expect(blue).toBeGreaterThan(redOfBlue!);
  for (const channel of channels(pickColour(0, 1))) expect(channel).toBeGreaterThan(235);
});

it('clamps beyond its limit and marks what is undefined', () => {
  expect(pickColour(5, 1)).toBe(pickColour(1, 1));
  expect(pickColour(null, 1)).toBe(UNDEFINED_COLOUR);
  expect(pickColour(NaN, 1)).toBe(UNDEFINED_COLOUR);
});

it('takes one limit from all facets', () => {
  expect(findLimit([[0.1, -0.7], [0.3, null], [NaN]])).toBe(0.7);
  expect(findLimit([[]])).toBe(1);
});

it('writes the sign of every value', () => {
  expect([formatEffect(0.12345), formatEffect(-2), formatEffect(null)]).toEqual([
    '+0.123',
    '−2.000',
    'undefined',
  ]);
});

it('writes zero without a sign, and one kind of minus sign', () => {
  expect([formatEffect(-0.0001), formatEffect(0), formatEffect(0.0004)]).toEqual(['0.000', '0.000', '0.000']);
  expect([formatNumber(-1.5, 2), formatNumber(-0.001, 2), formatNumber(2, 0)]).toEqual([
    '−1.50',
    '0.00',
    '2',
  ]);
});

it('is dark in the middle on dark pages, and brighter towards both ends', () => {
  const luminance = (colour: string): number => {
    const [red, green, blue] = channels(colour);
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  for (const scale of Object.keys(SCALES) as ScaleName[]) {
    for (const sign of [-1, 1]) {
      const steps = [0, 0.25, 0.5, 0.75, 1].map((value) =>
        luminance(pickColour(sign * value, 1, scale, 'dark')),
      );
      expect(steps[0]).toBeLessThan(60);
      expect(steps, `${scale} ${sign}`).toEqual(steps.toSorted((a, b) => a - b));
    }
  }
});

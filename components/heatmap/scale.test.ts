import { expect, it } from 'vitest';
import { colourOf, formatEffect, limitOf, UNDEFINED_COLOUR } from './scale';

const channels = (colour: string): number[] => colour.match(/\d+/g)!.map(Number);

it('is red below zero, blue above, nearly white at zero', () => {
  const [red, , blueOfRed] = channels(colourOf(-1, 1));
  const [redOfBlue, , blue] = channels(colourOf(1, 1));
  expect(red).toBeGreaterThan(blueOfRed!);
  expect(blue).toBeGreaterThan(redOfBlue!);
  for (const channel of channels(colourOf(0, 1))) expect(channel).toBeGreaterThan(235);
});

it('clamps beyond its limit and marks what is undefined', () => {
  expect(colourOf(5, 1)).toBe(colourOf(1, 1));
  expect(colourOf(null, 1)).toBe(UNDEFINED_COLOUR);
  expect(colourOf(NaN, 1)).toBe(UNDEFINED_COLOUR);
});

it('takes one limit from all facets', () => {
  expect(limitOf([[0.1, -0.7], [0.3, null], [NaN]])).toBe(0.7);
  expect(limitOf([[]])).toBe(1);
});

it('writes the sign of every value', () => {
  expect([formatEffect(0.12345), formatEffect(-2), formatEffect(null)]).toEqual([
    '+0.123',
    '−2.000',
    'undefined',
  ]);
});

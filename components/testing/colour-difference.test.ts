import { expect, it } from 'vitest';
import { differ, toLab, type Lab } from './colour-difference';
import { readColour, see, simulate } from './colour-vision';

/** Rows 1, 7, 17, 20 and 25 of table 1 of Sharma, Wu and Dalal. */
const PUBLISHED: readonly (readonly [Lab, Lab, number])[] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [58, 24, 15], 19.4535],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
];

it.each(PUBLISHED)('differs as published: %j and %j by %d', (a, b, difference) => {
  expect(differ(a, b)).toBeCloseTo(difference, 4);
  expect(differ(b, a)).toBeCloseTo(difference, 4);
});

it('computes CIELAB of sRGB', () => {
  expect(toLab([1, 1, 1]).map((value) => Math.round(value * 100) / 100 + 0)).toEqual([100, 0, 0]);
  const [lightness, a, b] = see(readColour('#ff0000'), 'normal');
  expect([lightness, a, b].map((value) => Math.round(value * 10) / 10)).toEqual([53.2, 80.1, 67.2]);
});

it('leaves greys grey, and makes red and green alike for the red- and green-blind', () => {
  for (const vision of ['protanopia', 'deuteranopia', 'tritanopia'] as const) {
    const [red, green, blue] = simulate([128, 128, 128], vision);
    expect(red).toBeCloseTo(green, 3);
    expect(green).toBeCloseTo(blue, 3);
  }
  const between = (vision: Parameters<typeof see>[1]): number =>
    differ(see([190, 95, 60], vision), see([125, 130, 60], vision));
  expect(between('deuteranopia')).toBeLessThan(between('normal') / 3);
});

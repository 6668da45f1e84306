import { expect, it } from 'vitest';
import { fitExponent, median } from './fit';

it('finds the exponent of a power law, whatever its factor', () => {
  const points = [1, 2, 5, 8].map((x) => [x, 3 * x ** 1.5] as const);
  expect(fitExponent(points)).toBeCloseTo(1.5, 12);
  expect(fitExponent([...points].reverse())).toBeCloseTo(1.5, 12);
});

it('takes the line that is nearest to scattered points', () => {
  // Logarithms to base 2: (0, 0), (1, 2), (2, 1); their least-squares slope is 1/2.
  const points = [
    [1, 1],
    [2, 4],
    [4, 2],
  ] as const;
  expect(fitExponent(points)).toBeCloseTo(0.5, 12);
});

it('refuses points that no power law goes through', () => {
  expect(() => fitExponent([[2, 1]])).toThrow(/No power law/);
  expect(() =>
    fitExponent([
      [1, 0],
      [2, 4],
    ]),
  ).toThrow(/No power law/);
});

it('takes the middle measurement', () => {
  expect(median([9, 1, 4])).toBe(4);
  expect(median([4, 1, 9, 2])).toBe(3);
});

import { expect, it } from 'vitest';
import { hasRoomForNumbers, shortNumber } from './short-number';

it('writes numbers in up to four characters', () => {
  expect(
    [0.004, -0.004, 0.26, -0.256, 0.994, 0.996, -1.26, 9.94, 12.4, -123.6, 1999].map((value) =>
      shortNumber(value),
    ),
  ).toEqual(['', '', '.26', '−.26', '.99', '1.0', '−1.3', '9.9', '12', '−124', '2k']);
  expect(shortNumber(NaN)).toBe('');
  expect([0.0004, 0.012, -0.0126].map((value) => shortNumber(value, 3))).toEqual(['', '.012', '−.013']);
  expect([0, 3, -3, 12, 1999].map((value) => shortNumber(value, 0))).toEqual(['', '3', '−3', '12', '2k']);
});

it('needs room', () => {
  expect(hasRoomForNumbers(24, 24)).toBe(true);
  expect(hasRoomForNumbers(18, 24)).toBe(false);
  expect(hasRoomForNumbers(24, 9)).toBe(false);
});

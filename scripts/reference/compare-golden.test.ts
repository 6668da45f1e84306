import { expect, it } from 'vitest';
import { describeLargestDifference } from './compare-golden';

const encode = (...values: number[]): string =>
  Buffer.from(Float32Array.from(values).buffer).toString('base64');
const golden = (values: string, extra: object = {}) => ({
  case: 'odd',
  sets: [{ values, ids: [3, 4] }],
  ...extra,
});

it('takes rounding for equal, and says how large it is', () => {
  expect(describeLargestDifference(golden(encode(1, 200)), golden(encode(1, 200)))).toBe(
    '4 numbers, largest difference 0.0e+0',
  );
  expect(describeLargestDifference(golden(encode(1, 200)), golden(encode(1.00005, 200)))).toBe(
    '4 numbers, largest difference 5.0e-5',
  );
});

it.each([
  ['another number', golden(encode(1, 2)), golden(encode(1, 2.001)), /sets\.0\.values\[1\]: 2 is stored/],
  ['NaN', golden(encode(1, 2)), golden(encode(1, NaN)), /NaN was computed/],
  [
    'another id',
    golden(encode(1)),
    { ...golden(encode(1)), sets: [{ values: encode(1), ids: [3, 5] }] },
    /ids\.1/,
  ],
  ['another length', golden(encode(1, 2)), golden(encode(1)), /2 numbers are stored, 1 were computed/],
  ['a missing key', golden(encode(1), { seed: 7 }), golden(encode(1)), /has the keys/],
  ['another name', golden(encode(1)), { ...golden(encode(1)), case: 'even' }, /\.case/],
])('refuses %s', (_name, stored, computed, message) => {
  expect(() => describeLargestDifference(stored, computed)).toThrow(message);
});

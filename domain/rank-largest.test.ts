import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankLargest } from './rank-largest';

it('gives what a stable sort gives', () => {
  fc.assert(
    fc.property(
      // Few different numbers, so that many are equal.
      fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { maxLength: 80 }),
      fc.nat(90),
      (weights, count) => {
        const sorted = weights
          .map((weight, index) => ({ weight, index }))
          .toSorted((a, b) => (a.weight === b.weight ? 0 : b.weight > a.weight ? 1 : -1));
        expect(rankLargest(weights, count)).toEqual(sorted.slice(0, count).map(({ index }) => index));
      },
    ),
    { seed: 20_261_126, numRuns: 300 },
  );
});

it('puts NaN last', () => {
  expect(rankLargest([NaN, 1, NaN, 2], 4)).toEqual([3, 1, 0, 2]);
  expect(rankLargest([NaN, 1, NaN, 2, 0, 0, 0, 0, 0, 0], 1)).toEqual([3]);
  expect(rankLargest([1, 2, 3], Infinity)).toEqual([2, 1, 0]);
});

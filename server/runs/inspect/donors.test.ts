import { expect, it } from 'vitest';
import fc from 'fast-check';
import { chooseDonors } from './donors';

it('is a permutation without fixed points, and the same for the same seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 64 }), fc.integer(), (count, seed) => {
      const donors = chooseDonors(count, seed);
      expect(donors.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      donors.forEach((donor, index) => expect(donor).not.toBe(index));
      expect(chooseDonors(count, seed)).toEqual(donors);
    }),
  );
});

it('differs between seeds', () => {
  const found = new Set(Array.from({ length: 50 }, (_, seed) => chooseDonors(8, seed).join()));
  expect(found.size).toBeGreaterThan(40);
});

import { expect, it } from 'vitest';
import fc from 'fast-check';
import { chooseDonors } from './donors';

const ofOneLength = (count: number): number[] => Array.from({ length: count }, () => 5);

it('is a permutation without fixed points, and the same for the same seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 64 }), fc.integer(), (count, seed) => {
      const donors = chooseDonors(ofOneLength(count), seed);
      expect(donors.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      donors.forEach((donor, index) => expect(donor).not.toBe(index));
      expect(chooseDonors(ofOneLength(count), seed)).toEqual(donors);
    }),
  );
});

it('differs between seeds', () => {
  const found = new Set(Array.from({ length: 50 }, (_, seed) => chooseDonors(ofOneLength(8), seed).join()));
  expect(found.size).toBeGreaterThan(40);
});

it('has the number of tokens of the pair, or there is none', () => {
  const lengths = [5, 7, 5, 7, 5, 7, 7];
  for (let seed = 0; seed < 20; seed++) {
    const donors = chooseDonors(lengths, seed);
    expect(donors.toSorted((a, b) => a - b)).toEqual([...lengths.keys()]);
    donors.forEach((donor, index) => {
      expect(donor).not.toBe(index);
      expect(lengths[donor]).toBe(lengths[index]);
    });
  }
  expect(() => chooseDonors([5, 5, 9], 0)).toThrow(/Pair 2 is the only one of 9 tokens/);
});

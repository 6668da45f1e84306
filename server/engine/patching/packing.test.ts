import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupAdjacent, packEvenly, packInOrder } from './packing';

const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 });
const capacity = fc.integer({ min: 1, max: 50 });
const same = (size: number): number => size;
const sum = (part: readonly number[]): number => part.reduce((total, size) => total + size, 0);

it.each([
  ['packInOrder', packInOrder<number>],
  ['packEvenly', packEvenly<number>],
] as const)('%s keeps all members in order, and no part of several exceeds the capacity', (_name, pack) => {
  fc.assert(
    fc.property(sizes, capacity, (members, most) => {
      const parts = pack(members, most, same);
      expect(parts.flat()).toEqual(members);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        if (part.length > 1) expect(sum(part)).toBeLessThanOrEqual(most);
      }
    }),
    { seed: 20261125 },
  );
});

it('fills parts as far as possible in order', () => {
  expect(packInOrder([3, 3, 3, 9, 1, 12, 1], 9, same)).toEqual([[3, 3, 3], [9], [1], [12], [1]]);
});

it('makes parts of about equal size', () => {
  expect(packEvenly([1, 1, 1, 1, 1, 1], 4, same)).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(packEvenly([4, 4, 4], 4, same)).toEqual([[4], [4], [4]]);
  expect(packEvenly([], 4, same)).toEqual([]);
});

it('groups adjacent members only', () => {
  expect(groupAdjacent([2, 2, 3, 2], same)).toEqual([[2, 2], [3], [2]]);
  expect(groupAdjacent([], same)).toEqual([]);
});

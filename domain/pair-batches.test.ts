/** Batches of pairs: each pair once, none too large, of one shape where possible. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPairs } from './pair-batches';

/** A pair of so many tokens whose prompts differ first at `difference`. */
function makePair(length: number, difference: number) {
  const clean = Array.from({ length }, () => 0);
  return { clean, corrupted: clean.map((token, at) => (at === difference ? 1 : token)) };
}

const shapes = fc.array(fc.tuple(fc.integer({ min: 4, max: 7 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 200,
});

describe('splitPairs', () => {
  it('puts each pair into one batch of at most the size, in as few batches as there can be', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 20 }), (wanted, size) => {
        const batches = splitPairs({ pairs: wanted.map(([length, at]) => makePair(length, at)) }, size);
        expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...wanted.keys()]);
        expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(size);
        expect(batches).toHaveLength(Math.ceil(wanted.length / size));
        for (const batch of batches) expect(batch).toEqual(batch.toSorted((a, b) => a - b));
        for (const batch of batches.slice(0, -1)) expect(batch).toHaveLength(size);
        const firsts = batches.filter(({ length }) => length === size).map(([first]) => first!);
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }),
      { seed: 14, numRuns: 200 },
    );
  });

  it('keeps the pairs of a small run in one batch and in their order', () => {
    const pairs = [makePair(5, 1), makePair(4, 2), makePair(5, 1)];
    expect(splitPairs({ pairs })).toEqual([[0, 1, 2]]);
  });

  it('keeps pairs of one length and one first difference together', () => {
    // Four shapes in turn, 64 pairs of each: every full batch has one shape.
    const kinds = [makePair(5, 1), makePair(5, 2), makePair(6, 1), makePair(6, 2)];
    const pairs = Array.from({ length: 256 }, (_, index) => kinds[index % 4]!);
    const batches = splitPairs({ pairs });
    expect(batches.map((batch) => new Set(batch.map((index) => index % 4)).size)).toEqual([1, 1, 1, 1]);
    expect(batches.map(([first]) => first)).toEqual([0, 1, 2, 3]);
  });

  it('keeps pairs with roles at the same positions together', () => {
    const pairs = Array.from({ length: 128 }, () => makePair(5, 1));
    const positions = pairs.map((_, index) => [[index % 2], [4]]);
    const batches = splitPairs({ pairs, roles: { names: ['S', 'END'], positions } });
    expect(batches.map((batch) => new Set(batch.map((index) => index % 2)).size)).toEqual([1, 1]);
  });
});

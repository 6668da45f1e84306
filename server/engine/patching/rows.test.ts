/** Rows become the input of one call in place where they are adjacent, else by way of a copy. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copyPositions,
  joinNeighbours,
  readJoined,
  replaceFirstPosition,
  splitRows,
  updateJoined,
} from './rows';
import { WorkBuffer } from './workspace';

const count = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => index);

describe('adjacent arrays', () => {
  it('are joined in the same memory', () => {
    const all = count(6);
    const [joined, ...rest] = joinNeighbours([all.subarray(0, 2), all.subarray(2, 3), all.subarray(3)]);
    expect(rest).toEqual([]);
    expect(joined!.buffer).toBe(all.buffer);
    expect([...joined!]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('are not joined in another order, with a gap, or from other memory', () => {
    const all = count(6);
    const other = count(2);
    const apart = [all.subarray(2, 4), all.subarray(0, 2), all.subarray(3, 5), other];
    expect(joinNeighbours(apart)).toEqual(apart);
  });

  it('are changed in place, without the work buffer', async () => {
    const all = count(4);
    const buffer = new WorkBuffer('rows');
    await buffer.lend(1, async () => {
      await updateJoined([all.subarray(0, 2), all.subarray(2)], buffer, async (rows) => {
        expect(rows.buffer).toBe(all.buffer);
        rows.fill(9);
      });
    });
    expect([...all]).toEqual([9, 9, 9, 9]);
  });
});

/** Slices of one array without overlap, in any order, some of them adjacent. */
const slices = fc
  .record({
    cuts: fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 2, maxLength: 9 }),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ cuts, order }) => {
    const bounds = cuts.toSorted((a, b) => a - b);
    const ranges = bounds
      .slice(1)
      .map((end, index) => ({ begin: bounds[index]!, end, rank: order.next().value! }));
    return ranges.toSorted((a, b) => a.rank - b.rank).slice(0, Math.max(1, ranges.length - 1));
  });

it('every array gets its own numbers back, wherever it is', async () => {
  await fc.assert(
    fc.asyncProperty(slices, async (ranges) => {
      const all = count(24);
      const expected = count(24);
      for (const { begin, end } of ranges) for (let i = begin; i < end; i++) expected[i] = 100 + i;
      const arrays = ranges.map(({ begin, end }) => all.subarray(begin, end));
      await updateJoined(arrays, new WorkBuffer('rows'), async (rows) => {
        expect([...rows]).toEqual(arrays.flatMap((array) => [...array]));
        for (let i = 0; i < rows.length; i++) rows[i]! += 100;
      });
      expect(all).toEqual(expected);
    }),
    { seed: 20261125 },
  );
});

it('what is written into a copy that is only read does not come back', async () => {
  const all = count(4);
  await readJoined([all.subarray(2), all.subarray(0, 2)], new WorkBuffer('rows'), async (rows) => {
    expect([...rows]).toEqual([2, 3, 0, 1]);
    rows.fill(9);
  });
  expect([...all]).toEqual([0, 1, 2, 3]);
});

it('splits rows into parts of the same memory, none larger than the limit', () => {
  const all = count(14);
  const parts = splitRows([all.subarray(0, 10), all.subarray(10)], 2, 2);
  expect(parts.map((part) => part.length / 2)).toEqual([2, 2, 1, 2]);
  expect(parts.flatMap((part) => [...part])).toEqual([...all]);
  for (const part of parts) expect(part.buffer).toBe(all.buffer);
});

it('copies positions of each prompt', () => {
  // [2 prompts, 3 positions, width 2]
  const values = count(12);
  const into = new Float32Array(8);
  copyPositions(values, 2, 1, into, 2);
  expect([...into]).toEqual([2, 3, 4, 5, 8, 9, 10, 11]);
  replaceFirstPosition(into, Float32Array.of(-1, -2, -3, -4), 2);
  expect([...into]).toEqual([-1, -2, 4, 5, -3, -4, 10, 11]);
});

import { expect, it } from 'vitest';
import { MAX_ENTRIES, pickEntries } from './pick-entries';

it('picks all computed cells of a small sweep', () => {
  expect(pickEntries(Float32Array.of(1, 2, 3, 4), Uint8Array.of(0, 1, 0, 1), 1)).toEqual([1, 3]);
});

it('picks the largest changes of a large sweep, and others that are spread over it', () => {
  const values = Float32Array.from({ length: 10_000 }, (_, cell) => (cell < 100 ? 5 - cell : 5));
  const computed = new Uint8Array(10_000).fill(1, 0, 9000);
  const cells = pickEntries(values, computed, 5);
  expect(cells.length).toBeGreaterThan(MAX_ENTRIES / 2);
  expect(cells.length).toBeLessThanOrEqual(MAX_ENTRIES);
  expect(cells).toEqual([...new Set(cells)].toSorted((a, b) => a - b));
  // The hundred cells that change most, and none that was not computed.
  expect(cells.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, cell) => cell));
  expect(cells.at(-1)).toBeGreaterThan(8900);
  expect(cells.at(-1)).toBeLessThan(9000);
});

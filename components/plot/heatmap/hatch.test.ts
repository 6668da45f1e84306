import { expect, it } from 'vitest';
import { hasHatched, hatchPath, unclearPath } from './hatch';

const GEOMETRY = { left: 100, top: 10, cellWidth: 20, cellHeight: 8 };

it('draws one line through each diagonal of skipped cells', () => {
  // The first two of three columns, in three rows.
  const skipped = Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 1, 0);
  expect(hatchPath(skipped, 3, GEOMETRY).split('M').slice(1)).toEqual([
    '100 18l20 -8',
    '100 26l40 -16',
    '100 34l40 -16',
    '120 34l20 -8',
  ]);
});

it('draws falling lines through cells that are not distinguishable from 0 and were computed', () => {
  const unclear = Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 1, 0);
  const skipped = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0);
  expect(unclearPath(unclear, skipped, 3, GEOMETRY).split('M').slice(1)).toEqual([
    '100 10l40 16',
    '120 10l20 8',
    '100 26l20 8',
    '120 26l20 8',
  ]);
});

it('draws nothing where all cells were computed', () => {
  expect(hatchPath(new Uint8Array(6), 3, GEOMETRY)).toBe('');
  expect(hasHatched(new Uint8Array(6))).toBe(false);
  expect(hasHatched(Uint8Array.of(0, 1))).toBe(true);
  expect(hasHatched(undefined)).toBe(false);
});

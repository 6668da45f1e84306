import { expect, it } from 'vitest';
import { hasSkipped, hatchPath } from './hatch';

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

it('draws nothing where all cells were computed', () => {
  expect(hatchPath(new Uint8Array(6), 3, GEOMETRY)).toBe('');
  expect(hasSkipped(new Uint8Array(6))).toBe(false);
  expect(hasSkipped(Uint8Array.of(0, 1))).toBe(true);
  expect(hasSkipped(undefined)).toBe(false);
});

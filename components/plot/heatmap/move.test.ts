import { expect, it } from 'vitest';
import { moveBy } from './move';

it('moves with the arrows and stops at the edges', () => {
  expect(moveBy('ArrowDown', { row: 0, column: 0 }, 2, 3)).toEqual({ row: 1, column: 0 });
  expect(moveBy('ArrowDown', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 0 });
  expect(moveBy('ArrowLeft', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 0 });
  expect(moveBy('End', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 2 });
  expect(moveBy('a', { row: 1, column: 0 }, 2, 3)).toBeNull();
});

it('moves by pages: by a layer if a layer has several rows', () => {
  expect(moveBy('PageDown', { row: 1, column: 2 }, 12, 3)).toEqual({ row: 5, column: 2 });
  expect(moveBy('PageUp', { row: 1, column: 2 }, 12, 3)).toEqual({ row: 0, column: 2 });
  expect(moveBy('PageDown', { row: 1, column: 0 }, 48, 3, 12)).toEqual({ row: 13, column: 0 });
});

import { expect, it } from 'vitest';
import { moveBy } from './move';

it('moves with the arrows and stops at the edges', () => {
  expect(moveBy('ArrowDown', { row: 0, column: 0 }, 2, 3)).toEqual({ row: 1, column: 0 });
  expect(moveBy('ArrowDown', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 0 });
  expect(moveBy('ArrowLeft', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 0 });
  expect(moveBy('End', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 2 });
  expect(moveBy('a', { row: 1, column: 0 }, 2, 3)).toBeNull();
});

import { expect, it } from 'vitest';
import { addAll, toggleAll } from './toggle-all';

it('adds members, and removes them when all of them are in the list', () => {
  expect(toggleAll([0], [1, 0], String)).toEqual([0, 1]);
  expect(toggleAll([0, 1, 2], [1, 0], String)).toEqual([2]);
  expect(toggleAll([0], [], String)).toEqual([0]);
  expect(addAll([0], [0, 1], String)).toEqual([0, 1]);
});

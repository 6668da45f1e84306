import { expect, it } from 'vitest';
import { findVisible } from './visible-tokens';

/** 1,000 tokens, 10 in each line of 22 pixels. */
const places = { tops: Array.from({ length: 1000 }, (_, at) => 22 * Math.floor(at / 10)), height: 22 };

it('finds the tokens in view with some lines before and after them', () => {
  const { first, end } = findVisible(places, { top: 1100, height: 200 });
  expect(first).toBeLessThanOrEqual(500);
  expect(first).toBeGreaterThan(400);
  expect(end).toBeGreaterThan(590);
  expect(end).toBeLessThan(700);
  expect([first % 10, end % 10]).toEqual([0, 0]);
});

it('finds all tokens where they have no places', () => {
  const tops = Array.from({ length: 5 }, () => 0);
  expect(findVisible({ tops, height: 0 }, { top: 0, height: 0 })).toEqual({ first: 0, end: 5 });
});

import { expect, it } from 'vitest';
import { selectPairs } from './select-pairs';

const pairs = Array.from({ length: 10 }, (_, index) => ({
  clean: String(index),
  corrupted: '',
  correct: '',
  incorrect: '',
}));
const take = (...rest: Parameters<typeof selectPairs> extends [unknown, ...infer R] ? R : never): string =>
  selectPairs(pairs, ...rest)
    .map(({ clean }) => clean)
    .join('');

it('takes the first pairs, evenly spaced pairs or a range, never more than the limit', () => {
  expect(take(4, { by: 'first' })).toBe('0123');
  expect(take(4, { by: 'spread' })).toBe('0257');
  expect(take(4, { by: 'range', from: 3 })).toBe('2345');
  expect(take(4, { by: 'range', from: 99 })).toBe('6789');
  expect(take(4, { by: 'range', from: -1 })).toBe('0123');
  expect(take(12, { by: 'spread' })).toBe('0123456789');
  expect(take(0, { by: 'first' })).toBe('');
});

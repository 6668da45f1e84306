import { expect, it } from 'vitest';
import { alignTokens } from './align';
import { commonPrefix } from './fold-columns';

const tokens = (ids: readonly number[]) => ids.map((id) => ({ id, text: String(id) }));
const measurePrefix = (a: readonly number[], b: readonly number[]): number =>
  commonPrefix(alignTokens(tokens(a), tokens(b)), tokens(a), tokens(b));
const count = (length: number): number[] => Array.from({ length }, (_, id) => id);

it('counts the columns before the first difference of long prompts', () => {
  expect(measurePrefix([...count(20), 100, 1, 2, 3, 4], [...count(20), 101, 1, 2, 3, 4])).toBe(20);
});

it('counts those before a missing token too', () => {
  expect(measurePrefix([...count(30), 100, 40], [...count(30), 40])).toBe(30);
});

it('does not fold short prompts, short prefixes and equal prompts', () => {
  expect(measurePrefix([...count(12), 100], [...count(12), 101])).toBe(0);
  expect(measurePrefix([0, 1, 100, ...count(30)], [0, 1, 101, ...count(30)])).toBe(0);
  expect(measurePrefix(count(40), count(40))).toBe(0);
});

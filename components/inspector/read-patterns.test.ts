import { expect, it } from 'vitest';
import type { HeadPatternsQuery } from '../generated/graphql';
import { encodePattern } from '../testing/encode-pattern';
import { readPatterns } from './read-patterns';

/** The patterns of a run whose clean prompts attend to the first token with this probability, and whose corrupted ones do not. */
function answer(size: number, probability: number): HeadPatternsQuery {
  const tokens = Array.from({ length: size }, (_, id) => ({ __typename: 'Token' as const, id, text: ' w' }));
  const pattern = (value: number) => ({
    __typename: 'AttentionPattern' as const,
    tokens,
    data: encodePattern(
      Array.from({ length: size }, () => Array.from({ length: size }, (__, src) => (src === 0 ? value : 0))),
    ),
  });
  return {
    run: { __typename: 'Run', id: 'k', clean: pattern(probability), corrupted: pattern(0) },
  } as HeadPatternsQuery;
}

it('finds the largest difference, and has a least limit', () => {
  expect(readPatterns(answer(3, 0.25))!.differenceLimit).toBeCloseTo(0.25);
  expect(readPatterns(answer(3, 0))!.differenceLimit).toBe(0.05);
});

it('reads patterns of 1,000 tokens', () => {
  const patterns = readPatterns(answer(1000, 0.5))!;
  expect(patterns.difference).toHaveLength(1_000_000);
  expect(patterns.differenceLimit).toBe(0.5);
});

it('has nothing before the data has arrived', () => {
  expect(readPatterns(undefined)).toBeNull();
});

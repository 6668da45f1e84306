/** The attention patterns of a head as they are drawn. */
import type { HeadPatternsQuery, PatternWeighting } from '../generated/graphql';
import { patternLimit, unpackPattern } from '../plot/attention/pattern-layout';
import { findLimit } from '../plot/heatmap/scale';
import { decodeFloats } from '../sweep/effects';

/** Smaller differences do not get the strongest colour; in long prompts, smaller than this many times the mean of a row. */
const LEAST_DIFFERENCE = 0.05;
const LEAST_MEANS = 2;

/** The largest |value|; 0 for none. Patterns of long prompts have more values than a call can have arguments. */
function findLargest(values: Float32Array | null): number {
  let largest = 0;
  for (const value of values ?? []) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}

/**
 * Computes the patterns that are drawn; null before the data has arrived. Prompts with different numbers of tokens have no
 * difference.
 */
export function readPatterns(
  data: HeadPatternsQuery | undefined | null,
  weighting: PatternWeighting = 'NONE',
) {
  const { clean, corrupted } = data?.run ?? {};
  if (!clean || !corrupted) return null;
  const size = clean.tokens.length;
  const first = unpackPattern(decodeFloats(clean.data), size);
  const second = unpackPattern(decodeFloats(corrupted.data), corrupted.tokens.length);
  const isEqual = corrupted.tokens.length === size;
  const difference = isEqual ? first.map((value, cell) => value - second[cell]!) : null;
  return {
    tokens: clean.tokens,
    corruptedTokens: corrupted.tokens,
    clean: first,
    corrupted: second,
    difference,
    limit:
      weighting === 'NONE'
        ? Math.max(patternLimit([first], size), patternLimit([second], corrupted.tokens.length))
        : findLimit([first, second]),
    differenceLimit: Math.max(Math.min(LEAST_DIFFERENCE, LEAST_MEANS / size), findLargest(difference)),
  };
}

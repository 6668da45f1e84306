/** Selection of pairs from a list that is too long for a run. */
import type { PlainPair } from './draft';

export type PairSelection =
  | { readonly by: 'first' }
  /** At equal distances over the whole list, the first one included. */
  | { readonly by: 'spread' }
  /** Consecutive pairs from a pair on, counted from 1. */
  | { readonly by: 'range'; readonly from: number };

/** Takes at most `limit` pairs of a list. */
export function selectPairs<T extends PlainPair>(
  pairs: readonly T[],
  limit: number,
  selection: PairSelection,
): readonly T[] {
  if (pairs.length <= limit) return pairs;
  switch (selection.by) {
    case 'first':
      return pairs.slice(0, limit);
    case 'spread':
      return Array.from({ length: limit }, (_, index) => pairs[Math.floor((index * pairs.length) / limit)]!);
    case 'range': {
      const last = pairs.length - limit;
      const start = Math.min(Math.max(Math.trunc(selection.from) - 1, 0), last);
      return pairs.slice(start, start + limit);
    }
  }
}

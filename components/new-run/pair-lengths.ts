/** Choice of the pairs of one length: a run takes no others. */
interface Measured {
  /** Tokens of each prompt, without BOS. */
  readonly tokens: number;
}

export interface LengthCount {
  readonly tokens: number;
  readonly count: number;
}

/** The lengths of pairs with their counts, the most frequent first. */
export function listLengths(pairs: readonly Measured[]): readonly LengthCount[] {
  const counts = new Map<number, number>();
  for (const { tokens } of pairs) counts.set(tokens, (counts.get(tokens) ?? 0) + 1);
  return [...counts]
    .map(([tokens, count]) => ({ tokens, count }))
    .toSorted((a, b) => b.count - a.count || a.tokens - b.tokens);
}

/**
 * The pairs of a length.
 *
 * @param length null, or a length that no pair has, for the most frequent one.
 */
export function choosePairs<T extends Measured>(
  pairs: readonly T[],
  length: number | 'all' | null,
): { readonly pairs: readonly T[]; readonly length: number | 'all' } {
  const lengths = listLengths(pairs);
  if (length === 'all' || lengths.length < 2) return { pairs, length: 'all' };
  const found = lengths.find(({ tokens }) => tokens === length) ?? lengths[0]!;
  return { pairs: pairs.filter(({ tokens }) => tokens === found.tokens), length: found.tokens };
}

/** Choice of the pairs of one length: a run takes no others. */
interface Measured {
  /** Tokens of the clean prompt. */
  readonly tokens: number;
  /** Tokens of the corrupted prompt; as many when left out. */
  readonly corruptedTokens?: number;
}

export interface LengthCount {
  readonly tokens: number;
  readonly count: number;
}

/** The lengths of pairs whose prompts have one number of tokens, with their counts, the most frequent first. */
export function listLengths(pairs: readonly Measured[]): readonly LengthCount[] {
  const counts = new Map<number, number>();
  for (const { tokens } of pairs.filter(isEqual)) counts.set(tokens, (counts.get(tokens) ?? 0) + 1);
  return [...counts]
    .map(([tokens, count]) => ({ tokens, count }))
    .toSorted((a, b) => b.count - a.count || a.tokens - b.tokens);
}

/** Whether there is a choice of lengths: several, or one beside pairs whose prompts have different numbers of tokens. */
export function isMixed(pairs: readonly Measured[]): boolean {
  const { length } = listLengths(pairs);
  return length > 1 || (length === 1 && !pairs.every(isEqual));
}

function isEqual({ tokens, corruptedTokens = tokens }: Measured): boolean {
  return tokens === corruptedTokens;
}

/**
 * The pairs of a length, or all of them where there is no choice.
 *
 * @param length null, or a length that no pair has, for the most frequent one.
 */
export function choosePairs<T extends Measured>(
  pairs: readonly T[],
  length: number | 'all' | null,
): { readonly pairs: readonly T[]; readonly length: number | 'all' } {
  const lengths = listLengths(pairs);
  if (length === 'all' || !isMixed(pairs)) return { pairs, length: 'all' };
  const found = lengths.find(({ tokens }) => tokens === length) ?? lengths[0]!;
  return {
    pairs: pairs.filter((pair) => isEqual(pair) && pair.tokens === found.tokens),
    length: found.tokens,
  };
}

/** Pairs as the base run of a direction sees them, for labels of positions. */
import type { Direction } from '../generated/graphql';
import type { TokenizedPair } from './positions';

/**
 * The pairs with the prompt that is patched as the first of the two. Only pairs whose prompts have different numbers of tokens
 * change: in others a position is the same place in both prompts, and labels show the clean token.
 */
export function orientPairs(pairs: readonly TokenizedPair[], direction: Direction): readonly TokenizedPair[] {
  if (direction === 'NOISING' || !pairs.some(({ alignment }) => alignment)) return pairs;
  return pairs.map((pair) => (pair.alignment ? swapSides(pair) : pair));
}

function swapSides({ cleanTokens, corruptedTokens, alignment, roles }: TokenizedPair): TokenizedPair {
  const swapped = (alignment ?? []).map(({ clean, corrupted }) => ({ clean: corrupted, corrupted: clean }));
  const partners = new Map(swapped.map((at) => [at.clean, at.corrupted]));
  return {
    cleanTokens: corruptedTokens,
    corruptedTokens: cleanTokens,
    differingPositions: corruptedTokens.flatMap((token, at) =>
      cleanTokens[partners.get(at) ?? -1]?.id === token.id ? [] : [at],
    ),
    alignment: swapped,
    roles: roles?.map(({ name, cleanPositions, corruptedPositions = cleanPositions }) => ({
      name,
      cleanPositions: corruptedPositions,
      corruptedPositions: cleanPositions,
    })),
  };
}

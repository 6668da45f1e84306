/** What the positions of a run's sweeps are called, and how long prompts are folded. */
import type { ColumnLabel } from '../plot/heatmap/geometry';
import { isWorthFolding } from '../tokens/fold-columns';
import { visibleText, type TokenLike } from '../tokens/token-text';

/** A prompt pair as far as its tokens go. */
export interface TokenizedPair {
  readonly cleanTokens: readonly TokenLike[];
  readonly corruptedTokens: readonly TokenLike[];
  readonly differingPositions: readonly number[];
}

/** Labels of positions are cut to this many characters. */
const LONGEST_LABEL = 12;

/**
 * A label for each position: the clean token of the prompt shown and its index, marked where clean and corrupted prompts
 * differ. With the mean over several prompts the first one's tokens stand for all, with an ellipsis where others have
 * another token there.
 *
 * @param prompt index of the prompt; null for the mean.
 */
export function positionLabels(pairs: readonly TokenizedPair[], prompt: number | null): ColumnLabel[] {
  const shown = pairs[prompt ?? 0];
  if (!shown) return [];
  const considered = prompt === null ? pairs : [shown];
  const differing = new Set(considered.flatMap(({ differingPositions }) => differingPositions));
  return shown.cleanTokens.map((token, at) => {
    const varies = considered.some(({ cleanTokens }) => cleanTokens[at]?.id !== token.id);
    const isMarked = differing.has(at);
    const written = visibleText(token.text);
    const corrupted = shown.corruptedTokens[at];
    const hints = [
      isMarked
        ? corrupted && corrupted.id !== token.id
          ? `Clean and corrupted differ here: ${written} and ${visibleText(corrupted.text)}.`
          : 'Clean and corrupted differ here in some prompts.'
        : '',
      varies ? `Tokens of prompt 1 of ${pairs.length}; other prompts have other tokens here.` : '',
    ];
    const hint = hints.filter((line) => line !== '').join(' ');
    return {
      text: `${shorten(written)}${varies ? '…' : ''} ${at}`,
      isMarked,
      ...(hint !== '' && { hint }),
    };
  });
}

/**
 * How many positions all prompts have in common with their counterparts before the first difference, where that is worth
 * folding; 0 otherwise. Whatever is patched there is equal in both runs, since a position only sees those before it.
 */
export function foldedPositions(pairs: readonly TokenizedPair[]): number {
  const length = pairs[0]?.cleanTokens.length ?? 0;
  const first = Math.min(length, ...pairs.map(({ differingPositions }) => differingPositions[0] ?? length));
  return isWorthFolding(first, length) ? first : 0;
}

function shorten(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

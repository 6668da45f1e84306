/** Labels of positions, and folding of long prompts. */
import { isWorthFolding } from '../../domain/fold-positions';
import type { ColumnLabel } from '../plot/heatmap/geometry';
import type { AlignedPositions } from '../tokens/align';
import { visibleText, type TokenLike } from '../tokens/token-text';
import type { Positions } from './plane';
import { isAfterInAll, isOneLength, placeSteps, roleLabels, type MarkedRole } from './role-labels';

/** The tokens of a prompt pair. */
export interface TokenizedPair {
  readonly cleanTokens: readonly TokenLike[];
  readonly corruptedTokens: readonly TokenLike[];
  readonly differingPositions: readonly number[];
  /** Absent where it is not known. */
  readonly roles?: readonly MarkedRole[] | undefined;
  /** Aligned positions of prompts with different numbers of tokens. */
  readonly alignment?: AlignedPositions | null | undefined;
}

/** Longer labels are cut. */
const LONGEST_LABEL = 12;

/**
 * Makes a label for each position: the clean token and its index, marked if clean and corrupted prompts differ. The mean over
 * prompts has the tokens of the first prompt, with an ellipsis where other prompts have another token.
 *
 * @param prompt index of the prompt; null for the mean.
 * @param roles names of the steps of the run's position axes; none for positions by index.
 */
export function positionLabels(
  pairs: readonly TokenizedPair[],
  prompt: number | null,
  roles: readonly string[] = [],
): ColumnLabel[] {
  if (roles.length > 0) return roleLabels(pairs, prompt, roles);
  const shown = pairs[prompt ?? 0];
  if (!shown) return [];
  const considered = prompt === null ? pairs : [shown];
  const differing = new Set(considered.flatMap(({ differingPositions }) => differingPositions));
  return shown.cleanTokens.map((token, at) => {
    const varies = considered.some(({ cleanTokens }) => cleanTokens[at]?.id !== token.id);
    const isMarked = differing.has(at);
    const written = visibleText(token.text);
    const corrupted = shown.corruptedTokens[findPartner(shown, at)];
    const isAlone = shown.alignment && findPartner(shown, at) < 0;
    const hints = [
      isAlone ? 'This token has no partner in the other prompt, so it is not patched.' : '',
      isMarked && !isAlone
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
      ...(varies && { varies }),
      spoken: speakPosition(shown, at, varies),
      ...(hint !== '' && { hint }),
    };
  });
}

/**
 * Counts the positions before the first difference of all pairs; 0 if they are too few to fold. Patching there changes nothing,
 * because attention is causal. Roles are not folded.
 */
export function foldedPositions(pairs: readonly TokenizedPair[], roles: readonly string[] = []): number {
  if (roles.length > 0 || !isOneLength(pairs)) return 0;
  const length = pairs[0]?.cleanTokens.length ?? 0;
  const first = Math.min(length, ...pairs.map(({ differingPositions }) => differingPositions[0] ?? length));
  return isWorthFolding(first, length) ? first : 0;
}

/** The positions of a run as planes draw them. @param folded positions that are folded into one; 0 to show all. */
export function makePositions(
  { pairs, roles = [] }: { readonly pairs: readonly TokenizedPair[]; readonly roles?: readonly string[] },
  prompt: number | null,
  folded: number,
): Positions {
  const labels = positionLabels(pairs, prompt, roles);
  if (roles.length === 0) return { labels, folded };
  const steps = placeSteps(prompt === null ? pairs : pairs.slice(prompt, prompt + 1), roles);
  return { labels, folded: 0, isAfter: (destination, src) => isAfterInAll(steps, destination, src) };
}

/** `position 12, “ Mary”, S2, prompts differ`: what is said of a position of a prompt. The last one is END. */
function speakPosition(
  { cleanTokens, differingPositions, roles = [] }: TokenizedPair,
  at: number,
  varies: boolean,
): string {
  const names = roles.filter(({ cleanPositions }) => cleanPositions.includes(at)).map(({ name }) => name);
  const isEnd = at === cleanTokens.length - 1 && !names.includes('END');
  return [
    `position ${at}`,
    `“${speakToken(cleanTokens[at]!.text)}”${varies ? ' in prompt 1' : ''}`,
    ...names,
    ...(isEnd ? ['END'] : []),
    ...(differingPositions.includes(at) ? ['prompts differ'] : []),
  ].join(', ');
}

/** A token for speech: white space that is not a leading space by its name. */
function speakToken(text: string): string {
  return text.replaceAll('\n', ' line break ').replaceAll('\t', ' tab ').replaceAll(/ {2,}/g, ' ').trimEnd();
}

/** The position of the other prompt that a position is aligned with; -1 for none. */
function findPartner({ alignment }: TokenizedPair, at: number): number {
  return alignment ? (alignment.find(({ clean }) => clean === at)?.corrupted ?? -1) : at;
}

function shorten(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

/** Which numbers of tokens the prompts of a run may have. */
import type { InputIssue } from '../../errors';
import type { TokenizedPair } from './validate-pairs';

/**
 * Whether prompts may have several lengths; `refusal` ends the message for those that may not, and `sides` are the prompts that need
 * one length: those of the base runs.
 */
export type LengthRule =
  | { readonly isMixedAllowed: true }
  | {
      readonly isMixedAllowed: false;
      readonly refusal: string;
      readonly sides: readonly ('clean' | 'corrupted')[];
    };

/** Positions of these pairs are by index. */
export const ONE_LENGTH: LengthRule = {
  isMixedAllowed: false,
  sides: ['clean', 'corrupted'],
  refusal: 'all prompts of a request need the same number of tokens. Reword it, or request it alone.',
};

/** Problems of pairs with another number of tokens than the first. Ignores invalid pairs. */
export function lengthIssues(
  pairs: readonly TokenizedPair[],
  known: readonly InputIssue[],
  { refusal, sides }: Extract<LengthRule, { readonly isMixedAllowed: false }>,
): InputIssue[] {
  const isValid = (index: number): boolean =>
    !known.some(({ path }) => path === `pairs.${index}.clean` || path === `pairs.${index}.corrupted`);
  const first = pairs.findIndex((_, index) => isValid(index));
  return pairs.flatMap((pair, index): InputIssue[] => {
    if (!isValid(index)) return [];
    if (sides.length > 1 && pair.clean.length !== pair.corrupted.length) {
      const message = `The clean prompt of pair ${index + 1} is ${pair.clean.length} tokens long and the corrupted one ${pair.corrupted.length}; ${refusal}`;
      return [{ path: `pairs.${index}.corrupted`, message }];
    }
    const [side] = sides;
    const [own, length] = [pair[side!].length, pairs[first]![side!].length];
    if (own === length) return [];
    const message = `Pair ${index + 1} is ${own} tokens long and pair ${first + 1} is ${length}; ${refusal}`;
    const field = pair.clean.length === pair.corrupted.length ? 'clean' : side;
    return [{ path: `pairs.${index}.${field}`, message }];
  });
}

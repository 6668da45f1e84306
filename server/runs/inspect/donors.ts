/** Donors of resample ablation: which pair gives the values of each pair. */
import type { RunSide } from '../../../domain/effect';
import { listAnswerTokens } from '../../../domain/experiment';
import { createRandom } from '../../../domain/random';
import type { TokenPair } from '../../engine/api';
import { badUserInput } from '../../errors';

/** Which pairs may give values to a pair: any other one, or those with the same answer. */
export const DONOR_RULES = ['OTHER_PROMPT', 'SAME_ANSWER'] as const;
export type DonorRule = (typeof DONOR_RULES)[number];

/**
 * A permutation of pairs without fixed points, by Sattolo's algorithm: one cycle through all pairs of each length, because a donor
 * has the positions of its pair.
 *
 * @param lengths tokens of each pair.
 * @param seed the same seed gives the same permutation.
 * @throws BAD_USER_INPUT when a pair is the only one of its length.
 */
export function chooseDonors(lengths: readonly number[], seed: number): number[] {
  const random = createRandom(seed);
  const donors = Array.from(lengths.keys());
  for (const length of new Set(lengths)) {
    const members = [...lengths.keys()].filter((index) => lengths[index] === length);
    if (members.length === 1 && lengths.length > 1) {
      const message = `Pair ${members[0]} is the only one of ${length} tokens, so no other pair can give it values at the same positions. Choose another value, or add a pair of that length.`;
      throw badUserInput([{ path: 'value', message }]);
    }
    for (let at = members.length - 1; at > 0; at--) {
      const [one, other] = [members[at]!, members[Math.floor(random() * at)]!];
      [donors[one], donors[other]] = [donors[other]!, donors[one]!];
    }
  }
  return donors;
}

/**
 * Chooses a donor for each pair by a rule, each uniformly among the pairs that the rule allows. The prompt of a donor differs from
 * that of the pair, with which it has its number of tokens in common: with an equal one a control would be the patch that it is
 * compared with.
 *
 * @param side the run that values are taken from. SAME_ANSWER compares the answers of its prompts: the correct ones of clean
 *   prompts, the incorrect ones of corrupted prompts.
 * @returns indexes of pairs; null for a pair that has no donor.
 */
export function chooseDonorsByRule(
  pairs: readonly TokenPair[],
  rule: DonorRule,
  side: RunSide,
  seed: number,
): (number | null)[] {
  const random = createRandom(seed);
  const prompts = pairs.map((pair) => String(side === 'CLEAN' ? pair.clean : pair.corrupted));
  const answers = pairs.map((pair) => nameAnswer(pair, side));
  return pairs.map((_, at) => {
    const allowed = pairs.flatMap((__, other) =>
      prompts[other] !== prompts[at] &&
      pairs[other]!.clean.length === pairs[at]!.clean.length &&
      (rule === 'OTHER_PROMPT' || answers[other] === answers[at])
        ? [other]
        : [],
    );
    return allowed[Math.floor(random() * allowed.length)] ?? null;
  });
}

/** The answer to the prompt of a side; sets of the same tokens are the same answer. */
function nameAnswer({ correct, incorrect }: TokenPair, side: RunSide): string {
  const tokens = listAnswerTokens(side === 'CLEAN' ? correct : incorrect);
  return String(tokens.toSorted((a, b) => a - b));
}

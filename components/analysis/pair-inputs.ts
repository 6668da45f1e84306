/** The prompt pairs of a stored run as input of a request. */
import type { AnalysedRun_RunFragment, PromptPairInput } from '../generated/graphql';

/** Writes the pairs of a run as a request takes them: with one token or a set of tokens for each answer. */
export function pairInputs(pairs: AnalysedRun_RunFragment['pairs']): PromptPairInput[] {
  return pairs.map(({ clean, corrupted, correct, incorrect, correctSet, incorrectSet, rule, alignment }) => ({
    clean,
    corrupted,
    rule,
    ...(correctSet ? { correctSet } : { correct }),
    ...(incorrectSet ? { incorrectSet } : { incorrect }),
    ...(alignment && {
      alignment: alignment.map((at) => ({ clean: at.clean, corrupted: at.corrupted })),
    }),
  }));
}

/** Writes the pairs of a run as they were submitted to it, with their roles. */
export function runPairInputs(pairs: AnalysedRun_RunFragment['pairs']): PromptPairInput[] {
  return pairInputs(pairs).map((input, index) => ({
    ...input,
    roles: pairs[index]!.roles.map(({ name, cleanPositions, corruptedPositions }) => ({
      name,
      cleanPositions,
      corruptedPositions,
    })),
  }));
}

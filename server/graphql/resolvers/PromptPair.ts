import { readTokens } from '../../runs/stored-run';
import { differingPositions } from '../../runs/submit/validate';
import type { PromptPairResolvers } from '../generated/resolvers';

export const PromptPair: PromptPairResolvers = {
  cleanTokens: (pair) => readTokens(pair).clean,
  corruptedTokens: (pair) => readTokens(pair).corrupted,
  correctToken: (pair) => ({ id: pair.correctTokenId, text: pair.correct }),
  incorrectToken: (pair) => ({ id: pair.incorrectTokenId, text: pair.incorrect }),
  differingPositions(pair) {
    const { clean, corrupted } = readTokens(pair);
    return differingPositions(clean, corrupted);
  },
};

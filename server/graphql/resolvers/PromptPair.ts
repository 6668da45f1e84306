import { decodeCleanTokens, decodeCorruptedTokens } from '../../db/codec';
import { differingPositions } from '../../runs/submit/validate';
import type { PromptPairResolvers } from '../generated/resolvers';

export const PromptPair: PromptPairResolvers = {
  cleanTokens: ({ cleanTokens }) => decodeCleanTokens(cleanTokens),
  corruptedTokens: ({ corruptedTokens }) => decodeCorruptedTokens(corruptedTokens),
  correctToken: (pair) => ({ id: pair.correctTokenId, text: pair.correct }),
  incorrectToken: (pair) => ({ id: pair.incorrectTokenId, text: pair.incorrect }),
  differingPositions: ({ cleanTokens, corruptedTokens }) =>
    differingPositions(decodeCleanTokens(cleanTokens), decodeCorruptedTokens(corruptedTokens)),
};

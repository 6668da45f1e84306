import { differingPositions, type Token } from '../../runs/submit/validate';
import type { PromptPairResolvers } from '../generated/resolvers';

const tokensOf = (json: string): Token[] => JSON.parse(json) as Token[];

export const PromptPair: PromptPairResolvers = {
  cleanTokens: (pair) => tokensOf(pair.cleanTokens),
  corruptedTokens: (pair) => tokensOf(pair.corruptedTokens),
  correctToken: (pair) => ({ id: pair.correctTokenId, text: pair.correct }),
  incorrectToken: (pair) => ({ id: pair.incorrectTokenId, text: pair.incorrect }),
  differingPositions: (pair) =>
    differingPositions(tokensOf(pair.cleanTokens), tokensOf(pair.corruptedTokens)),
};

import { differingPositions, type Token } from '../../runs/validate';
import type { PromptPairResolvers } from '../generated/resolvers';

const tokensOf = (json: string): Token[] => JSON.parse(json) as Token[];

export const PromptPair: PromptPairResolvers = {
  cleanTokens: (pair) => tokensOf(pair.cleanTokens),
  corruptedTokens: (pair) => tokensOf(pair.corruptedTokens),
  differingPositions: (pair) =>
    differingPositions(tokensOf(pair.cleanTokens), tokensOf(pair.corruptedTokens)),
};

import { decodeCorrectSet, decodeIncorrectSet, decodeRule } from '../../db/codec';
import { readPairRoles } from '../../runs/experiment';
import { readAnswerTokens, readTokens, readWholeTokens } from '../../runs/stored-run';
import { differingPositions } from '../../runs/submit/validate-pairs';
import type { PromptPairResolvers } from '../generated/resolvers';

export const PromptPair: PromptPairResolvers = {
  cleanTokens: (pair) => readTokens(pair).clean,
  corruptedTokens: (pair) => readTokens(pair).corrupted,
  correctToken: (pair) => readAnswerTokens(pair).correct[0]!,
  incorrectToken: (pair) => readAnswerTokens(pair).incorrect[0]!,
  whole: (pair) => readWholeTokens(pair),
  correctTokens: (pair) => readAnswerTokens(pair).correct,
  incorrectTokens: (pair) => readAnswerTokens(pair).incorrect,
  correctSet: ({ correctSet }) =>
    correctSet === null ? null : decodeCorrectSet(correctSet).map(({ text }) => text),
  incorrectSet: ({ incorrectSet }) =>
    incorrectSet === null ? null : decodeIncorrectSet(incorrectSet).map(({ text }) => text),
  rule: ({ rule }) => decodeRule(rule),
  roles: (pair) => readPairRoles(pair),
  differingPositions(pair) {
    const { clean, corrupted } = readTokens(pair);
    return differingPositions(clean, corrupted);
  },
};

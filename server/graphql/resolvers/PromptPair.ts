import { decodeAlignment, decodeCorrectSet, decodeIncorrectSet, decodeRule } from '../../db/codec';
import { readPairRoles } from '../../runs/experiment';
import { readAnswerTokens, readTokens, readWholeTokens } from '../../runs/stored-run';
import { differingPositions, showAlignment } from '../../runs/submit/validate-alignment';
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
  alignment: ({ alignment }) => (alignment === null ? null : showAlignment(decodeAlignment(alignment))),
  differingPositions(pair) {
    const alignment = pair.alignment === null ? null : decodeAlignment(pair.alignment);
    return differingPositions({ ...readTokens(pair), alignment });
  },
};

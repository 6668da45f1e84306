/** The score of an answer: the logit of its token, or the rule of a set applied to the logits of its tokens. */
import { DEFAULT_RULE, listAnswerTokens, type SetRule } from '../../../domain/experiment';
import type { Answers } from './metric';

/** Reads the score of one side of a prompt's answers, in logits. @param logits [dVocab] of the prompt. */
export function computeScore(answers: Answers, side: 'correct' | 'incorrect', logits: Float32Array): number {
  const values = listAnswerTokens(answers[side]).map((token) => logits[token]!);
  return applyRule(values, answers.rule ?? DEFAULT_RULE);
}

/** The score of the logits of a set. */
export function applyRule(logits: readonly number[], rule: SetRule): number {
  if (logits.length === 1) return logits[0]!;
  if (rule === 'LOGSUMEXP') {
    const largest = Math.max(...logits);
    return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  }
  return logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
}

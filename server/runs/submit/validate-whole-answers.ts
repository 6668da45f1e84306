/** Answers of several tokens that are read as a whole: their problems, and their token ids. */
import type { TokenPair } from '../../../domain/experiment';
import { MAX_WHOLE_TOKENS } from '../../../domain/limits';
import type { MetricId } from '../../../domain/metrics';
import type { UnusableReason } from '../../../domain/unusable-pairs';
import {
  countSharedTokens,
  describeUndefinedMetrics,
  hasWholeAnswers,
  listTerms,
} from '../../../domain/whole-answers';
import type { ModelInfo } from '../../engine/api';
import type { InputIssue } from '../../errors';
import type { Token } from '../../models/registry/installed';
import { answerTokenIssues, isOfSet, type AnswerText } from './validate-answers';
import { quote } from './validate-texts';

/** The tokens of a pair, as far as they matter here. */
interface PairTokens {
  readonly clean: readonly Token[];
  readonly correct: readonly Token[];
  readonly incorrect: readonly Token[];
}

/**
 * Problems of the answers of a pair by their tokens, where answers of several tokens are read as a whole.
 *
 * @param answers of both sides.
 * @param promptLength tokens of each prompt, BOS included.
 */
export function wholeAnswerIssues(
  answers: readonly AnswerText[],
  findTokens: (text: string) => readonly Token[],
  promptLength: number,
  { id, context }: Pick<ModelInfo, 'id' | 'context'>,
): InputIssue[] {
  const several = answers.filter(({ text }) => findTokens(text).length > 1);
  if (several.length === 0) return answerTokenIssues(answers, findTokens);
  const inSet = several.find(({ path }) => isOfSet(path));
  if (inSet) {
    const message = `${quote(inSet.text)} is ${findTokens(inSet.text).length} tokens; a set takes single tokens, also where answers are read as a whole. Give it as the only answer of its side.`;
    return [{ path: inSet.path, message }];
  }
  const set = answers.find(({ path }) => isOfSet(path));
  if (set) {
    const message = `${quote(several[0]!.text)} is read as a whole and cannot be compared with a set. Give one ${set.side} answer.`;
    return [{ path: set.path, message }];
  }
  for (const { text, path } of several) {
    const { length } = findTokens(text);
    if (length <= MAX_WHOLE_TOKENS) continue;
    const message = `${quote(text.slice(0, 60))} is ${length} tokens; an answer that is read as a whole is up to ${MAX_WHOLE_TOKENS}. Shorten it.`;
    return [{ path, message }];
  }
  const longest = several.toSorted((a, b) => findTokens(b.text).length - findTokens(a.text).length)[0]!;
  // The last token of an answer is read and not given.
  const length = promptLength + findTokens(longest.text).length - 1;
  if (length > context) {
    const message = `The prompt and ${quote(longest.text)} without its last token are ${length} tokens together; ${id} reads at most ${context}. Shorten the prompt or the answer.`;
    return [{ path: longest.path, message }];
  }
  const [first, second] = answers;
  if (!first || !second) return [];
  const [a, b] = [first, second].map(({ text }) => findTokens(text).map((token) => token.id));
  const shared = countSharedTokens({ correct: a!, incorrect: b! });
  if (shared < Math.min(a!.length, b!.length)) return [];
  if (a!.length === b!.length) {
    const message = `Both answers are ${quote(first.text)}; the difference of their log-probabilities would always be 0. Give another incorrect answer.`;
    return [{ path: second.path, message }];
  }
  const [shorter, longer] = a!.length < b!.length ? [first, second] : [second, first];
  const message = `${quote(longer.text)} begins with ${quote(shorter.text)}, so it is never more probable. Give answers that differ in a token.`;
  return [{ path: second.path, message }];
}

/**
 * The answers of a valid pair as the engine takes them; null where each is one token or a set.
 *
 * @param tokens of both sides.
 * @param texts of both sides.
 */
export function readWholeAnswers(
  { correct, incorrect }: Pick<PairTokens, 'correct' | 'incorrect'>,
  texts: readonly AnswerText[],
): { correct: number; incorrect: number; whole: NonNullable<TokenPair['whole']> } | null {
  const isOneEach = texts.length === 2 && texts.every(({ path }) => !isOfSet(path));
  if (!isOneEach || (correct.length === 1 && incorrect.length === 1)) return null;
  const whole = { correct: correct.map(({ id }) => id), incorrect: incorrect.map(({ id }) => id) };
  return { correct: whole.correct[0]!, incorrect: whole.incorrect[0]!, whole };
}

/** Why the answers of a pair cannot be used. @param context tokens that a prompt may have. */
export function findWholeReason({ clean, correct, incorrect }: PairTokens, context: number): UnusableReason {
  const ids = (tokens: readonly Token[]): string => tokens.map(({ id }) => id).join(' ');
  if (ids(correct) === ids(incorrect)) return 'EQUAL_ANSWERS';
  const longest = Math.max(correct.length, incorrect.length);
  if (longest > MAX_WHOLE_TOKENS) return 'ANSWER_OF_SEVERAL_TOKENS';
  return clean.length + longest - 1 > context ? 'TOO_LONG' : 'OTHER';
}

/** Metrics that are asked for and not defined for whole answers. */
export function wholeMetricIssues(metrics: readonly MetricId[], pairs: readonly TokenPair[]): InputIssue[] {
  if (!hasWholeAnswers(pairs)) return [];
  const message = describeUndefinedMetrics(metrics);
  return message === null ? [] : [{ path: 'metrics', message }];
}

/** What whole answers cost, and that their lengths decide which is more probable. */
export function wholeAnswerWarnings(pairs: readonly TokenPair[]): InputIssue[] {
  const expansion = listTerms({ pairs, metrics: ['log_prob'] });
  if (!expansion) return [];
  const several = pairs.filter(({ whole }) => whole !== undefined).length;
  const message =
    `${several === 1 ? '1 pair has' : `${several} pairs have`} an answer of several tokens, which is read as a whole. ` +
    `Each token is computed by itself: up to ${expansion.terms.length} pairs of prompts instead of ${pairs.length}.`;
  const uneven = pairs.filter(({ whole }) => whole && whole.correct.length !== whole.incorrect.length).length;
  const ofLengths =
    `${uneven === 1 ? 'In 1 pair the answers' : `In ${uneven} pairs the answers`} have different numbers of tokens. The longer one is less ` +
    'probable for that alone, so the sign of the difference says little; its change by a patch does not depend on it.';
  return [
    { path: 'wholeAnswers', message },
    ...(uneven > 0 ? [{ path: 'wholeAnswers', message: ofLengths }] : []),
  ];
}

/** The answers of a pair as tokens: one each, or a set. */
import { MAX_ANSWER_TOKENS } from '../../../domain/limits';
import type { ReadingOption } from '../../../domain/prompts/reading';
import type { ModelInfo } from '../../engine/api';
import type { Token, Vocabulary } from '../../models/registry/installed';
import { SIDES, type Side } from '../../runs/submit/validate-answers';
import { answerTextProblem, answerTokensProblem, quote } from '../../runs/submit/validate-texts';
import { wholeAnswerIssues } from '../../runs/submit/validate-whole-answers';

interface ReadAnswer {
  readonly texts: readonly string[];
  readonly ids: readonly number[];
}

export interface AnswerOptions {
  readonly options: ReadonlySet<ReadingOption>;
  readonly vocabulary: Pick<Vocabulary, 'longestTokenBytes'>;
  readonly findTokens: (text: string) => readonly Token[];
  /** Whether answers of several tokens are left out instead of refused. */
  readonly isOpenSet: boolean;
}

/** The answers of both sides. */
export interface ReadAnswers {
  readonly correct: Pick<ReadAnswer, 'texts'>;
  readonly incorrect: Pick<ReadAnswer, 'texts'>;
}

/** Answers of one token each, or sets; or why they are not. */
export function readAnswers(
  texts: Readonly<Record<Side, readonly string[]>>,
  options: AnswerOptions,
): ReadAnswers | string {
  const isAlone = SIDES.every((side) => texts[side].length === 1);
  const correct = readAnswer('correct', texts.correct, options, isAlone);
  if (typeof correct === 'string') return correct;
  const incorrect = readAnswer('incorrect', texts.incorrect, options, isAlone);
  if (typeof incorrect === 'string') return incorrect;
  return findOverlap(correct, incorrect) ?? { correct, incorrect };
}

/**
 * Answers of which one has several tokens, where WHOLE_ANSWERS keeps them; null for others.
 *
 * @param length tokens of each prompt, BOS included.
 * @returns a text that says why they cannot be used.
 */
export function readWholeTexts(
  texts: Readonly<Record<Side, readonly string[]>>,
  { options, vocabulary, findTokens }: AnswerOptions,
  length: number,
  model: Pick<ModelInfo, 'id' | 'context'>,
): ReadAnswers | string | null {
  if (!options.has('WHOLE_ANSWERS')) return null;
  const [correct, incorrect] = [texts.correct, texts.incorrect];
  if (correct.length !== 1 || incorrect.length !== 1) return null;
  const answers = SIDES.map((side) => ({ side, text: texts[side][0]!, path: side }));
  const problem = answers.map(({ side, text }) => answerTextProblem(side, text, vocabulary, true));
  const [unread] = problem.filter((each) => each !== null);
  if (unread !== undefined) return unread;
  if (answers.every(({ text }) => findTokens(text).length <= 1)) return null;
  const [issue] = wholeAnswerIssues(answers, findTokens, length, model);
  return issue?.message ?? { correct: { texts: correct }, incorrect: { texts: incorrect } };
}

/** The tokens of an answer, or why it has none. Repeated tokens of a set count once. */
function readAnswer(
  side: 'correct' | 'incorrect',
  texts: readonly string[],
  { options, vocabulary, findTokens, isOpenSet }: AnswerOptions,
  isAlone: boolean,
): ReadAnswer | string {
  const byId = new Map<number, string>();
  for (const text of texts) {
    const problem = answerTextProblem(side, text, vocabulary);
    if (problem !== null) return problem;
    const tokens = findTokens(text);
    const [first] = tokens;
    if (first && tokens.length === 1) byId.set(first.id, byId.get(first.id) ?? text);
    else if (first && options.has('FIRST_TOKEN') && isWholeText(first, findTokens))
      byId.set(first.id, byId.get(first.id) ?? first.text);
    else if (!isOpenSet) return answerTokensProblem(text, tokens, isAlone)!;
  }
  if (byId.size === 0) return `No ${side} answer is one token.`;
  if (byId.size > MAX_ANSWER_TOKENS)
    return `${byId.size} ${side} answers are too many; a set takes up to ${MAX_ANSWER_TOKENS} tokens.`;
  return { texts: [...byId.values()], ids: [...byId.keys()] };
}

/** Whether the text of a token gives this token again: that of a part of a character does not. */
function isWholeText({ id, text }: Token, findTokens: AnswerOptions['findTokens']): boolean {
  const again = findTokens(text);
  return again.length === 1 && again[0]!.id === id;
}

/** Why two answers do not differ; null when they do. */
function findOverlap(correct: ReadAnswer, incorrect: ReadAnswer): string | null {
  const at = correct.ids.findIndex((id) => incorrect.ids.includes(id));
  if (at < 0) return null;
  const text = quote(correct.texts[at]!);
  if (correct.ids.length === 1 && incorrect.ids.length === 1)
    return `Both answers are ${text}; their logit difference would always be 0.`;
  return `${text} is a correct and an incorrect answer.`;
}

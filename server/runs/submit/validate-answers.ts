/** Problems of the answers of a pair: one token each, or a set of tokens each, with the rule that scores a set. */
import type { SetRule } from '../../../domain/experiment';
import { MAX_ANSWER_TOKENS } from '../../../domain/limits';
import type { InputIssue } from '../../errors';
import type { Token, Vocabulary } from '../../models/registry/installed';
import {
  answerTextProblem,
  answerTokensProblem,
  mayLackSpace,
  missingSpaceWarning,
  quote,
} from './validate-texts';

export const SIDES = ['correct', 'incorrect'] as const;
export type Side = (typeof SIDES)[number];

/** Each side gives one form: a text, or a list of texts. */
export interface AnswersInput {
  readonly correct?: string | null | undefined;
  readonly incorrect?: string | null | undefined;
  readonly correctSet?: readonly string[] | null | undefined;
  readonly incorrectSet?: readonly string[] | null | undefined;
  /** MEAN when left out. */
  readonly rule?: SetRule | undefined;
}

/** One answer of a side. */
export interface AnswerText {
  readonly side: Side;
  readonly text: string;
  /** Of its field, e.g. `pairs.0.correct` or `pairs.0.correctSet.1`. */
  readonly path: string;
}

/** Whether a form is given; an empty list is. */
function isGiven<T>(form: T | null | undefined): form is T {
  return form !== null && form !== undefined;
}

/** All answers of a pair; those of a side that gives both forms, or none, are left out. */
export function listAnswers(input: AnswersInput, path: string): AnswerText[] {
  return SIDES.flatMap((side): AnswerText[] => {
    const [single, set] = [input[side], input[`${side}Set`]];
    if (isGiven(single) === isGiven(set)) return [];
    if (isGiven(single)) return [{ side, text: single, path: `${path}.${side}` }];
    return set!.slice(0, MAX_ANSWER_TOKENS).map((text, index) => ({
      side,
      text,
      path: `${path}.${side}Set.${index}`,
    }));
  });
}

/** Problems of the forms and texts of a pair's answers, before they are tokenised. @param isWhole whether answers may be whole. */
export function answerFormIssues(
  input: AnswersInput,
  vocabulary: Pick<Vocabulary, 'longestTokenBytes'>,
  path: string,
  isWhole = false,
): InputIssue[] {
  const ofForms = SIDES.flatMap((side): InputIssue[] => {
    const [single, set] = [input[side], input[`${side}Set`]];
    const at = (field: string, message: string): InputIssue[] => [{ path: `${path}.${field}`, message }];
    if (isGiven(single) && isGiven(set))
      return at(side, `Both ${side} and ${side}Set are given. Give one of them.`);
    if (isGiven(single)) return [];
    if (!isGiven(set))
      return at(side, `The ${side} answer is missing. Give ${side}, one token, or ${side}Set, several.`);
    if (set.length === 0) return at(`${side}Set`, `The set of ${side} answers is empty. Name a token.`);
    if (set.length <= MAX_ANSWER_TOKENS) return [];
    const message = `${set.length} ${side} answers are too many; a set takes up to ${MAX_ANSWER_TOKENS} tokens.`;
    return at(`${side}Set`, message);
  });
  const ofTexts = listAnswers(input, path).flatMap(({ side, text, path: at }) => {
    const message = answerTextProblem(side, text, vocabulary, isWhole);
    return message === null ? [] : [{ path: at, message }];
  });
  return [...ofForms, ...ofTexts];
}

/** Whether an answer is one of a set, by the path of its field. */
export function isOfSet(path: string): boolean {
  return /Set\.\d+$/.test(path);
}

/** Problems of the tokens of a pair's answers: not one token, a token twice, a token of both sides. */
export function answerTokenIssues(
  answers: readonly AnswerText[],
  findTokens: (text: string) => readonly Token[],
): InputIssue[] {
  const issues: InputIssue[] = [];
  const seen = new Map<number, AnswerText>();
  const isSingle = answers.length === 2;
  const isAlone = answers.every(({ path }) => !isOfSet(path));
  for (const answer of answers) {
    const tokens = findTokens(answer.text);
    const problem = answerTokensProblem(answer.text, tokens, isAlone);
    if (problem !== null) {
      issues.push({ path: answer.path, message: problem });
      continue;
    }
    const { id } = tokens[0]!;
    const known = seen.get(id);
    if (known) issues.push({ path: answer.path, message: describeRepetition(answer, known, isSingle) });
    else seen.set(id, answer);
  }
  return issues;
}

function describeRepetition({ side, text }: AnswerText, known: AnswerText, isSingle: boolean): string {
  if (side === known.side)
    return `${quote(text)} is in the set of ${side} answers twice. Name each token once.`;
  if (isSingle)
    return `Both answers are ${quote(known.text)}; their logit difference would always be 0. Give another incorrect answer.`;
  return `${quote(text)} is a correct and an incorrect answer. Remove it from one of them.`;
}

/** Warnings of answers without the leading space of a word: that is another token, usually not the intended one. */
export function answerSpaceWarnings(
  answers: readonly AnswerText[],
  prompt: string,
  findTokens: (text: string) => readonly Token[],
): InputIssue[] {
  return answers.flatMap(({ text, path }) => {
    if (!mayLackSpace(prompt, text)) return [];
    const message = missingSpaceWarning(text, findTokens(text), findTokens(` ${text}`));
    return message === null ? [] : [{ path, message }];
  });
}

/**
 * Checks prompt pairs and converts them to token ids. All problems are reported at once, each with its field.
 *
 * Texts that cannot be valid whatever their tokens are refused before they are tokenised, because tokenising takes time and
 * anybody may submit texts.
 */
import { setImmediate } from 'node:timers/promises';
import type { Alignment } from '../../../domain/alignment';
import { MAX_BYTES_PER_PAIR, MAX_EXPERIMENT_BYTES, MAX_PAIRS } from '../../../domain/limits';
import type { PairRole } from '../../../domain/roles';
import type { InputIssue } from '../../errors';
import type { ModelInfo, TokenPair } from '../../engine/api';
import type { Models, Token, Vocabulary } from '../../models/registry/installed';
import {
  answerFormIssues,
  answerSpaceWarnings,
  answerTokenIssues,
  listAnswers,
  type AnswersInput,
  type AnswerText,
  type Side,
} from './validate-answers';
import { lengthIssues, ONE_LENGTH, type LengthRule } from './validate-lengths';
import { checkPositions, takeIds, type AlignedPositions } from './validate-alignment';
import { mayLackSpace, promptLengthProblem, promptTextProblem } from './validate-texts';
import { readWholeAnswers, wholeAnswerIssues, wholeAnswerWarnings } from './validate-whole-answers';

export type { Token };

/** Other requests are served between so many pairs. */
const PAIRS_PER_TURN = 250;

const END_OF_TEXT = '<|endoftext|>';

export interface PairInput extends AnswersInput {
  readonly clean: string;
  readonly corrupted: string;
  /** Named positions; BOS counts where it is prepended. */
  readonly roles?: readonly PairRole[] | null | undefined;
  /**
   * Aligned positions of prompts with different numbers of tokens, BOS counted where it is prepended; the automatic alignment when
   * left out.
   */
  readonly alignment?: readonly AlignedPositions[] | null | undefined;
}

/** Prompt pairs of a model, as submitted. */
export interface PairsInput {
  readonly model: string;
  readonly pairs: readonly PairInput[];
  readonly prependBos: boolean;
  /** Whether answers of several tokens are read as a whole instead of refused; false when left out. */
  readonly wholeAnswers?: boolean | undefined;
}

/** The tokens of a pair. A text that was refused untokenised has none; one that is too long has those that fit. */
export interface TokenizedPair {
  readonly clean: readonly Token[];
  readonly corrupted: readonly Token[];
  /** Of all answers of the side, in their order; in a valid pair one for each answer, or those of an answer that is read as a whole. */
  readonly correct: readonly Token[];
  readonly incorrect: readonly Token[];
  /** Of prompts with different numbers of tokens; null for others, and where a prompt was refused. */
  readonly alignment: Alignment | null;
}

/** The result of the checks; `tokenPairs` is null when there are issues. */
export interface PairsValidation {
  readonly model: ModelInfo;
  readonly pairs: readonly TokenizedPair[];
  readonly issues: readonly InputIssue[];
  readonly warnings: readonly InputIssue[];
  readonly tokenPairs: readonly TokenPair[] | null;
}

/** The methods of the models that are needed. */
export type Tokenization = Pick<Models, 'info' | 'vocabulary' | 'tokenize'>;

/**
 * Checks prompt pairs for their model. Computes nothing but tokens.
 *
 * @param lengths whether the pairs may have several lengths.
 * @param maxPairs most pairs; of a request that is computed at once MAX_PAIRS.
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function validatePairs(
  input: PairsInput,
  models: Tokenization,
  signal?: AbortSignal,
  lengths: LengthRule = ONE_LENGTH,
  maxPairs: number = MAX_PAIRS,
): Promise<PairsValidation> {
  const [model, vocabulary] = await Promise.all([models.info(input.model), models.vocabulary(input.model)]);
  const issues = countIssues(input.pairs, maxPairs);
  const inputs = input.pairs.slice(0, maxPairs);
  const textIssues = inputs.map((pair, index) =>
    pairTextIssues(pair, model, vocabulary, `pairs.${index}`, input.wholeAnswers),
  );
  const answers = inputs.map((pair, index) => listAnswers(pair, `pairs.${index}`));
  const wanted = new Set<string>();
  inputs.forEach((pair, index) => {
    const at = `pairs.${index}`;
    const isRefused = (field: string): boolean => textIssues[index]!.some(({ path }) => path === field);
    for (const field of PROMPTS) if (!isRefused(`${at}.${field}`)) wanted.add(pair[field]);
    for (const { text, path } of answers[index]!) {
      if (isRefused(path)) continue;
      wanted.add(text);
      if (mayLackSpace(pair.clean, text)) wanted.add(` ${text}`);
    }
  });
  const tooMuch = totalIssues(wanted, inputs.length);
  const tokensByText = tooMuch.length > 0 ? null : await tokenizeAll([...wanted], models, model.id, signal);
  const findTokens = (text: string): readonly Token[] => tokensByText?.get(text) ?? [];
  const bos = { id: vocabulary.bosId, text: vocabulary.tokenText(vocabulary.bosId) };
  const prompt = (text: string): readonly Token[] => {
    const tokens = findTokens(text);
    return input.prependBos && tokensByText?.has(text) ? [bos, ...tokens] : tokens;
  };
  const warnings: InputIssue[] = [];
  const checkPair = (pair: PairInput, index: number): TokenizedPair => {
    const path = `pairs.${index}`;
    const ofPair = answers[index]!;
    const readTokens = (wantedSide: Side): Token[] =>
      ofPair.filter(({ side }) => side === wantedSide).flatMap(({ text }) => findTokens(text));
    const tokens = {
      clean: prompt(pair.clean),
      corrupted: prompt(pair.corrupted),
      correct: readTokens('correct'),
      incorrect: readTokens('incorrect'),
    };
    const known = textIssues[index]!;
    const findIssues = input.wholeAnswers
      ? (some: readonly AnswerText[]) =>
          wholeAnswerIssues(some, findTokens, Math.max(tokens.clean.length, tokens.corrupted.length), model)
      : (some: readonly AnswerText[]) => answerTokenIssues(some, findTokens);
    const ofTokens = tokensByText ? pairIssues(ofPair, tokens, findIssues, model, path, known) : known;
    issues.push(...ofTokens);
    const isTokenized = PROMPTS.every((field) =>
      ofTokens.every((issue) => issue.path !== `${path}.${field}`),
    );
    // The positions of prompts with problems mean nothing yet.
    const aligned =
      tokensByText && isTokenized
        ? checkPositions(pair, tokens, path, input.prependBos)
        : { issues: [], alignment: null };
    issues.push(...aligned.issues);
    warnings.push(...pairWarnings(pair, input.prependBos, path));
    warnings.push(...answerSpaceWarnings(ofPair, pair.clean, findTokens));
    return {
      ...tokens,
      alignment: aligned.alignment,
      clean: tokens.clean.slice(0, model.context),
      corrupted: tokens.corrupted.slice(0, model.context),
    };
  };
  const pairs: TokenizedPair[] = [];
  for (const [index, pair] of inputs.entries()) {
    pairs.push(checkPair(pair, index));
    if (pairs.length % PAIRS_PER_TURN === 0) await setImmediate();
  }
  issues.push(...tooMuch);
  if (tokensByText && !lengths.isMixedAllowed) issues.push(...lengthIssues(pairs, issues, lengths));
  if (issues.length > 0) return { model, pairs, issues, warnings, tokenPairs: null };
  const tokenPairs = pairs.map((pair, index): TokenPair => ({
    ...takeIds(pair),
    ...(readWholeAnswers(pair, answers[index]!) ?? {
      correct: createAnswer(pair.correct),
      incorrect: createAnswer(pair.incorrect),
    }),
    rule: inputs[index]!.rule,
  }));
  warnings.push(...wholeAnswerWarnings(tokenPairs));
  return { model, pairs, issues, warnings, tokenPairs };
}

const PROMPTS = ['clean', 'corrupted'] as const;

function createAnswer(tokens: readonly Token[]): TokenPair['correct'] {
  const ids = tokens.map(({ id }) => id);
  return ids.length === 1 ? ids[0]! : ids;
}

async function tokenizeAll(
  texts: readonly string[],
  models: Tokenization,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, readonly Token[]>> {
  const tokens = await models.tokenize(id, texts, signal);
  return new Map(texts.map((text, index) => [text, tokens[index]!]));
}

function totalIssues(texts: ReadonlySet<string>, pairs: number): InputIssue[] {
  const most = Math.max(MAX_EXPERIMENT_BYTES, pairs * MAX_BYTES_PER_PAIR);
  let bytes = 0;
  for (const text of texts) bytes += Buffer.byteLength(text);
  if (bytes <= most) return [];
  const message = `The texts of this run are ${bytes} bytes together; a run takes up to ${most}. Use fewer or shorter prompts.`;
  return [{ path: 'pairs', message }];
}

function countIssues(pairs: readonly PairInput[], most: number): InputIssue[] {
  if (pairs.length === 0) return [{ path: 'pairs', message: 'There is no prompt pair. Add at least one.' }];
  if (pairs.length <= most) return [];
  const message =
    most === MAX_PAIRS
      ? `${pairs.length} prompt pairs are too many; a request takes up to ${most}. Give fewer, or compute them as a run.`
      : `${pairs.length} prompt pairs are too many; a run on this site takes up to ${most}. Split them into several runs.`;
  return [{ path: 'pairs', message }];
}

/** Problems of a pair's texts before they are tokenised. */
function pairTextIssues(
  pair: PairInput,
  model: ModelInfo,
  vocabulary: Vocabulary,
  path: string,
  isWhole: boolean | undefined,
): InputIssue[] {
  const ofPrompts = PROMPTS.flatMap((field) => {
    const message = promptTextProblem(`The ${field} prompt`, pair[field], model, vocabulary);
    return message === null ? [] : [{ path: `${path}.${field}`, message }];
  });
  return [...ofPrompts, ...answerFormIssues(pair, vocabulary, path, isWhole)];
}

/**
 * All problems of a pair.
 *
 * @param findAnswerIssues finds those of the tokens of answers.
 * @param known problems of its texts; those fields have no tokens.
 */
function pairIssues(
  answers: readonly AnswerText[],
  tokens: Omit<TokenizedPair, 'alignment'>,
  findAnswerIssues: (answers: readonly AnswerText[]) => InputIssue[],
  model: ModelInfo,
  path: string,
  known: readonly InputIssue[],
): InputIssue[] {
  const ofPrompts = PROMPTS.flatMap((field) => {
    const at = `${path}.${field}`;
    const textProblems = known.filter((issue) => issue.path === at);
    if (textProblems.length > 0) return textProblems;
    const message = promptLengthProblem(`The ${field} prompt`, tokens[field], model);
    return message === null ? [] : [{ path: at, message }];
  });
  const ofForms = known.filter((issue) => PROMPTS.every((field) => issue.path !== `${path}.${field}`));
  const tokenised = answers.filter((answer) => known.every((issue) => issue.path !== answer.path));
  // Two texts are compared only when neither has problems of its own.
  if (ofPrompts.length === 0) ofPrompts.push(...differenceIssues(tokens, path));
  return [...ofPrompts, ...ofForms, ...findAnswerIssues(tokenised)];
}

function differenceIssues(
  { clean, corrupted }: Pick<TokenizedPair, 'clean' | 'corrupted'>,
  path: string,
): InputIssue[] {
  const isSame = clean.length === corrupted.length && clean.every(({ id }, at) => corrupted[at]!.id === id);
  if (!isSame) return [];
  const message =
    'Both prompts have the same tokens, so there is nothing to patch. Change at least one token.';
  return [{ path: `${path}.corrupted`, message }];
}

function pairWarnings(pair: PairInput, prependBos: boolean, path: string): InputIssue[] {
  const warnings: InputIssue[] = [];
  for (const field of PROMPTS) {
    if (/\s$/.test(pair[field])) {
      const message = `The ${field} prompt ends in a space. GPT-2's words begin with their space, so the next token is rarely a word then.`;
      warnings.push({ path: `${path}.${field}`, message });
    }
    if (prependBos && pair[field].startsWith(END_OF_TEXT)) {
      const message = `The ${field} prompt begins with ${END_OF_TEXT}, and prependBos adds another one.`;
      warnings.push({ path: `${path}.${field}`, message });
    }
  }
  return warnings;
}

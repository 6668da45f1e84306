/**
 * An experiment as people write it, checked and turned into token ids: every problem at once, each beside its field.
 */
import type { InputIssue } from '../errors';
import {
  SWEEP_KINDS,
  type Direction,
  type Experiment,
  type ModelInfo,
  type SweepKind,
} from '../engine/types';
import type { Tokenizer } from '../engine/gpt2/tokenizer';
import { textProblem } from '../text';

export const MAX_PAIRS = 64;
/** Characters of one prompt; no model's context holds this many. */
const MAX_CHARACTERS = 100_000;
const END_OF_TEXT = '<|endoftext|>';

export interface PairInput {
  readonly clean: string;
  readonly corrupted: string;
  readonly correct: string;
  readonly incorrect: string;
}

/** An experiment as submitted. */
export interface RunInput {
  readonly model: string;
  readonly pairs: readonly PairInput[];
  readonly sweeps: readonly SweepKind[];
  readonly direction: Direction;
  readonly prependBos: boolean;
}

export interface Token {
  readonly id: number;
  readonly text: string;
}

/** One pair as the model reads it. */
export interface TokenizedPair {
  readonly clean: readonly Token[];
  readonly corrupted: readonly Token[];
  readonly correct: readonly Token[];
  readonly incorrect: readonly Token[];
}

/** What came of the checks; `experiment` is null while there are issues. */
export interface Validation {
  readonly pairs: readonly TokenizedPair[];
  readonly issues: readonly InputIssue[];
  readonly warnings: readonly InputIssue[];
  readonly experiment: Experiment | null;
}

/** Positions at which two lists of tokens differ; those past the shorter one's end differ too. */
export function differingPositions(a: readonly Token[], b: readonly Token[]): number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, index) => index).filter((index) => a[index]?.id !== b[index]?.id);
}

/** Checks an experiment for a model; computes nothing but tokens. */
export function validateRun(input: RunInput, model: ModelInfo, tokenizer: Tokenizer): Validation {
  const issues: InputIssue[] = [...sweepIssues(input.sweeps)];
  const warnings: InputIssue[] = [];
  if (input.pairs.length === 0)
    issues.push({ path: 'pairs', message: 'There is no prompt pair; add at least one.' });
  if (input.pairs.length > MAX_PAIRS) {
    const message = `${input.pairs.length} prompt pairs are too many; a run takes up to ${MAX_PAIRS}. Split them into several runs.`;
    issues.push({ path: 'pairs', message });
  }
  const pairs = input.pairs.slice(0, MAX_PAIRS).map((pair, index): TokenizedPair => {
    const tokens = tokenizePair(pair, input.prependBos, tokenizer);
    issues.push(...pairIssues(pair, tokens, model, `pairs.${index}`));
    warnings.push(...pairWarnings(pair, input.prependBos, `pairs.${index}`));
    return tokens;
  });
  issues.push(...lengthIssues(pairs, issues));
  if (issues.length > 0) return { pairs, issues, warnings, experiment: null };
  const tokenPairs = pairs.map((pair) => ({
    clean: pair.clean.map((token) => token.id),
    corrupted: pair.corrupted.map((token) => token.id),
    correct: pair.correct[0]!.id,
    incorrect: pair.incorrect[0]!.id,
  }));
  const experiment = { model: model.id, direction: input.direction, pairs: tokenPairs };
  return { pairs, issues, warnings, experiment };
}

function tokenizePair(pair: PairInput, prependBos: boolean, tokenizer: Tokenizer): TokenizedPair {
  const prompt = (text: string): Token[] => tokenizer.tokens(text.slice(0, MAX_CHARACTERS), prependBos);
  const answer = (text: string): Token[] => tokenizer.tokens(text.slice(0, MAX_CHARACTERS), false);
  return {
    clean: prompt(pair.clean),
    corrupted: prompt(pair.corrupted),
    correct: answer(pair.correct),
    incorrect: answer(pair.incorrect),
  };
}

function sweepIssues(sweeps: readonly SweepKind[]): InputIssue[] {
  if (sweeps.length === 0) {
    return [
      { path: 'sweeps', message: `There is no sweep; choose at least one of ${SWEEP_KINDS.join(', ')}.` },
    ];
  }
  const repeated = new Set(sweeps.filter((kind, index) => sweeps.indexOf(kind) !== index));
  return [...repeated].map((kind) => ({
    path: 'sweeps',
    message: `${kind} is asked for twice; name it once.`,
  }));
}

function pairIssues(pair: PairInput, tokens: TokenizedPair, model: ModelInfo, path: string): InputIssue[] {
  const ofPrompts = (['clean', 'corrupted'] as const).flatMap((field) => {
    const message = promptProblem(`The ${field} prompt`, pair[field], tokens[field], model);
    return message ? [{ path: `${path}.${field}`, message }] : [];
  });
  const ofAnswers = (['correct', 'incorrect'] as const).flatMap((field) => {
    const message = answerProblem(pair[field], tokens[field], field);
    return message ? [{ path: `${path}.${field}`, message }] : [];
  });
  // Whether two texts fit each other can be said when each is sound by itself.
  if (ofPrompts.length === 0) ofPrompts.push(...alignmentIssues(tokens, path));
  if (ofAnswers.length === 0 && tokens.correct[0]!.id === tokens.incorrect[0]!.id) {
    const message = `Both answers are ${quote(pair.correct)}; their logit difference would always be 0. Give another incorrect answer.`;
    ofAnswers.push({ path: `${path}.incorrect`, message });
  }
  return [...ofPrompts, ...ofAnswers];
}

function alignmentIssues({ clean, corrupted }: TokenizedPair, path: string): InputIssue[] {
  if (clean.length !== corrupted.length) {
    const message =
      `The clean prompt is ${clean.length} tokens and the corrupted one ${corrupted.length}; ` +
      'patching needs both to have the same number. Reword one so that the tokens line up.';
    return [{ path: `${path}.corrupted`, message }];
  }
  if (differingPositions(clean, corrupted).length > 0) return [];
  const message =
    'Both prompts have the same tokens, so there is nothing to patch. Change at least one token.';
  return [{ path: `${path}.corrupted`, message }];
}

/**
 * What is wrong with a prompt, and what to do; null when nothing is.
 *
 * @param name how the message calls it, e.g. 'The clean prompt'.
 */
export function promptProblem(
  name: string,
  text: string,
  tokens: readonly Token[],
  model: ModelInfo,
): string | null {
  if (text === '') return `${name} is empty; write the text that the model should continue.`;
  const problem = textProblem(text);
  if (problem !== null) return `${name} ${problem}.`;
  if (text.length > MAX_CHARACTERS) return `${name} is ${text.length} characters long; shorten it.`;
  if (tokens.length <= model.context) return null;
  return `${name} is ${tokens.length} tokens; ${model.id} reads at most ${model.context}. Shorten it.`;
}

function answerProblem(text: string, tokens: readonly Token[], field: string): string | null {
  if (text === '') return `The ${field} answer is empty; give one token, such as ' Mary'.`;
  const problem = textProblem(text);
  if (problem !== null) return `The ${field} answer ${problem}.`;
  if (tokens.length === 1) return null;
  const split = tokens.slice(0, 8).map((token) => quote(token.text));
  const more = tokens.length > 8 ? ', …' : '';
  const hint = text.startsWith(' ') ? '' : ' Most words need a leading space.';
  return `${quote(text.slice(0, 60))} is ${tokens.length} tokens (${split.join(', ')}${more}); an answer must be one token.${hint}`;
}

function pairWarnings(pair: PairInput, prependBos: boolean, path: string): InputIssue[] {
  const warnings: InputIssue[] = [];
  for (const field of ['clean', 'corrupted'] as const) {
    if (/\s$/.test(pair[field])) {
      const message = `The ${field} prompt ends in a space; GPT-2's words begin with theirs, so the next token is rarely a word then.`;
      warnings.push({ path: `${path}.${field}`, message });
    }
    if (prependBos && pair[field].startsWith(END_OF_TEXT)) {
      const message = `The ${field} prompt begins with ${END_OF_TEXT}, and another one is put before it (prependBos).`;
      warnings.push({ path: `${path}.${field}`, message });
    }
  }
  return warnings;
}

/** All pairs of a run share one length, for they are computed as one batch; pairs with other problems are left out. */
function lengthIssues(pairs: readonly TokenizedPair[], known: readonly InputIssue[]): InputIssue[] {
  const isSound = (index: number): boolean =>
    !known.some(({ path }) => path === `pairs.${index}.clean` || path === `pairs.${index}.corrupted`);
  const first = pairs.findIndex((_, index) => isSound(index));
  return pairs.flatMap((pair, index) => {
    const length = pairs[first]?.clean.length;
    if (!isSound(index) || pair.clean.length === length) return [];
    const message =
      `Pair ${index + 1} is ${pair.clean.length} tokens long and pair ${first + 1} is ${length}; ` +
      'all pairs of a run need the same number of tokens. Reword it, or make a run of its own.';
    return [{ path: `pairs.${index}.clean`, message }];
  });
}

function quote(text: string): string {
  return `'${text}'`;
}

/**
 * Checks the input of a run and converts it to token ids. All problems are reported at once, each with its field.
 *
 * Texts that cannot be valid whatever their tokens are refused before they are tokenised, because tokenising takes time and
 * anybody may submit texts.
 */
import { MAX_EXPERIMENT_BYTES, MAX_PAIRS } from '../../../domain/limits';
import type { InputIssue } from '../../errors';
import { describeMetric } from '../../../domain/metrics';
import {
  DEFAULT_METRICS,
  SWEEP_KINDS,
  type Direction,
  type Experiment,
  type MetricId,
  type ModelInfo,
  type SweepKind,
} from '../../engine/api';
import type { Models, Token, Vocabulary } from '../../models/registry/installed';
import {
  answerTextProblem,
  answerTokensProblem,
  mayLackSpace,
  missingSpaceWarning,
  promptLengthProblem,
  promptTextProblem,
  quote,
} from './validate-texts';

export type { Token };

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
  /** The only direction, unless `directions` is given. */
  readonly direction: Direction;
  /** Each once, the first one first; `direction` alone when left out. */
  readonly directions?: readonly Direction[] | null | undefined;
  /** Each once; the logit difference when left out. */
  readonly metrics?: readonly MetricId[] | null | undefined;
  readonly prependBos: boolean;
}

/** The tokens of a pair. A text that was refused untokenised has none; one that is too long has those that fit. */
export interface TokenizedPair {
  readonly clean: readonly Token[];
  readonly corrupted: readonly Token[];
  readonly correct: readonly Token[];
  readonly incorrect: readonly Token[];
}

/** The result of the checks; `experiment` is null when there are issues. */
export interface Validation {
  readonly pairs: readonly TokenizedPair[];
  readonly issues: readonly InputIssue[];
  readonly warnings: readonly InputIssue[];
  readonly experiment: Experiment | null;
}

/** Positions at which two lists of tokens differ; those after the end of the shorter one differ too. */
export function differingPositions(a: readonly Token[], b: readonly Token[]): number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, index) => index).filter((index) => a[index]?.id !== b[index]?.id);
}

/** The methods of the models that are needed. */
export type Tokenization = Pick<Models, 'info' | 'vocabulary' | 'tokenize'>;

/**
 * Checks an experiment for its model. Computes nothing but tokens.
 *
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function validateRun(
  input: RunInput,
  models: Tokenization,
  signal?: AbortSignal,
): Promise<Validation> {
  const [model, vocabulary] = await Promise.all([models.info(input.model), models.vocabulary(input.model)]);
  const issues: InputIssue[] = [
    ...sweepIssues(input.sweeps),
    ...directionIssues(input),
    ...metricIssues(input.metrics ?? DEFAULT_METRICS),
    ...countIssues(input.pairs),
  ];
  const inputs = input.pairs.slice(0, MAX_PAIRS);
  const textIssues = inputs.map((pair, index) => pairTextIssues(pair, model, vocabulary, `pairs.${index}`));
  const wanted = new Set<string>();
  inputs.forEach((pair, index) => {
    const isRefused = (field: string): boolean =>
      textIssues[index]!.some(({ path }) => path === `pairs.${index}.${field}`);
    for (const field of FIELDS) if (!isRefused(field)) wanted.add(pair[field]);
    for (const field of ANSWERS) {
      if (!isRefused(field) && mayLackSpace(pair.clean, pair[field])) wanted.add(` ${pair[field]}`);
    }
  });
  const tooMuch = totalIssues(wanted);
  const tokensByText = tooMuch.length > 0 ? null : await tokenizeAll([...wanted], models, model.id, signal);
  const findTokens = (text: string): readonly Token[] => tokensByText?.get(text) ?? [];
  const bos = { id: vocabulary.bosId, text: vocabulary.tokenText(vocabulary.bosId) };
  const prompt = (text: string): readonly Token[] => {
    const tokens = findTokens(text);
    return input.prependBos && tokensByText?.has(text) ? [bos, ...tokens] : tokens;
  };
  const warnings: InputIssue[] = [];
  const pairs = inputs.map((pair, index): TokenizedPair => {
    const path = `pairs.${index}`;
    const tokens = {
      clean: prompt(pair.clean),
      corrupted: prompt(pair.corrupted),
      correct: findTokens(pair.correct),
      incorrect: findTokens(pair.incorrect),
    };
    const known = textIssues[index]!;
    issues.push(...(tokensByText ? pairIssues(pair, tokens, model, path, known) : known));
    warnings.push(...pairWarnings(pair, input.prependBos, path));
    warnings.push(...spaceWarnings(pair, tokens, findTokens, path));
    return {
      ...tokens,
      clean: tokens.clean.slice(0, model.context),
      corrupted: tokens.corrupted.slice(0, model.context),
    };
  });
  issues.push(...tooMuch);
  if (tokensByText) issues.push(...lengthIssues(pairs, issues));
  if (issues.length > 0) return { pairs, issues, warnings, experiment: null };
  const tokenPairs = pairs.map((pair) => ({
    clean: pair.clean.map((token) => token.id),
    corrupted: pair.corrupted.map((token) => token.id),
    correct: pair.correct[0]!.id,
    incorrect: pair.incorrect[0]!.id,
  }));
  const directions = input.directions ?? [input.direction];
  const experiment = {
    model: model.id,
    direction: directions[0]!,
    directions,
    pairs: tokenPairs,
    metrics: input.metrics ?? DEFAULT_METRICS,
  };
  return { pairs, issues, warnings, experiment };
}

const PROMPTS = ['clean', 'corrupted'] as const;
const ANSWERS = ['correct', 'incorrect'] as const;
const FIELDS = [...PROMPTS, ...ANSWERS] as const;

async function tokenizeAll(
  texts: readonly string[],
  models: Tokenization,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, readonly Token[]>> {
  const tokens = await models.tokenize(id, texts, signal);
  return new Map(texts.map((text, index) => [text, tokens[index]!]));
}

function totalIssues(texts: ReadonlySet<string>): InputIssue[] {
  let bytes = 0;
  for (const text of texts) bytes += Buffer.byteLength(text);
  if (bytes <= MAX_EXPERIMENT_BYTES) return [];
  const message = `The texts of this run are ${bytes} bytes together; a run takes up to ${MAX_EXPERIMENT_BYTES}. Use fewer or shorter prompts.`;
  return [{ path: 'pairs', message }];
}

function countIssues(pairs: readonly PairInput[]): InputIssue[] {
  if (pairs.length === 0) return [{ path: 'pairs', message: 'There is no prompt pair. Add at least one.' }];
  if (pairs.length <= MAX_PAIRS) return [];
  const message = `${pairs.length} prompt pairs are too many; a run takes up to ${MAX_PAIRS}. Split them into several runs.`;
  return [{ path: 'pairs', message }];
}

function sweepIssues(sweeps: readonly SweepKind[]): InputIssue[] {
  if (sweeps.length === 0) {
    return [
      { path: 'sweeps', message: `There is no sweep. Choose at least one of ${SWEEP_KINDS.join(', ')}.` },
    ];
  }
  return findRepeated(sweeps).map((kind) => ({
    path: 'sweeps',
    message: `${kind} is requested twice. Name it once.`,
  }));
}

/** `direction` has a default, so only NOISING shows that it was given. */
function directionIssues({ direction, directions }: RunInput): InputIssue[] {
  if (directions == null) return [];
  if (directions.length === 0)
    return [{ path: 'directions', message: 'There is no direction. Choose at least one, or leave it out.' }];
  const repeated = findRepeated(directions);
  if (repeated.length > 0)
    return repeated.map((one) => ({
      path: 'directions',
      message: `${one} is requested twice. Name it once.`,
    }));
  if (direction === 'DENOISING' || direction === directions[0]) return [];
  const message = `direction is ${direction}, but directions begins with ${directions[0]}. Give only one of the two fields.`;
  return [{ path: 'direction', message }];
}

function metricIssues(metrics: readonly MetricId[]): InputIssue[] {
  if (metrics.length === 0)
    return [{ path: 'metrics', message: 'There is no metric. Choose at least one, or leave it out.' }];
  return findRepeated(metrics).map((metric) => ({
    path: 'metrics',
    message: `'${describeMetric(metric).title}' is requested twice. Name it once.`,
  }));
}

/** Items that occur more than once, each once. */
function findRepeated<T>(items: readonly T[]): T[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}

/** Problems of a pair's texts before they are tokenised. */
function pairTextIssues(
  pair: PairInput,
  model: ModelInfo,
  vocabulary: Vocabulary,
  path: string,
): InputIssue[] {
  return [
    ...PROMPTS.map((field) => ({
      path: `${path}.${field}`,
      message: promptTextProblem(`The ${field} prompt`, pair[field], model, vocabulary),
    })),
    ...ANSWERS.map((field) => ({
      path: `${path}.${field}`,
      message: answerTextProblem(field, pair[field], vocabulary),
    })),
  ].flatMap(({ path: at, message }) => (message === null ? [] : [{ path: at, message }]));
}

/** All problems of a pair. @param known problems of its texts; those fields have no tokens. */
function pairIssues(
  pair: PairInput,
  tokens: TokenizedPair,
  model: ModelInfo,
  path: string,
  known: readonly InputIssue[],
): InputIssue[] {
  const checkField = (field: (typeof FIELDS)[number], byTokens: () => string | null): InputIssue[] => {
    const at = `${path}.${field}`;
    const textProblems = known.filter((issue) => issue.path === at);
    if (textProblems.length > 0) return textProblems;
    const message = byTokens();
    return message === null ? [] : [{ path: at, message }];
  };
  const promptIssues = PROMPTS.flatMap((field) =>
    checkField(field, () => promptLengthProblem(`The ${field} prompt`, tokens[field], model)),
  );
  const answerIssues = ANSWERS.flatMap((field) =>
    checkField(field, () => answerTokensProblem(pair[field], tokens[field])),
  );
  // Two texts are compared only when neither has problems of its own.
  if (promptIssues.length === 0) promptIssues.push(...alignmentIssues(tokens, path));
  if (answerIssues.length === 0 && tokens.correct[0]!.id === tokens.incorrect[0]!.id) {
    const message = `Both answers are ${quote(pair.correct)}; their logit difference would always be 0. Give another incorrect answer.`;
    answerIssues.push({ path: `${path}.incorrect`, message });
  }
  return [...promptIssues, ...answerIssues];
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

/** Warnings of answers without the leading space of a word: that is another token, usually not the intended one. */
function spaceWarnings(
  pair: PairInput,
  tokens: TokenizedPair,
  findTokens: (text: string) => readonly Token[],
  path: string,
): InputIssue[] {
  return ANSWERS.flatMap((field) => {
    if (!mayLackSpace(pair.clean, pair[field])) return [];
    const message = missingSpaceWarning(pair[field], tokens[field], findTokens(` ${pair[field]}`));
    return message === null ? [] : [{ path: `${path}.${field}`, message }];
  });
}

/** Problems of pairs with another number of tokens than the first; a run is computed as one batch. Ignores invalid pairs. */
function lengthIssues(pairs: readonly TokenizedPair[], known: readonly InputIssue[]): InputIssue[] {
  const isValid = (index: number): boolean =>
    !known.some(({ path }) => path === `pairs.${index}.clean` || path === `pairs.${index}.corrupted`);
  const first = pairs.findIndex((_, index) => isValid(index));
  return pairs.flatMap((pair, index) => {
    const length = pairs[first]?.clean.length;
    if (!isValid(index) || pair.clean.length === length) return [];
    const message =
      `Pair ${index + 1} is ${pair.clean.length} tokens long and pair ${first + 1} is ${length}; ` +
      'all pairs of a run need the same number of tokens. Reword it, or submit it as another run.';
    return [{ path: `pairs.${index}.clean`, message }];
  });
}

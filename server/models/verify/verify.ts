/** Compares a model on this machine with its published values. */
import { z } from 'zod';
import { jsonColumn, type Decode } from '../../db/codec';
import { AppError } from '../../errors';
import {
  readMetric,
  type Computation,
  type Experiment,
  type ExpectedModel,
  type SweepKind,
  type SweepResult,
} from '../../engine/api';
import { computeGap, mean, computeRecovery } from '../../../domain/effect';
import {
  findPublishedValues,
  type PublishedExperiment,
  type PublishedValue,
  type PublishedPredictions,
} from './published-values';

const storedRows = z.array(
  z.object({
    group: z.string(),
    name: z.string(),
    expected: z.string(),
    measured: z.string(),
    difference: z.number().nullable(),
    tolerance: z.number().nullable(),
    passed: z.boolean(),
    published: z.boolean(),
    source: z.string(),
  }),
);

/** The rows of a stored verification. @throws DATABASE_UNAVAILABLE */
export const decodeVerificationRows: Decode<VerificationRow[]> = jsonColumn('Verification.rows', storedRows);

/** One published value and the value measured here. */
export interface VerificationRow {
  /** Group of the value, e.g. the prompt set. */
  readonly group: string;
  readonly name: string;
  readonly expected: string;
  readonly measured: string;
  /** |measured - expected|; null if it is not a number. */
  readonly difference: number | null;
  readonly tolerance: number | null;
  readonly passed: boolean;
  /** Whether it was published; otherwise it is a self-check of this engine. */
  readonly published: boolean;
  readonly source: string;
}

/** The part of a tokenizer that verification needs; it may be asynchronous. */
export interface VerificationTokenizer {
  /** Tokens of a text, <|endoftext|> first when `prependBos`. */
  tokens(
    text: string,
    prependBos: boolean,
  ): readonly { readonly id: number }[] | Promise<readonly { readonly id: number }[]>;
  tokenText(id: number): string;
}

/** Common fields of the rows of one part. */
type About = Pick<VerificationRow, 'group' | 'source'>;

/** Summarizes rows: "86/86 published values match, 6/6 self-checks pass". */
export function summarizeVerification(rows: readonly VerificationRow[]): string {
  const count = (published: boolean): string => {
    const some = rows.filter((row) => row.published === published);
    return `${some.filter(({ passed }) => passed).length}/${some.length}`;
  };
  return `${count(true)} published values match, ${count(false)} self-checks pass`;
}

/**
 * Computes everything that a model has published values for.
 *
 * @param onRows is called with the rows of each part as soon as they are computed.
 * @param expected identity that the model must have; without it any model of that id is accepted.
 * @throws NOT_FOUND for a model without published values; MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function verifyModel(
  engine: Pick<Computation, 'run' | 'predict'>,
  tokenizer: VerificationTokenizer,
  modelId: string,
  onRows: (rows: readonly VerificationRow[]) => void = () => {},
  expected?: ExpectedModel,
): Promise<VerificationRow[]> {
  const figures = findPublishedValues(modelId);
  if (!figures) {
    const message = `No published values are known for '${modelId}', so it cannot be verified.`;
    throw new AppError('NOT_FOUND', message);
  }
  const all: VerificationRow[] = [];
  const add = (rows: readonly VerificationRow[]): void => {
    all.push(...rows);
    onRows(rows);
  };
  for (const published of figures.predictions) {
    add(await verifyPredictions(engine, tokenizer, modelId, published, expected));
  }
  for (const published of figures.experiments) {
    add(await verifyExperiment(engine, tokenizer, modelId, published, expected));
  }
  return all;
}

async function verifyPredictions(
  engine: Pick<Computation, 'predict'>,
  tokenizer: VerificationTokenizer,
  modelId: string,
  { name, source, prompt, rows }: PublishedPredictions,
  model: ExpectedModel | undefined,
): Promise<VerificationRow[]> {
  const tokens = (await tokenizer.tokens(prompt, true)).map(({ id }) => id);
  const predicted = await engine.predict(modelId, tokens, rows.length, model);
  return rows.flatMap(([token, logit, percent], rank) => {
    const found = predicted[rank];
    const text = found ? tokenizer.tokenText(found.tokenId) : '';
    const about = { group: name, source };
    return [
      compareText(about, `token ${rank}`, token, text),
      compare(about, `logit of token ${rank}`, logit, found?.logit ?? NaN),
      compare(about, `probability of token ${rank}, %`, percent, 100 * (found?.probability ?? NaN)),
    ];
  });
}

async function verifyExperiment(
  engine: Pick<Computation, 'run'>,
  tokenizer: VerificationTokenizer,
  modelId: string,
  expected: PublishedExperiment,
  model: ExpectedModel | undefined,
): Promise<VerificationRow[]> {
  const about = { group: expected.name, source: expected.source };
  const promptIds = async (text: string): Promise<number[]> =>
    (await tokenizer.tokens(text, true)).map(({ id }) => id);
  const experiment: Experiment = {
    model: modelId,
    expected: model,
    direction: 'DENOISING',
    pairs: await Promise.all(
      expected.pairs.map(async ({ clean, corrupted, correct, incorrect }) => ({
        clean: await promptIds(clean),
        corrupted: await promptIds(corrupted),
        correct: await answerId(tokenizer, correct),
        incorrect: await answerId(tokenizer, incorrect),
      })),
    ),
  };
  const kinds = new Set<SweepKind>(expected.cells.map(({ kind }) => kind));
  if (expected.topValueHeads.length > 0) kinds.add('HEAD_V');
  const sweeps = new Map<SweepKind, SweepResult>();
  let clean: Float32Array = new Float32Array();
  let corrupted: Float32Array = new Float32Array();
  const { checks } = await engine.run(experiment, [...kinds], {
    onEvent(event) {
      if (event.type === 'baseline') ({ clean, corrupted } = readMetric(event.baseline.values, 'logit_diff'));
      if (event.type === 'sweep') sweeps.set(event.sweep.kind, event.sweep);
    },
  });
  const gap = computeGap({ clean, corrupted }, 'DENOISING');
  const effects = new Map(
    [...sweeps].map(([kind, sweep]) => [
      kind,
      meanOverPrompts(sweep, expected.pairs.length).map((logitDiff) => computeRecovery(logitDiff, gap)),
    ]),
  );
  return [
    compare(about, 'mean logit difference, clean', expected.clean, mean(clean)),
    compare(about, 'mean logit difference, corrupted', expected.corrupted, mean(corrupted)),
    ...expected.perPrompt.map((figure, prompt) =>
      compare(about, `logit difference of prompt ${prompt + 1}`, figure, clean[prompt]!),
    ),
    ...expected.cells.map(({ kind, layer, index, recovery: figure }) => {
      const sweep = sweeps.get(kind)!;
      const label = sweep.axes[1] === 'head' ? `L${layer}H${index}` : `layer ${layer}, position ${index}`;
      const value = index < sweep.shape[1]! ? effects.get(kind)![layer * sweep.shape[1]! + index] : undefined;
      return compare(about, `${kind} ${label}`, figure, value ?? NaN);
    }),
    ...(expected.topValueHeads.length > 0
      ? [topHeadsRow(about, expected.topValueHeads, effects.get('HEAD_V')!, sweeps.get('HEAD_V')!.shape[1]!)]
      : []),
    ...checks.map(({ name, kind, maxAbsDifference, passed }) => ({
      ...about,
      name: `sanity check ${name.toLowerCase().replaceAll('_', ' ')}${kind ? ` of ${kind}` : ''}`,
      expected: '0',
      measured: maxAbsDifference.toExponential(1),
      difference: maxAbsDifference,
      tolerance: null,
      passed,
      published: false,
    })),
  ];
}

function topHeadsRow(
  about: About,
  expected: readonly string[],
  effects: Float64Array,
  heads: number,
): VerificationRow {
  const top = Array.from(effects, (effect, index) => ({ effect, index }))
    .toSorted((a, b) => b.effect - a.effect)
    .slice(0, expected.length)
    .map(({ index }) => `L${Math.floor(index / heads)}H${index % heads}`);
  const inOrder = (names: readonly string[]): string =>
    names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(' ');
  return compareText(
    about,
    `top ${expected.length} heads by value patching`,
    inOrder(expected),
    inOrder(top),
  );
}

/** @throws MODEL_UNAVAILABLE when the answer is not one token: the tokenizer belongs to another model. */
async function answerId(tokenizer: VerificationTokenizer, answer: string): Promise<number> {
  const tokens = await tokenizer.tokens(answer, false);
  if (tokens.length === 1) return tokens[0]!.id;
  const message = `'${answer}' is ${tokens.length} tokens here, but one in the published model; tokenizer.json belongs to another model.`;
  throw new AppError('MODEL_UNAVAILABLE', message);
}

function meanOverPrompts(sweep: SweepResult, prompts: number): Float64Array {
  const values = readMetric(sweep.values, 'logit_diff');
  const cells = values.length / prompts;
  return Float64Array.from({ length: cells }, (_, cell) =>
    mean(Array.from({ length: prompts }, (_unused, prompt) => values[prompt * cells + cell]!)),
  );
}

function compare(
  about: About,
  name: string,
  { printed, uncertainty }: PublishedValue,
  value: number,
): VerificationRow {
  const decimals = printed.split('.')[1]?.length ?? 0;
  const tolerance = 0.5 * 10 ** -decimals + uncertainty;
  const difference = Math.abs(value - Number(printed));
  return {
    ...about,
    name,
    expected: printed,
    measured: value.toFixed(decimals + 2),
    difference,
    tolerance,
    passed: difference <= tolerance,
    published: true,
  };
}

function compareText(about: About, name: string, expected: string, measured: string): VerificationRow {
  return {
    ...about,
    name,
    expected,
    measured,
    difference: null,
    tolerance: null,
    passed: expected === measured,
    published: true,
  };
}

/** Logit differences of the unpatched runs of many pairs, before anything is stored. */
import type { Baselines } from '../../../domain/effect';
import { MAX_MEASURED_PAIRS } from '../../../domain/limits';
import { badUserInput } from '../../errors';
import { createNoEngineError } from '../../engine-status';
import { readMetric } from '../../engine/api';
import type { Services } from '../services';
import { findFirstIssues } from './issues-by-pair';
import { validatePairs, type PairInput, type PairsInput } from './validate-pairs';

type MeasuringServices = Pick<Services, 'models' | 'engine'>;

/** Pairs that are checked and computed together; the engine serves other requests in between. */
const CHUNK = 64;

/** A pair that cannot be used. */
export interface RefusedPair {
  /** Of the input. */
  readonly index: number;
  readonly reason: string;
}

export interface MeasuredPairs {
  /** Of the input, ascending: the pairs that could be used. */
  readonly indices: readonly number[];
  /** Of these pairs, in logits. */
  readonly baselines: Baselines;
  readonly refused: readonly RefusedPair[];
}

/** Indices of the pairs that are measured: all, or evenly spaced ones of more than fit. */
export function samplePairs(count: number, most = MAX_MEASURED_PAIRS): number[] {
  const size = Math.min(count, most);
  return Array.from({ length: size }, (_, at) => Math.floor((at * count) / size));
}

/**
 * Runs each pair that can be used through the model, clean and corrupted.
 *
 * @param chosen indices of the pairs to measure, at most MAX_MEASURED_PAIRS.
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED without an engine; RUN_CANCELLED; BAD_USER_INPUT for what is not about one pair.
 */
export async function measureBaselines(
  { models, engine }: MeasuringServices,
  { model, pairs, prependBos, wholeAnswers }: PairsInput,
  chosen: readonly number[],
  signal?: AbortSignal,
): Promise<MeasuredPairs> {
  if (engine === null) throw createNoEngineError();
  if (chosen.length > MAX_MEASURED_PAIRS) throw new Error(`${chosen.length} pairs are too many to measure`);
  const indices: number[] = [];
  const clean: number[] = [];
  const corrupted: number[] = [];
  const refused: RefusedPair[] = [];
  for (let start = 0; start < chosen.length; start += CHUNK) {
    const chunk = chosen.slice(start, start + CHUNK);
    const check = async (some: readonly number[]) =>
      validatePairs(
        { model, prependBos, wholeAnswers, pairs: some.map((index): PairInput => pairs[index]!) },
        models,
        signal,
        { isMixedAllowed: true },
      );
    const first = await check(chunk);
    const reasons = findFirstIssues(first.issues);
    if (reasons === null) throw badUserInput(first.issues);
    const usable = chunk.filter((_, at) => !reasons.has(at));
    refused.push(
      ...[...reasons].map(([at, { message }]): RefusedPair => ({ index: chunk[at]!, reason: message })),
    );
    if (usable.length === 0) continue;
    const { tokenPairs, issues } = reasons.size === 0 ? first : await check(usable);
    if (!tokenPairs) throw badUserInput(issues);
    const { values } = await engine.baseline({ model, direction: 'DENOISING', pairs: tokenPairs });
    const measured = readMetric(values, 'logit_diff');
    indices.push(...usable);
    clean.push(...Array.from(measured.clean));
    corrupted.push(...Array.from(measured.corrupted));
  }
  return { indices, baselines: { clean, corrupted }, refused: refused.toSorted((a, b) => a.index - b.index) };
}

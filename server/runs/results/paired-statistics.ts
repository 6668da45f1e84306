/** Paired comparison of two sweeps of runs on the same pairs: statistics of the difference of their effects per prompt. */
import { countCells } from '../../../domain/cell';
import { measureMoments, type Moments } from '../../../domain/moments';
import { findRoundingFloor } from '../../../domain/statistics/floor';
import { computeStatistics } from '../../../domain/statistics/cells';
import { listBases, listUsableGaps } from '../../../domain/statistics/normalisation';
import { badUserInput } from '../../errors';
import type { PromptPair } from '../../db';
import { readComputed } from './computed';
import type { StatisticsOfSweep, StatisticsRequest, StatisticsSubject } from './sweep-statistics';
import type { SweepData } from './sweep-view';

/** One of two sweeps that are compared. */
export interface ComparedSweep extends StatisticsSubject {
  readonly data: Pick<SweepData, 'axes' | 'shape' | 'metric' | 'direction' | 'baselines'>;
}

/** A sweep with its values. */
export interface PairedSweep extends ComparedSweep {
  readonly data: SweepData;
}

/** The statistics, or why the two runs cannot be paired. */
export type Paired =
  | { readonly reason: string; readonly statistics: null }
  | { readonly reason: null; readonly statistics: StatisticsOfSweep };

/**
 * Compares the effects of `b` with those of `a`, prompt by prompt: effect in b less effect in a.
 *
 * @throws BAD_USER_INPUT for RATIO_OF_MEANS, which has no value of single prompts.
 */
export function comparePaired(a: PairedSweep, b: PairedSweep, request: StatisticsRequest): Paired {
  const order = pairSweeps(a, b, request);
  if (typeof order === 'string') return refuse(order);
  const cells = countCells(a.data.shape);
  const effects = [a, b].map(({ data }) =>
    listEffects(
      data.values,
      data,
      Array.from({ length: data.baselines.clean.length }, (_, prompt) => prompt),
      request.normalisation,
    ),
  );
  const moments = measureDifferences(effects[0]!, effects[1]!, order, cells);
  return { reason: null, statistics: describeDifferences(a, b, order, moments, request) };
}

/**
 * The index in `b` of each pair of `a`; otherwise why the two sweeps cannot be compared.
 *
 * @throws BAD_USER_INPUT for RATIO_OF_MEANS.
 */
export function pairSweeps(
  a: ComparedSweep,
  b: ComparedSweep,
  { normalisation }: StatisticsRequest,
): readonly number[] | string {
  if (normalisation === 'RATIO_OF_MEANS') {
    const message = 'A ratio of means has no value of single prompts. Use NONE or MEAN_OF_RATIOS.';
    throw badUserInput([{ path: 'normalisation', message }]);
  }
  const [mine, theirs] = [a.data, b.data];
  if (mine.axes.join() !== theirs.axes.join() || mine.shape.join() !== theirs.shape.join())
    return 'The two sweeps have different cells.';
  const hasPositions = mine.axes.some((axis) => axis !== 'layer' && axis !== 'head');
  if (hasPositions && (a.run.roles ?? '').toLowerCase() !== (b.run.roles ?? '').toLowerCase())
    return 'The position axes of the two runs step along different roles.';
  return matchPairs(a.pairs, b.pairs);
}

/**
 * Moments of the differences of some prompts.
 *
 * @param mine effects, [prompt, ...cells].
 * @param theirs effects, likewise.
 * @param order index in `theirs` of each prompt of `mine`.
 */
export function measureDifferences(
  mine: Float64Array,
  theirs: Float64Array,
  order: readonly number[],
  cells: number,
): Moments {
  const differences = new Float64Array(mine.length);
  for (const [prompt, other] of order.entries()) {
    for (let cell = 0; cell < cells; cell++)
      differences[prompt * cells + cell] = theirs[other * cells + cell]! - mine[prompt * cells + cell]!;
  }
  return measureMoments(differences, new Float64Array(order.length), cells);
}

/** Statistics of the differences of all prompts. @param order of `pairSweeps`. */
export function describeDifferences(
  a: ComparedSweep,
  b: ComparedSweep,
  order: readonly number[],
  moments: Moments,
  request: StatisticsRequest,
): StatisticsOfSweep {
  const { normalisation, correction } = request;
  const [mine, theirs] = [a.data, b.data];
  const others = readComputed(b.row, b.run, b.pairs);
  const computed = readComputed(a.row, a.run, a.pairs).map((own, cell) => own | others[cell]!);
  const { metric, direction, baselines } = mine;
  const options = { metric, direction, normalisation: 'NONE', correction } as const;
  // Each of the two effects is off by up to its floor.
  const floor = [mine, theirs].reduce(
    (sum, data) => sum + findRoundingFloor(data.baselines, { ...options, normalisation }),
    0,
  );
  const statistics = computeStatistics(moments, baselines, computed, options, floor);
  const gaps = [mine, theirs].map((data) => listUsableGaps(data.baselines, data.direction, data.metric));
  const leftOut = order.filter(
    (other, prompt) => Number.isNaN(gaps[0]![prompt]!) || Number.isNaN(gaps[1]![other]!),
  ).length;
  return {
    ...statistics,
    ...request,
    metric,
    prompts: order.length,
    leftOut: normalisation === 'MEAN_OF_RATIOS' ? leftOut : 0,
  };
}

function refuse(reason: string): Paired {
  return { reason, statistics: null };
}

/**
 * Effects of some prompts, [prompt, ...cells]; NaN for prompts whose gap is too small.
 *
 * @param values of these prompts, [prompt, ...cells].
 * @param prompts their indices in the baselines.
 */
export function listEffects(
  values: ArrayLike<number>,
  { baselines, direction, metric }: ComparedSweep['data'],
  prompts: readonly number[],
  normalisation: StatisticsRequest['normalisation'],
): Float64Array {
  const cells = values.length / prompts.length;
  const bases = listBases(baselines, direction);
  const gaps = normalisation === 'MEAN_OF_RATIOS' ? listUsableGaps(baselines, direction, metric) : null;
  return Float64Array.from(values, (value, at) => {
    const prompt = prompts[Math.floor(at / cells)]!;
    return (value - bases[prompt]!) / (gaps ? gaps[prompt]! : 1);
  });
}

/** The index of each pair of `a` in `b`; otherwise why they are not the same pairs. */
function matchPairs(a: readonly PromptPair[], b: readonly PromptPair[]): number[] | string {
  if (a.length !== b.length)
    return `The runs have ${a.length} and ${b.length} prompt pairs. A paired comparison needs the same pairs in both.`;
  const indices = new Map<string, number[]>();
  for (const [index, pair] of b.entries()) {
    const key = makeKey(pair);
    const known = indices.get(key);
    if (known) known.push(index);
    else indices.set(key, [index]);
  }
  const order: number[] = [];
  for (const [index, pair] of a.entries()) {
    const found = indices.get(makeKey(pair))?.shift();
    if (found === undefined)
      return `Pair ${index + 1} of the first run is not a pair of the second one. A paired comparison needs the same pairs in both.`;
    order.push(found);
  }
  return order;
}

/** Prompts and answers. */
function makeKey({
  clean,
  corrupted,
  correct,
  incorrect,
  correctSet,
  incorrectSet,
  rule,
}: PromptPair): string {
  return JSON.stringify([clean, corrupted, correct, incorrect, correctSet, incorrectSet, rule]);
}

/** Values of a stored sweep: means or one prompt, raw or normalised, its cells and its axes. */
import { coordinatesToIndex, countCells, indexToCoordinates, type Coordinates } from '../../../domain/cell';
import { badUserInput } from '../../errors';
import type { AxisName, Direction, MetricId, SweepKind } from '../../engine/api';
import type { PromptPair, Sweep } from '../../db';
import { decodeGrid, decodeSweepDirection } from '../../db/codec';
import {
  computeGap,
  averageOverPrompts,
  computeRecovery,
  isGapTooSmall,
  type Baselines,
  type Gap,
} from '../../../domain/effect';
import { decodeFloats } from './float-bytes';
import { readMeans, type StoredMoments } from './moments';
import { rankLargest } from '../../../domain/rank-largest';

/** A sweep without its values; lists never read blobs. */
export type SweepRow = Sweep;

/** One patch of a sweep, averaged over prompts. */
export interface Cell extends Coordinates {
  readonly metric: MetricId;
  /** The metric after the patch, in its unit. */
  readonly value: number;
  /** Null where the metric has no recovery, or the gap is too small to normalise by. */
  readonly recovery: number | null;
}

/** A sweep and what is needed to read it. */
export interface SweepData {
  readonly kind: SweepKind;
  readonly axes: readonly AxisName[];
  /** Lengths of the axes. */
  readonly shape: readonly number[];
  readonly metric: MetricId;
  /** Raw values of the metric, row-major [prompt, ...shape]. */
  readonly values: Float32Array;
  /** The metric of the unpatched runs. */
  readonly baselines: Baselines;
  readonly direction: Direction;
  /** Of a run of several batches, whose `values` are those of some prompts; absent in other runs. */
  readonly summary?: Summary | undefined;
}

/** A sweep of a run of several batches. */
export interface Summary {
  /** Pairs that are computed; the means are over them. */
  readonly pairs: number;
  /** Mean raw value of each cell, [...shape]. */
  readonly means: Float64Array;
  readonly gap: Gap;
  /** Indices of the prompts of `values`. */
  readonly prompts: readonly number[];
}

/** Base and source metric, averaged over the pairs that the means are over. */
export function readMeanGap({ summary, baselines, direction }: SweepData): Gap {
  return summary?.gap ?? computeGap(baselines, direction);
}

/** Pairs that the means of a sweep are over. */
export function countPairs({ summary, baselines }: SweepData): number {
  return summary?.pairs ?? baselines.clean.length;
}

/** Indices of the prompts whose values a sweep has, in the order of the rows of `values`. */
function listPrompts({ summary, baselines }: SweepData): readonly number[] {
  return summary?.prompts ?? Array.from(baselines.clean, (_, prompt) => prompt);
}

/**
 * Joins a sweep of a run of several batches.
 *
 * @param stored its moments.
 * @param baselines of all pairs of the run.
 * @param rows values of some prompts, [...shape] each.
 */
export function joinBatchedSweep(
  row: SweepRow,
  metric: MetricId,
  stored: StoredMoments,
  baselines: Baselines,
  rows: ReadonlyMap<number, Float32Array>,
): SweepData {
  const direction = decodeSweepDirection(row.direction);
  const { means, gap } = readMeans(stored, direction);
  const values = new Float32Array(rows.size * means.length);
  [...rows.values()].forEach((cells, at) => values.set(cells, at * means.length));
  const summary = { pairs: stored.pairs, means, gap, prompts: [...rows.keys()] };
  return { ...decodeGrid(row), metric, values, baselines, direction, summary };
}

/**
 * Joins a stored sweep with one metric's values and baselines.
 *
 * @param values stored bytes of the metric.
 * @throws DATABASE_UNAVAILABLE for a row that cannot be read.
 */
export function joinSweep(
  row: SweepRow,
  metric: MetricId,
  values: Uint8Array,
  baselines: Baselines,
): SweepData {
  return {
    ...decodeGrid(row),
    metric,
    values: decodeFloats(values),
    baselines,
    direction: decodeSweepDirection(row.direction),
  };
}

/** Logit differences of a run's unpatched prompts; NaN before they are computed. */
export function readBaselines(pairs: readonly PromptPair[]): Baselines {
  return {
    clean: pairs.map((pair) => pair.cleanLogitDiff ?? NaN),
    corrupted: pairs.map((pair) => pair.corruptedLogitDiff ?? NaN),
  };
}

/** The pairs of a run of several batches that are computed; of other runs all. NaN stands for a pair that is not. */
export function takeComputed(baselines: Baselines): Baselines {
  const clean = Array.from(baselines.clean);
  const computed = clean.flatMap((value, pair) => (Number.isNaN(value) ? [] : [pair]));
  if (computed.length === 0 || computed.length === clean.length) return baselines;
  return {
    clean: computed.map((pair) => clean[pair]!),
    corrupted: computed.map((pair) => baselines.corrupted[pair]!),
  };
}

/**
 * The values of a sweep, row-major in its shape.
 *
 * @param isNormalised recovery (NaN where undefined) instead of raw values.
 * @param prompt index of the prompt, normalised by its own gap; null for the mean over prompts.
 * @throws BAD_USER_INPUT for a prompt that the run does not have.
 */
export function sweepValues(data: SweepData, isNormalised: boolean, prompt: number | null): Float64Array {
  const prompts = data.baselines.clean.length;
  if (prompt !== null && !(Number.isInteger(prompt) && prompt >= 0 && prompt < prompts)) {
    const message = `There is no prompt ${prompt}; this run has prompts 0 to ${prompts - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const raw = readRaw(data, prompt);
  if (!isNormalised) return raw;
  const gap = prompt === null ? readMeanGap(data) : computeGap(data.baselines, data.direction, prompt);
  return raw.map((value) => recover(data, value, gap));
}

/** Raw values of one prompt, or their mean, [...shape]. @throws BAD_USER_INPUT for a prompt that is not computed yet. */
function readRaw(data: SweepData, prompt: number | null): Float64Array {
  const { summary, values, baselines } = data;
  if (!summary) return averageOverPrompts(values, baselines.clean.length, prompt);
  if (prompt === null) return summary.means;
  const row = summary.prompts.indexOf(prompt);
  const cells = summary.means.length;
  if (row >= 0) return Float64Array.from(values.subarray(row * cells, (row + 1) * cells));
  const message = `Prompt ${prompt} is not computed yet; ${summary.pairs} of ${baselines.clean.length} pairs are. Ask again later.`;
  throw badUserInput([{ path: 'prompt', message }]);
}

/** Cells with the largest |recovery| first; where recovery is undefined, with the largest |change from the base run|. */
export function topCells(data: SweepData, k: number): Cell[] {
  const { base } = readMeanGap(data);
  return rankCells(data, k, (value) => Math.abs(value - base));
}

/**
 * Values of a sweep prompt by prompt, row-major [prompt, ...shape].
 *
 * @param isNormalised recovery by each prompt's own gap (NaN where undefined) instead of raw values.
 */
export function perPromptValues(data: SweepData, isNormalised: boolean): Float32Array {
  if (!isNormalised) return data.values;
  const prompts = listPrompts(data);
  const cells = data.values.length / prompts.length;
  const gaps = prompts.map((prompt) => computeGap(data.baselines, data.direction, prompt));
  return data.values.map((value, index) => recover(data, value, gaps[Math.floor(index / cells)]!));
}

/**
 * Cells of a head sweep in the order in which heads are ranked everywhere: the largest signed recovery first, as
 * torch.topk of the recovery. Recovery is positive towards the source run, whatever the direction and the sign of the
 * gap. Where recovery is undefined there is no such direction, and the largest |change from the base run| comes first.
 *
 * @throws BAD_USER_INPUT when the sweep has no head axis.
 */
export function topHeads(data: SweepData, k: number): Cell[] {
  if (!data.axes.includes('head')) {
    throw badUserInput([
      { path: 'kind', message: `${data.kind} has no heads; ask for one of the HEAD_ kinds.` },
    ]);
  }
  const gap = readMeanGap(data);
  return rankCells(data, k, (value) =>
    isGapTooSmall(gap, data.metric) ? Math.abs(value - gap.base) : recover(data, value, gap),
  );
}

/** A cell's effect on one prompt. */
export interface PromptEffect {
  readonly metric: MetricId;
  /** The metric after the patch, in its unit. */
  readonly value: number;
  /** Null where the metric has no recovery, or the prompt's own gap is too small to normalise by. */
  readonly recovery: number | null;
}

/** Row-major index of a cell in a sweep's shape. @throws BAD_USER_INPUT for a cell that the sweep does not have. */
export function cellIndex(
  { kind, axes, shape }: Pick<SweepData, 'axes' | 'shape' | 'kind'>,
  coordinates: Coordinates,
): number {
  const index = coordinatesToIndex({ axes, shape }, coordinates);
  if (typeof index === 'number') return index;
  const { axis, coordinate, step, length } = index;
  const message =
    step === null
      ? `${kind} has a cell for each ${axes.join(' and ')}; give the ${coordinate}, 0 to ${length - 1}.`
      : `There is no ${axis} ${step}; ${kind} has ${axis}s 0 to ${length - 1}.`;
  throw badUserInput([{ path: coordinate, message }]);
}

/**
 * One cell averaged and prompt by prompt; of a run of several batches, on the prompts whose values were read.
 *
 * @throws BAD_USER_INPUT for a cell that the sweep does not have.
 */
export function cellDetail(data: SweepData, place: Coordinates): { mean: Cell; perPrompt: PromptEffect[] } {
  const at = cellIndex(data, place);
  const prompts = listPrompts(data);
  const cells = countCells(data.shape);
  const own = Float32Array.from(prompts, (_, row) => data.values[row * cells + at]!);
  const perPrompt = Array.from(own, (value, row) => {
    const recovered = recover(data, value, computeGap(data.baselines, data.direction, prompts[row]));
    return { metric: data.metric, value, recovery: Number.isNaN(recovered) ? null : recovered };
  });
  return {
    mean: makeCell(data, at, data.summary?.means[at] ?? averageOverPrompts(own, prompts.length, null)[0]!),
    perPrompt,
  };
}

/** The cells whose means have the largest weights, largest first. */
function rankCells(data: SweepData, k: number, weigh: (value: number) => number): Cell[] {
  const means = sweepValues(data, false, null);
  return rankLargest(means.map(weigh), k).map((index) => makeCell(data, index, means[index]!));
}

function makeCell(data: SweepData, index: number, value: number): Cell {
  const recovered = recover(data, value, readMeanGap(data));
  return {
    ...indexToCoordinates(data, index),
    metric: data.metric,
    value,
    recovery: Number.isNaN(recovered) ? null : recovered,
  };
}

/** Recovery of a value; NaN where the metric has none, or the gap is too small to normalise by. */
function recover({ metric }: Pick<SweepData, 'metric'>, value: number, gap: Gap): number {
  return computeRecovery(value, gap, metric);
}

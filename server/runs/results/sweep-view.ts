/** Values of a stored sweep: means or one prompt, raw or normalised, its cells and its axes. */
import { coordinatesToIndex, indexToCoordinates, type Coordinates } from '../../../domain/cell';
import { badUserInput } from '../../errors';
import type { AxisName, Direction, SweepKind } from '../../engine/api';
import type { PromptPair, Sweep } from '../../db';
import { decodeGrid } from '../../db/codec';
import {
  computeGap,
  isGapTooSmall,
  averageOverPrompts,
  computeRecovery,
  type Baselines,
} from '../../../domain/effect';
import { decodeFloats } from './float-bytes';
import { rankLargest } from '../../../domain/rank-largest';

/** A sweep without its values; lists never read blobs. */
export type SweepRow = Sweep;

/** One patch of a sweep, averaged over prompts. */
export interface Cell extends Coordinates {
  /** The metric after the patch, in its unit. */
  readonly value: number;
  /** Null where the gap is too small to normalise by. */
  readonly recovery: number | null;
}

/** A sweep and what is needed to read it. */
export interface SweepData {
  readonly kind: SweepKind;
  readonly axes: readonly AxisName[];
  /** Lengths of the axes. */
  readonly shape: readonly number[];
  /** Raw values of the default metric, row-major [prompt, ...shape]. */
  readonly values: Float32Array;
  readonly baselines: Baselines;
  readonly direction: Direction;
}

/**
 * Joins a stored sweep with its values and its run's prompts.
 *
 * @param values stored bytes of the default metric.
 * @throws DATABASE_UNAVAILABLE for a row that cannot be read.
 */
export function joinSweep(
  row: SweepRow,
  values: Uint8Array,
  pairs: readonly PromptPair[],
  direction: Direction,
): SweepData {
  return {
    ...decodeGrid(row),
    values: decodeFloats(values),
    baselines: readBaselines(pairs),
    direction,
  };
}

/** Logit differences of a run's unpatched prompts; NaN before they are computed. */
export function readBaselines(pairs: readonly PromptPair[]): Baselines {
  return {
    clean: pairs.map((pair) => pair.cleanLogitDiff ?? NaN),
    corrupted: pairs.map((pair) => pair.corruptedLogitDiff ?? NaN),
  };
}

/**
 * The values of a sweep, row-major in its shape.
 *
 * @param isNormalised recovery (NaN where undefined) instead of logit differences.
 * @param prompt index of the prompt, normalised by its own gap; null for the mean over prompts.
 * @throws BAD_USER_INPUT for a prompt that the run does not have.
 */
export function sweepValues(data: SweepData, isNormalised: boolean, prompt: number | null): Float64Array {
  const prompts = data.baselines.clean.length;
  if (prompt !== null && !(Number.isInteger(prompt) && prompt >= 0 && prompt < prompts)) {
    const message = `There is no prompt ${prompt}; this run has prompts 0 to ${prompts - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const raw = averageOverPrompts(data.values, prompts, prompt);
  if (!isNormalised) return raw;
  const gap = computeGap(data.baselines, data.direction, prompt);
  return raw.map((value) => computeRecovery(value, gap));
}

/** Cells with the largest |recovery| first; where recovery is undefined, with the largest |change from the base run|. */
export function topCells(data: SweepData, k: number): Cell[] {
  const { base } = computeGap(data.baselines, data.direction);
  return rankCells(data, k, (value) => Math.abs(value - base));
}

/**
 * Values of a sweep prompt by prompt, row-major [prompt, ...shape].
 *
 * @param isNormalised recovery by each prompt's own gap (NaN where undefined) instead of logit differences in logits.
 */
export function perPromptValues(data: SweepData, isNormalised: boolean): Float32Array {
  if (!isNormalised) return data.values;
  const prompts = data.baselines.clean.length;
  const cells = data.values.length / prompts;
  const gaps = Array.from({ length: prompts }, (_, prompt) =>
    computeGap(data.baselines, data.direction, prompt),
  );
  return data.values.map((value, index) => computeRecovery(value, gaps[Math.floor(index / cells)]!));
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
  const gap = computeGap(data.baselines, data.direction);
  return rankCells(data, k, (value) =>
    isGapTooSmall(gap) ? Math.abs(value - gap.base) : computeRecovery(value, gap),
  );
}

/** A cell's effect on one prompt. */
export interface PromptEffect {
  /** The metric after the patch, in its unit. */
  readonly value: number;
  /** Null where the prompt's own gap is too small to normalise by. */
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
 * One cell averaged and prompt by prompt.
 *
 * @throws BAD_USER_INPUT for a cell that the sweep does not have.
 */
export function cellDetail(data: SweepData, place: Coordinates): { mean: Cell; perPrompt: PromptEffect[] } {
  const at = cellIndex(data, place);
  const prompts = data.baselines.clean.length;
  const cells = data.values.length / prompts;
  const perPrompt = Array.from({ length: prompts }, (_, prompt) => {
    const value = data.values[prompt * cells + at]!;
    const recovered = computeRecovery(value, computeGap(data.baselines, data.direction, prompt));
    return { value, recovery: Number.isNaN(recovered) ? null : recovered };
  });
  return { mean: makeCell(data, at, sweepValues(data, false, null)[at]!), perPrompt };
}

/** The cells whose means have the largest weights, largest first. */
function rankCells(data: SweepData, k: number, weigh: (value: number) => number): Cell[] {
  const means = sweepValues(data, false, null);
  return rankLargest(means.map(weigh), k).map((index) => makeCell(data, index, means[index]!));
}

function makeCell(data: SweepData, index: number, value: number): Cell {
  const gap = computeGap(data.baselines, data.direction);
  const recovery = isGapTooSmall(gap) ? null : computeRecovery(value, gap);
  return { ...indexToCoordinates(data, index), value, recovery };
}

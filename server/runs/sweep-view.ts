/** A stored sweep as it is read: mean or one prompt, raw or normalised, and its largest cells. */
import { badUserInput } from '../errors';
import type { AxisName, Direction, SweepKind } from '../engine/types';
import type { PromptPair, Sweep } from '../db';
import { floatsOf, gapOf, isGapTooSmall, logitDiffs, recovery, type Baselines } from './recovery';

/** A sweep without its values; lists never read blobs. */
export type SweepRow = Omit<Sweep, 'values'>;

/** One patch of a sweep, averaged over prompts. */
export interface Cell {
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
  /** In logits. */
  readonly logitDiff: number;
  /** Null where the gap is too small to normalise by. */
  readonly recovery: number | null;
}

/** A sweep and what is needed to read it. */
export interface SweepData {
  readonly kind: SweepKind;
  readonly axes: readonly AxisName[];
  /** Lengths of the axes, [layer, position or head]. */
  readonly shape: readonly number[];
  /** Raw logit differences, row-major [prompt, ...shape]. */
  readonly values: Float32Array;
  readonly baselines: Baselines;
  readonly direction: Direction;
}

/** Puts a stored sweep and its run's prompts together. */
export function sweepData(
  row: SweepRow,
  values: Uint8Array,
  pairs: readonly PromptPair[],
  direction: Direction,
): SweepData {
  return {
    kind: row.kind as SweepKind,
    axes: JSON.parse(row.axes) as AxisName[],
    shape: JSON.parse(row.shape) as number[],
    values: floatsOf(values),
    baselines: baselinesOf(pairs),
    direction,
  };
}

/** Logit differences of a run's unpatched prompts; NaN before they are computed. */
export function baselinesOf(pairs: readonly PromptPair[]): Baselines {
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
 * @throws BAD_USER_INPUT for a prompt that is not there.
 */
export function sweepValues(data: SweepData, isNormalised: boolean, prompt: number | null): Float64Array {
  const prompts = data.baselines.clean.length;
  if (prompt !== null && !(Number.isInteger(prompt) && prompt >= 0 && prompt < prompts)) {
    const message = `There is no prompt ${prompt}; this run has prompts 0 to ${prompts - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const raw = logitDiffs(data.values, prompts, prompt);
  if (!isNormalised) return raw;
  const gap = gapOf(data.baselines, data.direction, prompt);
  return raw.map((logitDiff) => recovery(logitDiff, gap));
}

/** Cells with the largest |recovery| first; where recovery is undefined, with the largest |LD - LD_base|. */
export function topCells(data: SweepData, k: number): Cell[] {
  const gap = gapOf(data.baselines, data.direction);
  const weight = ({ logitDiff }: Cell): number => Math.abs(logitDiff - gap.base);
  return allCells(data)
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, k);
}

/**
 * Heads of a head sweep with the largest signed recovery first, as torch.topk; where recovery is undefined, with
 * the largest logit difference.
 *
 * @throws BAD_USER_INPUT when the sweep has no head axis.
 */
export function topHeads(data: SweepData, k: number): Cell[] {
  if (!data.axes.includes('head')) {
    throw badUserInput([
      { path: 'kind', message: `${data.kind} has no heads; ask for one of the HEAD_ kinds.` },
    ]);
  }
  const value = (cell: Cell): number => cell.recovery ?? cell.logitDiff;
  return allCells(data)
    .toSorted((a, b) => value(b) - value(a))
    .slice(0, k);
}

/** A cell's effect on one prompt. */
export interface PromptEffect {
  readonly logitDiff: number;
  readonly recovery: number | null;
}

/** One cell averaged and prompt by prompt; null when the sweep has no such cell. */
export function cellDetail(
  data: SweepData,
  layer: number,
  index: number,
): { mean: Cell; perPrompt: PromptEffect[] } | null {
  const [layers, columns] = data.shape as [number, number];
  if (layer < 0 || layer >= layers || index < 0 || index >= columns) return null;
  const at = layer * columns + index;
  const prompts = data.baselines.clean.length;
  const perPrompt = Array.from({ length: prompts }, (_, prompt) => {
    const logitDiff = data.values[prompt * layers * columns + at]!;
    const recovered = recovery(logitDiff, gapOf(data.baselines, data.direction, prompt));
    return { logitDiff, recovery: Number.isNaN(recovered) ? null : recovered };
  });
  return { mean: allCells(data)[at]!, perPrompt };
}

function allCells(data: SweepData): Cell[] {
  const columns = data.shape[1]!;
  const byHead = data.axes[1] === 'head';
  const gap = gapOf(data.baselines, data.direction);
  const isUndefined = isGapTooSmall(gap);
  return Array.from(sweepValues(data, false, null), (logitDiff, index) => ({
    layer: Math.floor(index / columns),
    head: byHead ? index % columns : null,
    position: byHead ? null : index % columns,
    logitDiff,
    recovery: isUndefined ? null : recovery(logitDiff, gap),
  }));
}

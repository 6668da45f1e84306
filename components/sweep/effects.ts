/** Converts raw values of a sweep into shown values, with the arithmetic of domain/effect. */
import { computeChange, computeRecovery, isGapTooSmall, orientGap } from '../../domain/effect';
import { judgeCell } from '../../domain/sufficiency';
import type { Baseline_BaselineFragment, Direction, Metric } from '../generated/graphql';
import { DEFAULT_METRIC, toMetricId } from './metrics';
import type { ValueName } from './view-state';

/** Decodes an array of the API: base64 of little-endian float32. */
export function decodeFloats(base64: string): Float32Array {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let at = 0; at < text.length; at++) view.setUint8(at, text.charCodeAt(at));
  const values = new Float32Array(text.length / 4);
  for (let at = 0; at < values.length; at++) values[at] = view.getFloat32(4 * at, true);
  return values;
}

/** The part of a baseline, or of a metric of the unpatched runs, that gaps are computed from. */
export type GapSource = Pick<Baseline_BaselineFragment, 'clean' | 'corrupted'> & {
  readonly perPrompt: readonly Pick<Baseline_BaselineFragment['perPrompt'][number], 'clean' | 'corrupted'>[];
};

/** Reads a metric of base and source run, of the mean or of one prompt, and whether their gap is too small. */
export function readGap(
  baseline: GapSource,
  direction: Direction,
  prompt: number | null,
  metric: Metric = DEFAULT_METRIC,
) {
  const { clean, corrupted } = (prompt === null ? null : baseline.perPrompt[prompt]) ?? baseline;
  const gap = orientGap(clean, corrupted, direction);
  return { ...gap, metric, gapTooSmall: isGapTooSmall(gap, toMetricId(metric)) };
}

/** Computes the recovery of each value; NaN if the gap is too small. */
export function recoveries(raw: Float32Array, gap: ReturnType<typeof readGap>): Float32Array {
  const metric = toMetricId(gap.metric);
  return raw.map((value) => computeRecovery(value, gap, metric));
}

/** Computes the change of each value from the base run, in the metric's unit. */
export function changes(raw: Float32Array, gap: ReturnType<typeof readGap>): Float32Array {
  return raw.map((value) => computeChange(value, gap));
}

/** Converts raw values into the values that heatmaps show. */
export function valuesShown(
  raw: Float32Array,
  gap: ReturnType<typeof readGap>,
  value: Exclude<ValueName, 'roles'>,
): Float32Array {
  if (value === 'raw') return raw;
  return value === 'recovery' ? recoveries(raw, gap) : changes(raw, gap);
}

/** Codes of domain/sufficiency for each cell, from the recoveries of both directions; NaN where undefined. */
export function judgeCells(denoising: Float32Array, noising: Float32Array, threshold: number): Float32Array {
  return denoising.map((recovery, cell) => judgeCell(recovery, noising[cell]!, threshold));
}

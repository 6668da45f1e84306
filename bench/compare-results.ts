/** Holds the engine's results against the peer's, prompt by prompt. */
import { compareSweep, type GoldenSet } from '../server/engine/golden/read-golden';
import {
  readMetric,
  type Baseline,
  type BaselineValues,
  type SweepResult,
  type TokenPair,
} from '../server/engine/api';
import { findCell } from './cells';

/** Logit differences, [prompt], of the two unpatched runs, as the peer sends them. */
export type PeerBaseline = Readonly<Record<keyof BaselineValues, readonly number[]>>;

/**
 * The largest |difference| of raw logit differences, and the largest as a multiple of what is tolerated: the bound that the
 * golden arrays are held to where the size of logits is not known, 1e-5 x max(1, |gap|, |LD|) logits.
 *
 * @param cells that the peer has computed, each as indices along the sweep's axes.
 * @param values of the peer, [cell][prompt].
 */
export function compareCells(
  pairs: readonly TokenPair[],
  baseline: PeerBaseline,
  sweep: SweepResult,
  cells: readonly (readonly number[])[],
  values: readonly (readonly number[])[],
): { difference: number; ofTolerated: number } {
  const measured = readMetric(sweep.values, 'logit_diff');
  const { clean, corrupted } = baseline;
  // What compareSweep reads of a golden set.
  const set = {
    pairs,
    baseline: { clean: Float32Array.from(clean), corrupted: Float32Array.from(corrupted) },
  } as GoldenSet;
  return compareSweep(
    set,
    {
      direction: 'DENOISING',
      kind: sweep.kind,
      shape: sweep.shape,
      cells: cells.map((cell) => findCell(cell, sweep.shape)),
      values: Float32Array.from(pairs.flatMap((_, prompt) => values.map((ofCell) => ofCell[prompt]!))),
    },
    measured,
  );
}

/** The largest |difference| of the unpatched runs' logit differences, in logits. */
export function compareBaselines(baseline: Baseline, expected: PeerBaseline): number {
  const measured = readMetric(baseline.values, 'logit_diff');
  const differences = (['clean', 'corrupted'] as const).flatMap((side) =>
    expected[side].map((value, prompt) => Math.abs(value - measured[side][prompt]!)),
  );
  return Math.max(...differences);
}

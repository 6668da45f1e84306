/** Makes a finding's card out of its run. */
import type { PromptPair } from '../db';
import type { SweepKind } from '../engine/types';
import { componentLabel, namingKind } from '../runs/name-component';
import { isGapTooSmall, gapOf } from '../runs/recovery';
import { placeOf, sweepValues, topCells, type SweepData } from '../runs/sweep-view';
import { differingPositions, type Token } from '../runs/validate';
import { summarizeBaseline, type StoredCard } from './card';

/** Longest side of the small heatmap, in cells. */
const MAX_SIDE = 64;
const TOP_COMPONENTS = 4;

/** How much a small picture of a kind tells; the lowest that a run has is shown. */
const PICTURE_RANK: Readonly<Record<SweepKind, number>> = {
  RESID_PRE: 0,
  HEAD_Z: 1,
  ATTN_OUT: 2,
  MLP_OUT: 3,
  HEAD_V: 4,
  HEAD_PATTERN: 5,
  HEAD_Q: 6,
  HEAD_K: 7,
  HEAD_Z_BY_POS: 8,
  HEAD_V_BY_POS: 9,
  HEAD_PATTERN_BY_POS: 10,
  HEAD_Q_BY_POS: 11,
  HEAD_K_BY_POS: 12,
};

/**
 * Makes the card of a run.
 *
 * @param sweeps all of the run's, at least one.
 * @param pairs the run's prompts, in order.
 */
export function makeCard(sweeps: readonly SweepData[], pairs: readonly PromptPair[]): StoredCard {
  const [pictured] = sweeps.toSorted((a, b) => PICTURE_RANK[a.kind] - PICTURE_RANK[b.kind]);
  const namedBy = namingKind(sweeps.map(({ kind }) => kind));
  const naming = sweeps.find(({ kind }) => kind === namedBy);
  const [firstPair] = pairs;
  if (!pictured || !naming || !firstPair) {
    throw new Error(`no card of ${sweeps.length} sweeps and ${pairs.length} prompt pairs`);
  }
  const { shape, values } = shrink(pictured);
  const clean = JSON.parse(firstPair.cleanTokens) as Token[];
  const corrupted = JSON.parse(firstPair.corruptedTokens) as Token[];
  const { base } = gapOf(naming.baselines, naming.direction);
  return {
    kind: pictured.kind,
    shape,
    values: values.map((value) => (Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null)),
    topComponents: topCells(naming, TOP_COMPONENTS).map((cell) => ({
      label: componentLabel(naming.kind, cell),
      recovery: cell.recovery,
      change: cell.logitDiff - base,
    })),
    clean,
    corrupted,
    differingPositions: differingPositions(clean, corrupted),
    run: {
      direction: naming.direction,
      correct: firstPair.correct,
      incorrect: firstPair.incorrect,
      baseline: summarizeBaseline(naming.baselines),
    },
  };
}
/** At most MAX_SIDE cells a side, layers by heads or positions: cells that share one are merged into the largest by |value|. */
function shrink(sweep: SweepData): { shape: [number, number]; values: number[] } {
  const [rows = 1] = sweep.shape;
  const byHead = sweep.axes.includes('head');
  const columns = sweep.shape[sweep.axes.indexOf(byHead ? 'head' : 'position')] ?? 1;
  const gap = gapOf(sweep.baselines, sweep.direction);
  const isUndefined = isGapTooSmall(gap);
  const values = sweepValues(sweep, !isUndefined, null).map((value) =>
    isUndefined ? value - gap.base : value,
  );
  const shape: [number, number] = [Math.min(rows, MAX_SIDE), Math.min(columns, MAX_SIDE)];
  const merged = Array.from({ length: shape[0] * shape[1] }, () => 0);
  values.forEach((value, index) => {
    const { layer, head, position } = placeOf(sweep, index);
    const row = Math.floor((layer * shape[0]) / rows);
    const column = Math.floor(((byHead ? head! : position!) * shape[1]) / columns);
    const cell = row * shape[1] + column;
    if (Math.abs(value) > Math.abs(merged[cell]!)) merged[cell] = value;
  });
  return { shape, values: merged };
}

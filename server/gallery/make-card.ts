/** Makes a finding's card out of its run. */
import type { PromptPair } from '../db';
import type { SweepKind } from '../engine/types';
import { isGapTooSmall, gapOf } from '../runs/recovery';
import { placeOf, sweepValues, topCells, type CellPlace, type SweepData } from '../runs/sweep-view';
import { differingPositions, type Token } from '../runs/validate';
import { summarizeBaseline, type StoredCard } from './card';

/** Longest side of the small heatmap, in cells. */
const MAX_SIDE = 64;
const TOP_COMPONENTS = 4;

/** How a kind serves a card. The lowest number that a run has is taken. */
interface CardRole {
  /** How much a small picture of it tells. */
  readonly picture: number;
  /** How well its cells name a component. */
  readonly naming: number;
  /** What a cell of a whole layer is called; null for heads. */
  readonly layerName: string | null;
}

const ROLES: Readonly<Record<SweepKind, CardRole>> = {
  RESID_PRE: { picture: 0, naming: 12, layerName: 'resid' },
  ATTN_OUT: { picture: 2, naming: 10, layerName: 'attn' },
  MLP_OUT: { picture: 3, naming: 11, layerName: 'mlp' },
  HEAD_Z: { picture: 1, naming: 0, layerName: null },
  HEAD_V: { picture: 4, naming: 1, layerName: null },
  HEAD_PATTERN: { picture: 5, naming: 2, layerName: null },
  HEAD_Q: { picture: 6, naming: 3, layerName: null },
  HEAD_K: { picture: 7, naming: 4, layerName: null },
  HEAD_Z_BY_POS: { picture: 8, naming: 5, layerName: null },
  HEAD_V_BY_POS: { picture: 9, naming: 6, layerName: null },
  HEAD_PATTERN_BY_POS: { picture: 10, naming: 7, layerName: null },
  HEAD_Q_BY_POS: { picture: 11, naming: 8, layerName: null },
  HEAD_K_BY_POS: { picture: 12, naming: 9, layerName: null },
};

/** The kind of a run's that names components best; null for a run without kinds. */
export function namingKind(kinds: readonly SweepKind[]): SweepKind | null {
  return kinds.toSorted((a, b) => ROLES[a].naming - ROLES[b].naming)[0] ?? null;
}

/** `L9H9` for a head, `L9H9 @ 14` for a head at a position, `attn 8 @ 14` for a layer at a position. */
export function componentLabel(kind: SweepKind, { layer, head, position }: CellPlace): string {
  const name = head === null ? `${ROLES[kind].layerName ?? kind} ${layer}` : `L${layer}H${head}`;
  return position === null ? name : `${name} @ ${position}`;
}

/**
 * Makes the card of a run.
 *
 * @param sweeps all of the run's, at least one.
 * @param pairs the run's prompts, in order.
 */
export function makeCard(sweeps: readonly SweepData[], pairs: readonly PromptPair[]): StoredCard {
  const [pictured] = sweeps.toSorted((a, b) => ROLES[a.kind].picture - ROLES[b.kind].picture);
  const [naming] = sweeps.toSorted((a, b) => ROLES[a.kind].naming - ROLES[b.kind].naming);
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

/** The short form of a finding: made once when it is published, so that lists never read a run's arrays. */
import type { PromptPair } from '../db';
import type { SweepKind } from '../engine/types';
import { isGapTooSmall, gapOf } from '../runs/recovery';
import { placeOf, sweepValues, topCells, type Cell, type SweepData } from '../runs/sweep-view';
import { differingPositions, type Token } from '../runs/validate';

/** Longest side of the small heatmap, in cells. */
const MAX_SIDE = 64;
const TOP_COMPONENTS = 4;
/** Kinds by how much a small picture of them tells. */
const PICTURED: readonly SweepKind[] = [
  'RESID_PRE',
  'HEAD_Z',
  'ATTN_OUT',
  'MLP_OUT',
  'HEAD_V',
  'HEAD_PATTERN',
  'HEAD_Q',
  'HEAD_K',
  'HEAD_Z_BY_POS',
  'HEAD_V_BY_POS',
  'HEAD_PATTERN_BY_POS',
  'HEAD_Q_BY_POS',
  'HEAD_K_BY_POS',
];
/** Kinds by how well their cells name a component. */
const NAMING: readonly SweepKind[] = [
  'HEAD_Z',
  'HEAD_V',
  'HEAD_PATTERN',
  'HEAD_Q',
  'HEAD_K',
  'HEAD_Z_BY_POS',
  'HEAD_V_BY_POS',
  'HEAD_PATTERN_BY_POS',
  'HEAD_Q_BY_POS',
  'HEAD_K_BY_POS',
  'ATTN_OUT',
  'MLP_OUT',
  'RESID_PRE',
];

export interface Card {
  readonly kind: SweepKind;
  /** [rows, columns] of the small heatmap. */
  readonly shape: readonly [number, number];
  /** Mean recovery, or logit difference less the base's where recovery is undefined; row-major. */
  readonly values: readonly (number | null)[];
  readonly topComponents: readonly { readonly label: string; readonly recovery: number }[];
  readonly clean: readonly Token[];
  readonly corrupted: readonly Token[];
  readonly differingPositions: readonly number[];
}

/** `L9H9` for a head, `L9H9 @ 14` for a head at a position, `attn 8 @ 14` for a layer at a position. */
export function componentLabel(kind: SweepKind, { layer, head, position }: Cell): string {
  if (head !== null) return `L${layer}H${head}${position === null ? '' : ` @ ${position}`}`;
  const name = { RESID_PRE: 'resid', ATTN_OUT: 'attn', MLP_OUT: 'mlp' }[
    kind as 'RESID_PRE' | 'ATTN_OUT' | 'MLP_OUT'
  ];
  return `${name} ${layer} @ ${position}`;
}

/** Makes the card of a run from all of its sweeps, at least one. */
export function makeCard(sweeps: readonly SweepData[], firstPair: PromptPair): Card {
  const find = (kinds: readonly SweepKind[]): SweepData => {
    const kind = kinds.find((wanted) => sweeps.some((sweep) => sweep.kind === wanted));
    return sweeps.find((sweep) => sweep.kind === kind)!;
  };
  const pictured = find(PICTURED);
  const naming = find(NAMING);
  const { shape, values } = shrink(pictured);
  const clean = JSON.parse(firstPair.cleanTokens) as Token[];
  const corrupted = JSON.parse(firstPair.corruptedTokens) as Token[];
  return {
    kind: pictured.kind,
    shape,
    values: values.map((value) => (Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null)),
    topComponents: topCells(naming, TOP_COMPONENTS).flatMap((cell) =>
      cell.recovery === null ? [] : [{ label: componentLabel(naming.kind, cell), recovery: cell.recovery }],
    ),
    clean,
    corrupted,
    differingPositions: differingPositions(clean, corrupted),
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

/** What the components that cells patch are called, and which sweep names them best. */
import type { SweepKind } from '../engine/types';
import type { CellPlace } from './sweep-view';

interface Naming {
  /** How well its cells name a component; the lowest is best. */
  readonly rank: number;
  /** What a cell of a whole layer is called; null for heads. */
  readonly layerName: string | null;
}

const NAMING: Readonly<Record<SweepKind, Naming>> = {
  HEAD_Z: { rank: 0, layerName: null },
  HEAD_V: { rank: 1, layerName: null },
  HEAD_PATTERN: { rank: 2, layerName: null },
  HEAD_Q: { rank: 3, layerName: null },
  HEAD_K: { rank: 4, layerName: null },
  HEAD_Z_BY_POS: { rank: 5, layerName: null },
  HEAD_V_BY_POS: { rank: 6, layerName: null },
  HEAD_PATTERN_BY_POS: { rank: 7, layerName: null },
  HEAD_Q_BY_POS: { rank: 8, layerName: null },
  HEAD_K_BY_POS: { rank: 9, layerName: null },
  ATTN_OUT: { rank: 10, layerName: 'attn' },
  MLP_OUT: { rank: 11, layerName: 'mlp' },
  RESID_PRE: { rank: 12, layerName: 'resid' },
};

/** The kind among some that names components best; null for none. */
export function namingKind(kinds: readonly SweepKind[]): SweepKind | null {
  return kinds.toSorted((a, b) => NAMING[a].rank - NAMING[b].rank)[0] ?? null;
}

/** `L9H9` for a head, `L9H9 @ 14` for a head at a position, `attn 8 @ 14` for a layer at a position. */
export function componentLabel(kind: SweepKind, { layer, head, position }: CellPlace): string {
  const name = head === null ? `${NAMING[kind].layerName ?? kind} ${layer}` : `L${layer}H${head}`;
  return position === null ? name : `${name} @ ${position}`;
}

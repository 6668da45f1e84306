import type { SweepKind } from '../generated/graphql';

/** What a sweep kind is called on the site, and what it patches. */
export const KIND_TEXT: Readonly<Record<SweepKind, { title: string; patches: string }>> = {
  RESID_PRE: { title: 'Residual stream', patches: 'resid_pre of one layer and position' },
  ATTN_OUT: { title: 'Attention output', patches: 'attn_out of one layer and position' },
  MLP_OUT: { title: 'MLP output', patches: 'mlp_out of one layer and position' },
  HEAD_Z: { title: 'Head output (z)', patches: 'z of one head, all positions' },
  HEAD_Q: { title: 'Queries', patches: 'q of one head, all positions' },
  HEAD_K: { title: 'Keys', patches: 'k of one head, all positions' },
  HEAD_V: { title: 'Values', patches: 'v of one head, all positions' },
  HEAD_PATTERN: { title: 'Attention pattern', patches: 'pattern of one head' },
  HEAD_Z_BY_POS: { title: 'Head output (z) by position', patches: 'z of one head at one position' },
  HEAD_Q_BY_POS: { title: 'Queries by position', patches: 'q of one head at one position' },
  HEAD_K_BY_POS: { title: 'Keys by position', patches: 'k of one head at one position' },
  HEAD_V_BY_POS: { title: 'Values by position', patches: 'v of one head at one position' },
  HEAD_PATTERN_BY_POS: {
    title: 'Attention pattern by destination',
    patches: "one destination's row of the pattern of one head",
  },
};

/** Names of sections in addresses. */
export type SectionId = 'outputs' | 'heads' | 'positions';

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly kinds: readonly SweepKind[];
  /** Said where kinds are chosen. */
  readonly note?: string;
}

/** The sections of a run's page, in the notebook's order; heads by position, which cost most, last. */
export const SECTIONS: readonly Section[] = [
  {
    id: 'outputs',
    title: 'Residual stream, attention and MLP outputs',
    kinds: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'],
  },
  { id: 'heads', title: 'Heads', kinds: ['HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'] },
  {
    id: 'positions',
    title: 'Heads by position',
    kinds: ['HEAD_Z_BY_POS', 'HEAD_Q_BY_POS', 'HEAD_K_BY_POS', 'HEAD_V_BY_POS', 'HEAD_PATTERN_BY_POS'],
    note: 'Each head at each position by itself: as many times the patches of a head kind above as a prompt has tokens.',
  },
];

/** Whether a kind's cells are heads, at all positions or at one. */
export function isHeadKind(kind: SweepKind): boolean {
  return kind.startsWith('HEAD_');
}

/** Whether a kind has a cell for each layer, head and position. */
export function isByPosition(kind: SweepKind): boolean {
  return kind.endsWith('_BY_POS');
}

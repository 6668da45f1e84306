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
    patches: 'one row of the pattern of one head',
  },
};

/** The sections of a run's page, in the notebook's order. */
export const SECTIONS: readonly { title: string; kinds: readonly SweepKind[] }[] = [
  { title: 'Residual stream, attention and MLP outputs', kinds: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'] },
  { title: 'Heads', kinds: ['HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'] },
];

export function isHeadKind(kind: SweepKind): boolean {
  return kind.startsWith('HEAD_');
}

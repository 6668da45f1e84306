/**
 * Sweep kinds that are asked for together, as the `*_every` functions of TransformerLens' `patching` do. The order of kinds is
 * that of the functions' first axis.
 */
import { SWEEP_KINDS, type SweepKind } from './sites';

export interface SweepGroup {
  /** Name of the choice in the form. */
  readonly title: string;
  /** The function of TransformerLens' `patching` that computes the same sweeps. */
  readonly transformerLens: string;
  readonly kinds: readonly SweepKind[];
}

export const SWEEP_GROUPS = {
  BLOCK_EVERY: {
    title: 'Blocks',
    transformerLens: 'get_act_patch_block_every',
    kinds: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'],
  },
  ATTN_HEAD_ALL_POS_EVERY: {
    title: 'Heads',
    transformerLens: 'get_act_patch_attn_head_all_pos_every',
    kinds: ['HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'],
  },
  ATTN_HEAD_BY_POS_EVERY: {
    title: 'Heads by position',
    transformerLens: 'get_act_patch_attn_head_by_pos_every',
    kinds: ['HEAD_Z_BY_POS', 'HEAD_Q_BY_POS', 'HEAD_K_BY_POS', 'HEAD_V_BY_POS', 'HEAD_PATTERN_BY_POS'],
  },
} as const satisfies Readonly<Record<string, SweepGroup>>;
export type SweepGroupName = keyof typeof SWEEP_GROUPS;

/**
 * The kinds of a list and of groups.
 *
 * @param kinds as they are given, repetitions included, so that a later check can report them.
 * @returns `kinds`, followed by those of the groups that they lack, in the order of the table of sites.
 */
export function joinSweeps(kinds: readonly SweepKind[], groups: readonly SweepGroupName[]): SweepKind[] {
  const ofGroups = new Set<SweepKind>(groups.flatMap((name) => SWEEP_GROUPS[name].kinds));
  return [...kinds, ...SWEEP_KINDS.filter((kind) => ofGroups.has(kind) && !kinds.includes(kind))];
}

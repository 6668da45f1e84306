/**
 * The sweep kinds: which activation each patches, over which axes, and at which door the patched row enters.
 *
 * A block has four doors, in order of depth: `pre` (residual stream before it), `z` (its heads' outputs), `mid` (residual
 * stream after attention) and `post` (after the MLP, which is the next block's `pre`). Axes and meaning are those of
 * TransformerLens' `patching.get_act_patch_*`.
 */
import type { AxisName, SweepKind } from '../types';

/** In order of depth within a block. */
export const DOORS = ['pre', 'z', 'mid', 'post'] as const;
export type Door = (typeof DOORS)[number];

/** What of a head a head kind patches. */
export type HeadActivation = 'z' | 'q' | 'k' | 'v' | 'pattern';

export interface KindInfo {
  readonly door: Door;
  /** After the prompt axis. */
  readonly axes: readonly AxisName[];
  /** What of a head is patched; null for kinds that patch a whole layer at one position. */
  readonly activation: HeadActivation | null;
}

const position = (door: Door): KindInfo => ({ door, axes: ['layer', 'position'], activation: null });
const head = (activation: HeadActivation): KindInfo => ({ door: 'z', axes: ['layer', 'head'], activation });
const headByPosition = (activation: HeadActivation): KindInfo => ({
  door: 'z',
  axes: ['layer', 'position', 'head'],
  activation,
});

export const KINDS: Readonly<Record<SweepKind, KindInfo>> = {
  RESID_PRE: position('pre'),
  ATTN_OUT: position('mid'),
  MLP_OUT: position('post'),
  HEAD_Z: head('z'),
  HEAD_Q: head('q'),
  HEAD_K: head('k'),
  HEAD_V: head('v'),
  HEAD_PATTERN: head('pattern'),
  HEAD_Z_BY_POS: headByPosition('z'),
  HEAD_Q_BY_POS: headByPosition('q'),
  HEAD_K_BY_POS: headByPosition('k'),
  HEAD_V_BY_POS: headByPosition('v'),
  HEAD_PATTERN_BY_POS: { door: 'z', axes: ['layer', 'head', 'destination'], activation: 'pattern' },
};

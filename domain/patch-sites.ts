/** Sites that can be patched together, and the sweep kind that patches the same activation at all positions. */
import { SITES, type SweepKind } from './sites';

export const PATCH_SITES = {
  RESID_PRE: 'RESID_PRE',
  RESID_MID: 'RESID_MID',
  RESID_POST: 'RESID_POST',
  ATTN_OUT: 'ATTN_OUT',
  MLP_OUT: 'MLP_OUT',
  Z: 'HEAD_Z',
  Q: 'HEAD_Q',
  K: 'HEAD_K',
  V: 'HEAD_V',
  PATTERN: 'HEAD_PATTERN',
} as const satisfies Readonly<Record<string, SweepKind>>;

export type PatchSite = keyof typeof PATCH_SITES;

/** Whether a site is an activation of one head. */
export function isHeadSite(site: PatchSite): boolean {
  return SITES[PATCH_SITES[site]].activation !== null;
}

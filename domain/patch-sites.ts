/** Sites that can be patched together, and the sweep kind that patches the same activation at all positions. */
import { formatHead, type CellAddress, type Coordinates } from './cell';
import { SITES, siteOfKind, SWEEP_KINDS, type SweepKind } from './sites';

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

/** A patched activation; null stands for all heads or positions, and for whole rows of a pattern. */
export interface SitePlace {
  readonly site: PatchSite;
  readonly layer: number;
  readonly head: number | null;
  /** Of a pattern: the destination. */
  readonly position: number | null;
  readonly src: number | null;
}

/** The site that a cell of a sweep patches. */
export function siteOfCell({ kind, layer, head, position, src }: CellAddress): SitePlace {
  const { activation } = siteOfKind(kind);
  const site = activation === null ? kind : activation.toUpperCase();
  return { site: site as PatchSite, layer, head, position, src: src ?? null };
}

/** The cell that patches one site; null for a site of all heads or, of a layer, all positions, which no sweep has. */
export function cellOfSite({ site, layer, head, position, src }: SitePlace): CellAddress | null {
  const ofSite = siteOfKind(PATCH_SITES[site]);
  const place: Coordinates = { layer, head, position, ...(src !== null && { src }) };
  const kind = SWEEP_KINDS.find((candidate) => {
    const { hook, axes } = siteOfKind(candidate);
    const hasHead = axes.includes('head');
    const hasPosition = axes.includes('position') || axes.includes('destination');
    return (
      hook === ofSite.hook &&
      hasHead === (head !== null) &&
      hasPosition === (position !== null) &&
      axes.includes('src') === (src !== null)
    );
  });
  return kind === undefined ? null : { kind, ...place };
}

/**
 * Names a site: `L9H9 z`, `L9H9 z @ 14`, `L9H9 pattern @ 14 <- 10`, `mlp 0 @ 12`, `layer 9 z` for all heads. By role `mlp 0 @ S2`.
 *
 * @param roles names of the steps of position axes; absent for positions by index.
 */
export function formatSite(
  { site, layer, head, position, src }: SitePlace,
  roles: readonly string[] = [],
): string {
  const { word } = SITES[PATCH_SITES[site]];
  const name = !isHeadSite(site)
    ? `${word} ${layer}`
    : `${head === null ? `layer ${layer}` : formatHead(layer, head)} ${word}`;
  const nameStep = (step: number): string => roles[step] ?? String(step);
  const at = position === null ? name : `${name} @ ${nameStep(position)}`;
  return src === null ? at : `${at} <- ${nameStep(src)}`;
}

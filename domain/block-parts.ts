/** The activations of a transformer block that sweeps patch, in the order of the table of sites: what a picture of a block has to show. */
import { siteOfKind, SWEEP_KINDS, type SweepKind } from './sites';

export interface BlockPart {
  /** TransformerLens' name of the activation without its block: `resid_pre`, `q`. */
  readonly name: string;
  /** Kinds that patch it, the coarsest first. */
  readonly kinds: readonly SweepKind[];
}

/** Every patchable activation once, with all kinds that patch it. */
export const BLOCK_PARTS: readonly BlockPart[] = groupKinds();

function groupKinds(): BlockPart[] {
  const parts = new Map<string, SweepKind[]>();
  for (const kind of SWEEP_KINDS) {
    const name = siteOfKind(kind).hook.replace(/^.*hook_/, '');
    const known = parts.get(name);
    if (known) known.push(kind);
    else parts.set(name, [kind]);
  }
  return [...parts].map(([name, kinds]) => ({ name, kinds }));
}

/** How finely a kind steps through one activation, in a word: `all` positions at once, each `pos`, each `dest`, each `entry`. */
export function nameGrain(kind: SweepKind): 'all' | 'pos' | 'dest' | 'entry' {
  const { axes } = siteOfKind(kind);
  if (axes.includes('src')) return 'entry';
  if (axes.includes('destination')) return 'dest';
  return axes.includes('position') ? 'pos' : 'all';
}

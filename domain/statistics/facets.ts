/** Groups of the prompts of a run that can be compared: by template, by changed roles, by number of tokens. */
import type { PairRole } from '../roles';

export const FACETS = ['TEMPLATE', 'CHANGED_ROLES', 'LENGTH'] as const;
export type FacetBy = (typeof FACETS)[number];

/** Prompts that have something in common. */
export interface Facet {
  readonly by: FacetBy;
  /** The template with its roles in braces, the names of the roles that differ, or `15 tokens`. */
  readonly name: string;
  /** Indices of the prompts. */
  readonly prompts: readonly number[];
}

/** A pair with the texts of its tokens. */
export interface FacetPair {
  readonly clean: readonly string[];
  readonly corrupted: readonly string[];
  readonly roles: readonly PairRole[];
}

/** More groups than this are no facets: each prompt would have its own. */
const MAX_GROUPS = 12;
/** Longest name; templates of long prompts are cut in the middle. */
const MAX_NAME = 120;

/** Lists the groups of each kind that divide the prompts: at least two, with two prompts or more in one of them. */
export function listFacets(pairs: readonly FacetPair[]): Facet[] {
  return FACETS.flatMap((by) => {
    const groups = new Map<string, number[]>();
    for (const [index, pair] of pairs.entries()) {
      const name = nameGroup(pair, by);
      if (name === null) return [];
      const known = groups.get(name);
      if (known) known.push(index);
      else groups.set(name, [index]);
    }
    if (groups.size < 2 || groups.size > MAX_GROUPS || groups.size === pairs.length) return [];
    return [...groups].map(([name, prompts]): Facet => ({ by, name, prompts }));
  });
}

/** Null where a pair has no such group. */
function nameGroup({ clean, corrupted, roles }: FacetPair, by: FacetBy): string | null {
  if (by === 'LENGTH') return `${clean.length} tokens`;
  const named = roles.filter(({ name }) => name !== 'END');
  if (named.length === 0) return null;
  if (by === 'CHANGED_ROLES') {
    const changed = named.filter(({ cleanPositions, corruptedPositions }) =>
      cleanPositions.some((at, index) => clean[at] !== corrupted[corruptedPositions[index] ?? at]),
    );
    return changed.length === 0 ? 'none' : changed.map(({ name }) => name).join(', ');
  }
  const roleAt = new Map(
    named.flatMap(({ name, cleanPositions }) => cleanPositions.map((at) => [at, name] as const)),
  );
  const parts = clean.map((text, at) => {
    const role = roleAt.get(at);
    if (role === undefined) return text;
    // A role of several tokens is one slot.
    return roleAt.get(at - 1) === role ? '' : `${text.startsWith(' ') ? ' ' : ''}{${role}}`;
  });
  const text = parts.join('').replace('<|endoftext|>', '').trim();
  if (text.length <= MAX_NAME) return text;
  return `${text.slice(0, MAX_NAME / 2)} … ${text.slice(-MAX_NAME / 2)}`;
}

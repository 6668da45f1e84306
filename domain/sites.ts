/**
 * The patchable activations: one row for each sweep kind. Every other list of kinds is derived from this table, or a test
 * compares it with this table.
 *
 * Hook names, axes and their order are those of TransformerLens' `patching` module.
 */

/**
 * An axis of a sweep after the prompt axis. Of an attention pattern, a destination is the position that a row belongs to, and
 * `src` the source position of an entry of that row.
 */
export const AXIS_NAMES = ['layer', 'position', 'head', 'destination', 'src'] as const;
export type AxisName = (typeof AXIS_NAMES)[number];

/** Entry points of a block in order of depth: before it, its heads' outputs, after attention, after the MLP. */
export const ENTRY_POINTS = ['pre', 'heads', 'mid', 'post'] as const;
export type EntryPoint = (typeof ENTRY_POINTS)[number];

/** The activation of a head that is patched. */
export type HeadActivation = 'z' | 'q' | 'k' | 'v' | 'pattern';

export interface Site {
  /** TransformerLens' name of the activation; `{layer}` stands for the block. */
  readonly hook: string;
  /** Axes of the sweep after the prompt axis, in TransformerLens' order. */
  readonly axes: readonly AxisName[];
  /** Where the patched row enters the residual stream. */
  readonly entry: EntryPoint;
  /** Null for a site that is a whole layer. */
  readonly activation: HeadActivation | null;
  /**
   * The function of TransformerLens' `patching` that computes the same sweep. Null where there is none; then it is
   * `generic_activation_patch` on the hook, with the setter of `get_act_patch_resid_pre`.
   */
  readonly transformerLens: string | null;
  /** Name in headings and menus. */
  readonly title: string;
  /** What one cell patches. */
  readonly patches: string;
  /** Word in front of a cell in searches, labels and claims, e.g. `mlp` in `mlp 0 @ 12`. */
  readonly word: string;
  readonly section: SectionId;
  /** Rank for the thumbnail of a finding; the smallest present is drawn. */
  readonly thumbnailRank: number;
  /** Rank for naming the top components of a finding; the smallest present is used. */
  readonly componentRank: number;
  /** The kind that patches the same activation at all positions at once; null when there is none. */
  readonly allPositions: string | null;
}

/** Sections of a run's page, in the order of the page; addresses contain their ids. */
export const SECTIONS = {
  outputs: { title: 'Residual stream, attention and MLP outputs', note: null },
  heads: { title: 'Heads', note: null },
  positions: {
    title: 'Heads by position',
    note: 'Each head at each position separately. This takes as many patches as a head sweep times the number of tokens.',
  },
  entries: {
    title: 'Entries of attention patterns',
    note: 'Each entry of each pattern separately: for one head as many patches as half the square of the number of tokens.',
  },
} as const;
export type SectionId = keyof typeof SECTIONS;

// The type parameter keeps the literal of the hook, which server/engine/patching/entries checks.
function layerSite<const Hook extends string>(
  word: string,
  hook: Hook,
  entry: EntryPoint,
  title: string,
  ranks: readonly [thumbnail: number, component: number],
) {
  const name = hook.replace(/^hook_/, '');
  return {
    hook: `blocks.{layer}.${hook}`,
    axes: ['layer', 'position'],
    entry,
    activation: null,
    transformerLens: `get_act_patch_${name}`,
    title,
    patches: `${name} of one layer at one position`,
    word,
    section: 'outputs',
    thumbnailRank: ranks[0],
    componentRank: ranks[1],
    allPositions: null,
  } as const satisfies Site;
}

function headSite<const Activation extends HeadActivation>(
  activation: Activation,
  title: string,
  ranks: readonly [number, number],
) {
  return {
    hook: `blocks.{layer}.attn.hook_${activation}`,
    axes: ['layer', 'head'],
    entry: 'heads',
    activation,
    transformerLens: `get_act_patch_attn_head_${activation === 'z' ? 'out' : activation}_all_pos`,
    title,
    patches: activation === 'pattern' ? 'pattern of one head' : `${activation} of one head, all positions`,
    word: activation,
    section: 'heads',
    thumbnailRank: ranks[0],
    componentRank: ranks[1],
    allPositions: null,
  } as const satisfies Site;
}

function headByPositionSite<const Activation extends HeadActivation>(
  activation: Activation,
  allPositions: string,
  title: string,
  ranks: readonly [number, number],
) {
  const isPattern = activation === 'pattern';
  return {
    ...headSite(activation, title, ranks),
    axes: isPattern ? ['layer', 'head', 'destination'] : ['layer', 'position', 'head'],
    transformerLens: `get_act_patch_attn_head_${activation === 'z' ? 'out' : activation}_by_pos`,
    patches: isPattern
      ? "one destination's row of the pattern of one head"
      : `${activation} of one head at one position`,
    section: 'positions',
    allPositions,
  } as const satisfies Site;
}

export const SITES = {
  RESID_PRE: layerSite('resid', 'hook_resid_pre', 'pre', 'Residual stream', [0, 13]),
  RESID_MID: layerSite('resid_mid', 'hook_resid_mid', 'mid', 'Residual stream, mid', [2, 14]),
  RESID_POST: {
    ...layerSite('resid_post', 'hook_resid_post', 'post', 'Residual stream, post', [3, 15]),
    transformerLens: null,
  },
  ATTN_OUT: layerSite('attn', 'hook_attn_out', 'mid', 'Attention output', [4, 11]),
  MLP_OUT: layerSite('mlp', 'hook_mlp_out', 'post', 'MLP output', [5, 12]),
  HEAD_Z: headSite('z', 'Head output (z)', [1, 0]),
  HEAD_Q: headSite('q', 'Queries', [8, 3]),
  HEAD_K: headSite('k', 'Keys', [9, 4]),
  HEAD_V: headSite('v', 'Values', [6, 1]),
  HEAD_PATTERN: headSite('pattern', 'Attention pattern', [7, 2]),
  HEAD_Z_BY_POS: headByPositionSite('z', 'HEAD_Z', 'Head output (z) by position', [10, 5]),
  HEAD_Q_BY_POS: headByPositionSite('q', 'HEAD_Q', 'Queries by position', [13, 8]),
  HEAD_K_BY_POS: headByPositionSite('k', 'HEAD_K', 'Keys by position', [14, 9]),
  HEAD_V_BY_POS: headByPositionSite('v', 'HEAD_V', 'Values by position', [11, 6]),
  HEAD_PATTERN_BY_POS: headByPositionSite(
    'pattern',
    'HEAD_PATTERN',
    'Attention pattern by destination',
    [12, 7],
  ),
  HEAD_PATTERN_DEST_SRC: {
    ...headSite('pattern', 'Attention pattern by entry', [15, 10]),
    axes: ['layer', 'head', 'destination', 'src'],
    transformerLens: 'get_act_patch_attn_head_pattern_dest_src_pos',
    patches: 'one entry of the pattern of one head: what a destination reads from a source position',
    section: 'entries',
  },
} as const satisfies Readonly<Record<string, Site>>;

/** What a sweep patches. */
export type SweepKind = keyof typeof SITES;

/** Every kind, in the order of the table: the order of forms, pages and computation. */
export const SWEEP_KINDS = Object.keys(SITES) as readonly SweepKind[];

/** The row of a kind, with the types of `Site`. */
export function siteOfKind(kind: SweepKind): Site {
  return SITES[kind];
}

/** Whether a text names a sweep kind. */
export function isSweepKind(text: string): text is SweepKind {
  return Object.hasOwn(SITES, text);
}

/** Whether a kind's cells are heads, at all positions or at one. */
export function isHeadKind(kind: SweepKind): boolean {
  return SITES[kind].activation !== null;
}

/** Whether a kind has a cell for each layer, head and position. */
export function isByPosition(kind: SweepKind): boolean {
  return SITES[kind].section === 'positions';
}

/** Whether a kind has a cell for each entry of each attention pattern. */
export function isByEntry(kind: SweepKind): boolean {
  return siteOfKind(kind).axes.includes('src');
}

/**
 * Whether later positions read a kind's activation in the attention of its own layer: the residual stream before it, keys and
 * values. Queries, patterns, z and what follows act on their own position only.
 */
export function isReadLater(kind: SweepKind): boolean {
  const { entry, activation } = siteOfKind(kind);
  return entry === 'pre' || activation === 'k' || activation === 'v';
}

/** The kinds of a section, in the order of the table. */
export function kindsOfSection(section: SectionId): SweepKind[] {
  return SWEEP_KINDS.filter((kind) => SITES[kind].section === section);
}

/** Kinds sorted by a rank column of the table, smallest first. */
export function kindsByRank(rank: 'thumbnailRank' | 'componentRank'): SweepKind[] {
  return SWEEP_KINDS.toSorted((a, b) => SITES[a][rank] - SITES[b][rank]);
}

/** The kind that patches the same activation at one position; null when there is none. */
export function kindAtPosition(kind: SweepKind): SweepKind | null {
  return SWEEP_KINDS.find((other) => SITES[other].allPositions === kind) ?? null;
}

/** Kinds by which heads are ranked unless one is chosen: the first that a run has. */
export const DEFAULT_HEAD_RANKING = [
  'HEAD_Z',
  'HEAD_V',
  'HEAD_Z_BY_POS',
  'HEAD_V_BY_POS',
] as const satisfies readonly SweepKind[];

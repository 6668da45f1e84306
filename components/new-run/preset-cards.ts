/** What the cards of presets show, derived from their pairs and sweeps. */
import { SITES, type SweepKind } from '../../domain/sites';
import { areBlank, PAIR_FIELDS, type DraftPair } from './draft';

/** The part of a description before its details: "Which name comes next?". */
export function takeFirstClause(description: string): string {
  return /^[^.:?]*\??/.exec(description)![0];
}

/** The preset that the form holds as it is: its pairs with no changed text. 'empty' for a blank form, null for anything else. */
export function findPreset(
  rows: readonly DraftPair[],
  presets: readonly { readonly id: string; readonly pairs: readonly DraftPair[] }[],
): string | null {
  if (areBlank(rows)) return 'empty';
  const isSame = (pair: DraftPair, other: DraftPair | undefined): boolean =>
    other !== undefined && PAIR_FIELDS.every((field) => pair[field] === other[field]);
  const found = presets.find(
    ({ pairs }) => pairs.length === rows.length && rows.every((row, at) => isSame(row, pairs[at])),
  );
  return found?.id ?? null;
}

/** Words of a prompt pair as columns of a heatmap: how many, and which of them differ. */
export interface PresetColumns {
  readonly count: number;
  readonly differing: readonly number[];
}

/** The columns of the first pair. Words stand for tokens, which are known only with a model. */
export function listColumns({ clean, corrupted }: DraftPair): PresetColumns {
  const [words, others] = [clean, corrupted].map((text) => text.split(/\s+/).filter((word) => word !== ''));
  return {
    count: words!.length,
    differing: words!.flatMap((word, at) => (word === others![at] ? [] : [at])),
  };
}

/** How many heatmaps by position and by head a run of the sweeps draws. */
export function countFacets(kinds: readonly SweepKind[]): {
  readonly positions: number;
  readonly heads: number;
} {
  const heads = kinds.filter((kind) => SITES[kind].section !== 'outputs').length;
  return { positions: kinds.length - heads, heads };
}

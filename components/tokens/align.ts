import { alignUnequal, listColumns, readAlignment, type AlignedColumn } from '../../domain/alignment';
import type { TokenLike } from './token-text';

export type { AlignedColumn };

/** Aligned positions as the API has them. */
export type AlignedPositions = readonly { readonly clean: number; readonly corrupted: number }[];

/**
 * The columns of two lists of tokens. Lists of equal length are aligned by position, as in patching; others by the given alignment,
 * or else as patching aligns them without roles.
 */
export function alignTokens(
  clean: readonly TokenLike[],
  corrupted: readonly TokenLike[],
  given: AlignedPositions | null = null,
): AlignedColumn[] {
  const ids = { clean: clean.map(({ id }) => id), corrupted: corrupted.map(({ id }) => id) };
  const isEqual = clean.length === corrupted.length;
  const alignment =
    given && !isEqual
      ? given.map((at) => [at.clean, at.corrupted] as const)
      : alignUnequal(ids.clean, ids.corrupted);
  return listColumns(readAlignment({ ...ids, alignment }), clean.length, corrupted.length);
}

import type { TokenLike } from './token-text';

/** A column of an alignment: indices into the two lists; null for a missing token. */
export interface AlignedColumn {
  readonly clean: number | null;
  readonly corrupted: number | null;
}

/**
 * Aligns two lists of tokens. Lists of equal length are aligned by position, as in patching; others by their longest common
 * subsequence, which shows where the extra tokens are.
 */
export function alignTokens(clean: readonly TokenLike[], corrupted: readonly TokenLike[]): AlignedColumn[] {
  if (clean.length === corrupted.length) return clean.map((_, index) => ({ clean: index, corrupted: index }));
  const [rows, columns] = [clean.length, corrupted.length];
  // common[i][j]: length of the longest common subsequence of clean[i..] and corrupted[j..].
  const common = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const isSame = clean[i]!.id === corrupted[j]!.id;
      common[i]![j] = isSame ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const aligned: AlignedColumn[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && clean[i]!.id === corrupted[j]!.id)
      aligned.push({ clean: i++, corrupted: j++ });
    else if (j >= columns || (i < rows && common[i + 1]![j]! >= common[i]![j + 1]!))
      aligned.push({ clean: i++, corrupted: null });
    else aligned.push({ clean: null, corrupted: j++ });
  }
  return aligned;
}

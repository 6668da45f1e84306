/** The problems or warnings of all pairs in one list. */
import type { DraftRow, PairField } from './draft';
import { selectShownIssues } from './pair-verdict';
import type { PairResult } from './preview';

export interface ListedProblem {
  readonly rowId: number;
  /** Of the pair, from 1. */
  readonly number: number;
  readonly field: PairField | null;
  readonly message: string;
}

/** Collects the problems or warnings of all pairs in order. */
export function listProblems(
  kind: 'issues' | 'warnings',
  rows: readonly DraftRow[],
  findResult: (row: DraftRow) => PairResult | undefined,
  hasTried: boolean,
): ListedProblem[] {
  return rows.flatMap((row, index) =>
    selectShownIssues(row, findResult(row)?.[kind] ?? [], hasTried).map(({ field, message }) => ({
      rowId: row.id,
      number: index + 1,
      field,
      message,
    })),
  );
}

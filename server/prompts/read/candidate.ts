/** A pair as a file has it, before its texts are tokenised. */
import type { SetRule } from '../../../domain/experiment';
import type { RefusedRow } from '../../../domain/prompts/reading';
import type { TableRow } from './table';

/** Answers as a file gives them: texts, or token ids. */
export type AnswerSource = { readonly texts: readonly string[] } | { readonly ids: readonly number[] };

/** Characters of a prompt, from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Characters of the two prompts that have a name. */
export interface NamedSpans {
  readonly name: string;
  readonly clean: Span;
  readonly corrupted: Span;
}

export interface Candidate {
  readonly row: number;
  readonly line: number | null;
  readonly clean: string;
  readonly corrupted: string;
  readonly correct: AnswerSource;
  readonly incorrect: AnswerSource;
  /** MEAN when left out. */
  readonly rule?: SetRule;
  /** Whether the layout writes answers without the space that a word begins with. */
  readonly needsSpace?: boolean;
  /** Whether answers that are not one token are left out of a set instead of refused. */
  readonly isOpenSet?: boolean;
  readonly spans?: readonly NamedSpans[];
}

/** What a layout makes of the rows of a table. */
export interface Candidates {
  /** What the layout is called. */
  readonly layout: string;
  readonly candidates: readonly Candidate[];
  readonly refused: readonly RefusedRow[];
  readonly notes: readonly string[];
}

/** The refusal of a row. */
export function refuse({ row, line }: Pick<TableRow, 'row' | 'line'>, reason: string): RefusedRow {
  return { row, line, reason };
}

/** Splits rows into those that a function reads and those that it refuses with a reason. */
export function readRows(
  rows: readonly TableRow[],
  read: (row: TableRow) => Omit<Candidate, 'row' | 'line'> | string,
): { readonly candidates: Candidate[]; readonly refused: RefusedRow[] } {
  const candidates: Candidate[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const result = row.problem ?? read(row);
    if (typeof result === 'string') refused.push(refuse(row, result));
    else candidates.push({ row: row.row, line: row.line, ...result });
  }
  return { candidates, refused };
}

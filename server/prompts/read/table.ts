/** A text of rows and columns, before it is known what the columns mean. */
import type { PromptFormat } from '../../../domain/prompts/reading';
import { textProblem } from '../../text';

export type Scalar = string | number | boolean | null;
export type Cell = Scalar | readonly Scalar[];

export interface TableRow {
  /** From 1; a header is not counted. */
  readonly row: number;
  /** Line of the text, from 1; null where JSON does not tell. */
  readonly line: number | null;
  readonly cells: ReadonlyMap<string, Cell>;
  /** Why it cannot be read; null when it can. */
  readonly problem: string | null;
}

export interface Table {
  readonly format: PromptFormat;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** How an ambiguous text was read. */
  readonly notes: readonly string[];
  /** What a JSON object holds beside its rows, such as the names of positions. */
  readonly shared: Readonly<Record<string, unknown>>;
}

/** The text of a cell; the first of a list, and null for a cell without a value. */
export function readText(cell: Cell | undefined): string | null {
  const value = Array.isArray(cell) ? (cell as readonly Scalar[])[0] : (cell as Scalar | undefined);
  return value === null || value === undefined ? null : String(value);
}

/** All texts of a cell. */
export function readTexts(cell: Cell | undefined): readonly string[] {
  if (!Array.isArray(cell)) {
    const text = readText(cell);
    return text === null ? [] : [text];
  }
  return (cell as readonly Scalar[]).flatMap((value) => (value === null ? [] : [String(value)]));
}

/** Why a cell of a row cannot be stored; null when all can. */
export function findCellProblem(cells: ReadonlyMap<string, Cell>): string | null {
  for (const [column, cell] of cells) {
    for (const text of readTexts(cell)) {
      const problem = textProblem(text);
      if (problem !== null) return `'${column.slice(0, 40)}' ${problem}`;
    }
  }
  return null;
}

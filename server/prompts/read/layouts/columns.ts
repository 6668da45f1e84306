/** Rows that hold both prompts and both answers, as texts or as token ids: EAP-IG, auto-circuit, and tables written by hand. */
import type { Assignment } from '../find-columns';
import { readRows, type AnswerSource, type Candidates } from '../candidate';
import { readText, readTexts, type Cell, type Table } from '../table';

/** Uses without which no pair can be read, in the order in which they are asked for. */
export function findMissing(assignment: Assignment): readonly string[] {
  const { clean, corrupted, correct, incorrect, correctIds, incorrectIds } = assignment;
  return [
    clean === undefined ? 'clean' : null,
    corrupted === undefined ? 'corrupted' : null,
    (correct ?? correctIds) === undefined ? 'correct' : null,
    (incorrect ?? incorrectIds) === undefined ? 'incorrect' : null,
  ].filter((name) => name !== null);
}

/** Reads pairs from assigned columns; without a column for each text, every row is refused. */
export function readColumns({ rows }: Table, assignment: Assignment): Candidates {
  const missing = findMissing(assignment);
  const { clean = '', corrupted = '' } = assignment;
  const result = readRows(rows, ({ cells }) => {
    if (missing.length > 0) return `There is no column for ${missing.join(', ')}. Choose one.`;
    const prompts = { clean: readText(cells.get(clean)), corrupted: readText(cells.get(corrupted)) };
    if (!prompts.clean) return 'The clean prompt is empty.';
    if (!prompts.corrupted) return 'The corrupted prompt is empty.';
    const correct = readAnswer(cells, 'correct', assignment.correct, assignment.correctIds);
    if (typeof correct === 'string') return correct;
    const incorrect = readAnswer(cells, 'incorrect', assignment.incorrect, assignment.incorrectIds);
    if (typeof incorrect === 'string') return incorrect;
    return { clean: prompts.clean, corrupted: prompts.corrupted, correct, incorrect };
  });
  return { layout: 'Columns', ...result, notes: [] };
}

/** The answer of a row, or what is wrong with it. */
function readAnswer(
  cells: ReadonlyMap<string, Cell>,
  side: string,
  texts: string | undefined,
  ids: string | undefined,
): AnswerSource | string {
  if (texts !== undefined) {
    const read = readList(cells.get(texts));
    return read.length > 0 && !read.includes('') ? { texts: read } : `The ${side} answer is empty.`;
  }
  const read = readList(cells.get(ids!));
  const numbers = read.map((text) => (/^\s*\d{1,9}(?:\.0)?\s*$/.test(text) ? Number(text) : null));
  if (read.length === 0) return `There is no token id in '${ids}'.`;
  const wrong = numbers.indexOf(null);
  if (wrong >= 0) return `'${read[wrong]!.slice(0, 40)}' in '${ids}' is not a token id.`;
  return { ids: numbers as number[] };
}

/** The values of a cell; a text that is a JSON list, as pandas writes lists into CSV, has several. */
export function readList(cell: Cell | undefined): readonly string[] {
  const [text, ...more] = readTexts(cell);
  if (text === undefined || more.length > 0 || !/^\s*\[.*\]\s*$/s.test(text)) return readTexts(cell);
  try {
    const values = JSON.parse(text.replaceAll("'", '"')) as unknown;
    if (Array.isArray(values)) return values.map(String);
  } catch {
    // A text in brackets.
  }
  return [text];
}

/**
 * EAP-IG's greater-than files (Hanna et al. 2023): the prompts end within a number, and a column has the two digits that the
 * model has to exceed. The correct answers are all larger two-digit numbers, the incorrect ones all others; their
 * probabilities are summed.
 */
import type { Assignment } from '../find-columns';
import { readRows, type Candidates } from '../candidate';
import { readText, type Table } from '../table';

/** The column of the two-digit numbers; null for a table of another layout. */
export function findLabelColumn({ rows }: Table, assignment: Assignment): string | null {
  const { clean, corrupted, label, correct, incorrect, correctIds, incorrectIds } = assignment;
  if (clean === undefined || corrupted === undefined) return null;
  const hasIncorrect = (incorrect ?? incorrectIds) !== undefined;
  if (hasIncorrect || correct !== undefined) return null;
  // The file of sequences calls its column correct_idx, but has two-digit numbers in it.
  const column = label ?? correctIds;
  if (column === undefined) return null;
  const readable = rows.filter(({ problem }) => problem === null);
  const isLabelled = readable.filter(
    ({ cells }) =>
      readLabel(readText(cells.get(column))) !== null && /\d$/.test(readText(cells.get(clean)) ?? ''),
  );
  return isLabelled.length > readable.length / 2 ? column : null;
}

/** Reads each row with its set of larger and its set of other two-digit numbers. */
export function readGreaterThan({ rows }: Table, assignment: Assignment, column: string): Candidates {
  const result = readRows(rows, ({ cells }) => {
    const clean = readText(cells.get(assignment.clean!));
    const corrupted = readText(cells.get(assignment.corrupted!));
    if (!clean) return 'The clean prompt is empty.';
    if (!corrupted) return 'The corrupted prompt is empty.';
    const text = readText(cells.get(column));
    const label = readLabel(text);
    if (label === null) return `'${(text ?? '').slice(0, 40)}' in '${column}' is not a number from 0 to 99.`;
    if (label === 99) return 'No two-digit number is larger than 99.';
    if (!/\d$/.test(clean)) return 'The clean prompt does not end in a digit that two more could follow.';
    const numbers = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
    return {
      clean,
      corrupted,
      // The nearest number first: it stands for the set where one answer is shown.
      correct: { texts: numbers.slice(label + 1) },
      incorrect: { texts: numbers.slice(0, label + 1).toReversed() },
      rule: 'LOGSUMEXP',
      isOpenSet: true,
    };
  });
  const isIds = column === assignment.correctIds;
  const notes = [
    `'${column}' is read as a two-digit number${isIds ? ', not as token ids' : ''}: the correct answers are all larger ones, the ` +
      'incorrect ones all others, and their probabilities are summed, as in greater-than.',
  ];
  return { layout: 'EAP-IG greater-than', ...result, notes };
}

function readLabel(text: string | null): number | null {
  return text !== null && /^\s*\d{1,2}(?:\.0)?\s*$/.test(text) ? Number(text) : null;
}

/** Reads the cell that a comment is about, in any of the notations of a cell. */
import {
  findReferences,
  formatCellParameter,
  indexToCoordinates,
  parseCellParameter,
  type CellAddress,
} from '../../domain/cell';
import { isOneCell, listCellIndices } from '../../domain/cell-pattern';
import { NO_QUALIFIERS, parseCells } from '../../domain/claim/parse-cells';
import { kindsOfWord } from '../../domain/claim/words';
import { TextError } from '../../domain/text-error';
import { findCell, hasCell, type Referable } from '../gallery/references';

/** Longer texts are no cells. */
const MAX_LENGTH = 80;

/**
 * The address of a cell, `HEAD_Z:9:9`.
 *
 * @param text `HEAD_Z:9:9` as in addresses, `z[9.9]` as in claims, or `L9H9 p12` as in texts, with or without brackets.
 * @param run whose sweeps must have the cell.
 * @throws TextError
 */
export function readCell(text: string, run: Pick<Referable, 'sweeps'>): string {
  const written = text.trim();
  if (written.length > MAX_LENGTH) throw new TextError('The text is too long for a cell.', 0);
  const cell = parseCellParameter(written) ?? readClaimCell(written, run) ?? readReference(written, run);
  if (!cell) {
    throw new TextError(
      `'${written}' is not a cell of this run; write HEAD_Z:9:9 as in addresses, z[9.9] as in claims, or L9H9 as in texts.`,
      0,
    );
  }
  if (!hasCell(run.sweeps, cell))
    throw new TextError(`The sweeps of this run do not have the cell '${written}'.`, 0);
  return formatCellParameter(cell);
}

/** `z[9.9]`, `resid_pre[8, END]`; null for a text that is not of this form. @throws TextError */
function readClaimCell(text: string, { sweeps }: Pick<Referable, 'sweeps'>): CellAddress | null {
  const [, word] = /^([a-z]\w*)\s*\[.*\]$/i.exec(text) ?? [];
  if (word === undefined || kindsOfWord(word).length === 0) return null;
  const brackets = { start: text.indexOf('['), end: text.length };
  const { kind, pattern, qualifiers } = parseCells(text, word, 0, brackets);
  if (!isOneCell(pattern)) throw new TextError('A comment is about one cell; write numbers, not a range.', 0);
  if (qualifiers !== NO_QUALIFIERS)
    throw new TextError('Leave out what is behind the bar: a comment is about a cell in all directions.', 0);
  const sweep = sweeps.find((candidate) => candidate.kind === kind);
  if (!sweep) throw new TextError(`This run has no sweep for '${text}'.`, 0);
  const [index] = listCellIndices(sweep, pattern);
  return { kind, ...indexToCoordinates(sweep, index!) };
}

function readReference(text: string, { sweeps }: Pick<Referable, 'sweeps'>): CellAddress | null {
  // Labels such as `L9H9 @ 12` write a position in another way.
  const written = text.replace(/\s*@\s*/, ' p');
  const [reference] = findReferences(written.startsWith('[[') ? written : `[[${written}]]`);
  return reference ? findCell(reference, sweeps) : null;
}

/** Assignment of the columns of a table to the texts of a prompt pair. */
import { PAIR_FIELDS, type PairField } from './draft';

/** Names in use for each column, compared without case, spaces, hyphens and underscores. */
const SYNONYMS: Readonly<Record<PairField, readonly string[]>> = {
  clean: ['clean', 'cleanprompt'],
  corrupted: ['corrupted', 'corrupt', 'corruptedprompt', 'corruptprompt'],
  correct: ['correct', 'correctanswer', 'answer', 'rightanswer'],
  incorrect: ['incorrect', 'incorrectanswer', 'wrong', 'wronganswer'],
};

export interface ColumnMap {
  /** Column index of each field; -1 where no column names it. */
  readonly columns: Readonly<Record<PairField, number>>;
  /** Fields that no column names. */
  readonly missing: readonly PairField[];
  /** Names of columns that hold no field. */
  readonly unused: readonly string[];
}

/** Matches the names of a header with the four fields. If two names match a field, the exact name wins. */
export function mapHeader(names: readonly string[]): ColumnMap {
  const plain = names.map((name) => name.toLowerCase().replaceAll(/[\s_-]/g, ''));
  const find = (field: PairField): number =>
    SYNONYMS[field].map((synonym) => plain.indexOf(synonym)).find((index) => index >= 0) ?? -1;
  const columns = Object.fromEntries(PAIR_FIELDS.map((field) => [field, find(field)])) as Record<
    PairField,
    number
  >;
  const used = Object.values(columns);
  return {
    columns,
    missing: PAIR_FIELDS.filter((field) => columns[field] < 0),
    unused: names.filter((name, index) => !used.includes(index) && name.trim() !== ''),
  };
}

/** How many of the four fields a header names. */
export function countNamedFields(names: readonly string[]): number {
  return PAIR_FIELDS.length - mapHeader(names).missing.length;
}

/** Reads prompt pairs from CSV with commas, semicolons or tabs. */
import Papa from 'papaparse';
import { countNamedFields, mapHeader, type ColumnMap } from './csv-header';
import { straightenQuotes } from './csv-quotes';
import { PAIR_FIELDS, type DraftPair } from './draft';
import type { ParsedPairs } from './parsed-pairs';

const DELIMITERS = { ',': 'commas', '\t': 'tabs', ';': 'semicolons' } as const;
type Delimiter = keyof typeof DELIMITERS;
/** The part of a text that is read to choose the delimiter. */
const SAMPLE_CHARACTERS = 20_000;
const SAMPLE_RECORDS = 20;

/** What is wrong, by Papa Parse's codes. */
const QUOTE_PROBLEMS: Readonly<Record<string, string>> = {
  MissingQuotes: 'a quote is not closed. Close it, or write a quote inside quoted text twice.',
  InvalidQuotes: 'text follows a closing quote. Write a quote inside quoted text twice.',
};

interface CsvRecord {
  readonly fields: readonly string[];
  /** Number of its first line, from 1. */
  readonly line: number;
  /** What is wrong with its quotes; null when nothing is. */
  readonly problem: string | null;
}

/**
 * Reads CSV with a header that names clean, corrupted, correct and incorrect (or synonyms) in any order. Without a header, four
 * columns are read in that order.
 *
 * Spaces are kept: an answer's leading space is part of its token. Quotes hold delimiters and line ends.
 */
export function parseCsv(text: string): ParsedPairs {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const delimiter = detectDelimiter(plain.slice(0, SAMPLE_CHARACTERS));
  const { records, curly } = readRecords(plain, delimiter);
  const [first, ...rest] = records;
  if (!first) return failure('Paste a header line, then a line for each prompt pair.');
  const notes: string[] = [];
  if (curly > 0)
    notes.push(`Curly quotes around ${curly} ${curly === 1 ? 'field' : 'fields'} are read as CSV quotes.`);
  const hasHeader = countNamedFields(first.fields) > 0 || !isPair(first.fields);
  const map = hasHeader ? mapHeader(first.fields) : mapHeader(PAIR_FIELDS);
  if (map.missing.length > 0) return failure(describeHeader(first.fields, map), notes);
  if (!hasHeader)
    notes.push('There is no header; the columns are read as clean, corrupted, correct, incorrect.');
  if (map.unused.length > 0) notes.push(`Columns not used: ${map.unused.join(', ')}.`);

  const width = hasHeader ? trimEnd(first.fields).length : PAIR_FIELDS.length;
  const errors: string[] = [];
  const pairs: DraftPair[] = [];
  for (const record of hasHeader ? rest : records) {
    const fields = record.fields.length > width ? trimEnd(record.fields, width) : record.fields;
    if (record.problem) errors.push(`Line ${record.line}: ${record.problem}`);
    else if (fields.length !== width)
      errors.push(`Line ${record.line}: ${describeWidth(fields.length, width, delimiter, hasHeader)}`);
    else
      pairs.push(
        Object.fromEntries(
          PAIR_FIELDS.map((field) => [field, fields[map.columns[field]]!]),
        ) as unknown as DraftPair,
      );
  }
  if (pairs.length === 0 && errors.length === 0)
    errors.push('There is a header, but no prompt pair below it.');
  return { pairs, errors, notes };
}

function failure(error: string, notes: readonly string[] = []): ParsedPairs {
  return { pairs: [], errors: [error], notes };
}

/**
 * The delimiter under which the first line names most columns, then the one that gives most records of four fields or more.
 */
function detectDelimiter(text: string): Delimiter {
  const scores = (Object.keys(DELIMITERS) as Delimiter[]).map((delimiter) => {
    const { records } = readRecords(text, delimiter, SAMPLE_RECORDS);
    const named = countNamedFields(records[0]?.fields ?? []);
    const wide = records.filter(({ fields }) => fields.length >= PAIR_FIELDS.length).length;
    const exact = records.filter(({ fields }) => fields.length === PAIR_FIELDS.length).length;
    return { delimiter, score: named * 10_000 + exact * 100 + wide };
  });
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

function readRecords(
  text: string,
  delimiter: Delimiter,
  preview = 0,
): { readonly records: readonly CsvRecord[]; readonly curly: number } {
  const { text: plain, curly } = straightenQuotes(text, delimiter);
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter, newline: '\n', preview });
  const problems = new Map<number, string>();
  for (const { row, type, code } of errors) {
    // The first error of a record is its cause.
    if (type === 'Quotes' && row !== undefined && !problems.has(row))
      problems.set(row, QUOTE_PROBLEMS[code]!);
  }
  let line = 1;
  const records = data.map((fields, row): CsvRecord => {
    const record = { fields, line, problem: problems.get(row) ?? null };
    line += 1 + fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0);
    return record;
  });
  return {
    records: records.filter(({ fields }) => fields.some((field) => field.trim() !== '')),
    curly,
  };
}

/** Whether a first record is a pair rather than a header of other names: prompts are more than one word. */
function isPair(fields: readonly string[]): boolean {
  const [clean, corrupted] = fields;
  return trimEnd(fields).length === PAIR_FIELDS.length && /\S\s/.test(clean!) && /\S\s/.test(corrupted!);
}

/** Fields without the empty ones at the end, which spreadsheets write; at least `width`. */
function trimEnd(fields: readonly string[], width = 0): readonly string[] {
  const last = fields.findLastIndex((field) => field !== '');
  return fields.slice(0, Math.max(last + 1, width));
}

function describeHeader(names: readonly string[], { missing }: ColumnMap): string {
  const found = names.map((name) => (name.trim() === '' ? '(no name)' : name.trim().slice(0, 40)));
  return (
    `Line 1: the header has no ${missing.join(', ')}. Columns found: ${found.join(', ')}. ` +
    `Columns needed: ${PAIR_FIELDS.join(', ')}. Rename the columns, or add what is missing.`
  );
}

function describeWidth(fields: number, width: number, delimiter: Delimiter, hasHeader: boolean): string {
  const expected = hasHeader ? `the header has ${width}` : `a pair has ${width}`;
  const advice =
    fields > width
      ? `Put text that contains ${DELIMITERS[delimiter]} in quotes.`
      : `Fields are separated by ${DELIMITERS[delimiter]}; add what is missing.`;
  return `${fields} ${fields === 1 ? 'field' : 'fields'}, but ${expected}. ${advice}`;
}

/** Reads CSV with commas or semicolons, and TSV, as spreadsheets, pandas and hands write them. */
import Papa from 'papaparse';
import type { PromptFormat } from '../../../domain/prompts/reading';
import { straightenQuotes } from './csv-quotes';
import { countNamedColumns } from './find-columns';
import { findCellProblem, type Cell, type Table, type TableRow } from './table';

const DELIMITERS = { ',': 'commas', '\t': 'tabs', ';': 'semicolons' } as const;
type Delimiter = keyof typeof DELIMITERS;
/** The part of a text that is read to choose the delimiter. */
const SAMPLE_CHARACTERS = 20_000;
const SAMPLE_RECORDS = 20;
/** The columns of a text without a header. */
const PAIR_COLUMNS = ['clean', 'corrupted', 'correct', 'incorrect'] as const;

/** What is wrong, by Papa Parse's codes. */
const QUOTE_PROBLEMS: Readonly<Record<string, string>> = {
  MissingQuotes: 'a quote is not closed. Close it, or write a quote inside quoted text twice.',
  InvalidQuotes: 'text follows a closing quote. Write a quote inside quoted text twice.',
};

interface CsvRecord {
  readonly fields: readonly string[];
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Lines that it spans. */
  readonly lines: number;
  /** What is wrong with its quotes; null when nothing is. */
  readonly problem: string | null;
}

/**
 * Reads a table with a header. Without a header, four columns are read as clean, corrupted, correct and incorrect.
 *
 * Spaces are kept: an answer's leading space is part of its token. Quotes hold delimiters and line ends.
 *
 * @param text without a byte order mark and with line feeds only.
 * @param format CSV for commas or semicolons, TSV for tabs; null for any of them.
 */
export function parseDelimited(text: string, format: 'CSV' | 'TSV' | null): Table {
  const allowed: readonly Delimiter[] =
    format === 'TSV' ? ['\t'] : format === 'CSV' ? [',', ';'] : [',', '\t', ';'];
  const delimiter = detectDelimiter(text.slice(0, SAMPLE_CHARACTERS), allowed);
  const { records, curly } = readRecords(text, delimiter);
  const [first] = records;
  const read: PromptFormat = delimiter === '\t' ? 'TSV' : 'CSV';
  if (!first) return { format: read, columns: [], rows: [], notes: [], shared: {} };
  const notes: string[] = [];
  if (curly > 0)
    notes.push(`Curly quotes around ${curly} ${curly === 1 ? 'field' : 'fields'} are read as CSV quotes.`);
  const hasHeader = countNamedColumns(first.fields) > 0 || !isPair(first.fields);
  if (!hasHeader)
    notes.push('There is no header; the columns are read as clean, corrupted, correct, incorrect.');
  const columns = hasHeader ? nameColumns(trimEnd(first.fields)) : PAIR_COLUMNS;
  const rows = (hasHeader ? records.slice(1) : records).map((record, index) =>
    readRow(record, index + 1, columns, delimiter, hasHeader),
  );
  return { format: read, columns, rows, notes, shared: {} };
}

function readRow(
  record: CsvRecord,
  row: number,
  columns: readonly string[],
  delimiter: Delimiter,
  hasHeader: boolean,
): TableRow {
  const { line } = record;
  const width = columns.length;
  const fields = record.fields.length > width ? trimEnd(record.fields, width) : record.fields;
  const refuse = (problem: string): TableRow => ({
    row,
    line,
    cells: new Map(),
    problem: `Line ${line}: ${problem}`,
  });
  if (record.problem) {
    const more = record.lines > 1 ? ` The row extends over ${record.lines} lines.` : '';
    return refuse(`${record.problem}${more}`);
  }
  if (fields.length !== width) return refuse(describeWidth(fields.length, width, delimiter, hasHeader));
  const cells = new Map<string, Cell>(columns.map((name, index) => [name, fields[index]!]));
  const problem = findCellProblem(cells);
  return problem === null ? { row, line, cells, problem: null } : refuse(`${problem}.`);
}

/** Names of columns, each once: columns without a name are numbered, as is a name that occurs again. */
export function nameColumns(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.map((raw, index) => {
    const name = raw.trim() === '' ? `column ${index + 1}` : raw.trim();
    let unique = name;
    for (let copy = 2; seen.has(unique); copy++) unique = `${name} (${copy})`;
    seen.add(unique);
    return unique;
  });
}

/** The delimiter under which the first line names most columns, then the one that gives most records of four fields or more. */
function detectDelimiter(text: string, allowed: readonly Delimiter[]): Delimiter {
  const scores = allowed.map((delimiter) => {
    const { records } = readRecords(text, delimiter, SAMPLE_RECORDS);
    const named = countNamedColumns(records[0]?.fields ?? []);
    const wide = records.filter(({ fields }) => fields.length >= PAIR_COLUMNS.length).length;
    const exact = records.filter(({ fields }) => fields.length === PAIR_COLUMNS.length).length;
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
    const lines = 1 + fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0);
    const record = { fields, line, lines, problem: problems.get(row) ?? null };
    line += lines;
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
  return trimEnd(fields).length === PAIR_COLUMNS.length && /\S\s/.test(clean!) && /\S\s/.test(corrupted!);
}

/** Fields without the empty ones at the end, which spreadsheets write; at least `width`. */
function trimEnd(fields: readonly string[], width = 0): readonly string[] {
  const last = fields.findLastIndex((field) => field !== '');
  return fields.slice(0, Math.max(last + 1, width));
}

function describeWidth(fields: number, width: number, delimiter: Delimiter, hasHeader: boolean): string {
  const expected = hasHeader ? `the header has ${width}` : `a pair has ${width}`;
  const advice =
    fields > width
      ? `Put text that contains ${DELIMITERS[delimiter]} in quotes.`
      : `Fields are separated by ${DELIMITERS[delimiter]}; add what is missing.`;
  return `${fields} ${fields === 1 ? 'field' : 'fields'}, but ${expected}. ${advice}`;
}

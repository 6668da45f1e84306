/** Prompt pairs out of pasted CSV. */
import type { DraftPair } from './draft';

const COLUMNS = ['clean', 'corrupted', 'correct', 'incorrect'] as const;

export interface ParsedPairs {
  readonly pairs: readonly DraftPair[];
  /** What is wrong, by line; empty when nothing is. */
  readonly errors: readonly string[];
}

/**
 * Reads RFC 4180 CSV with the header `clean,corrupted,correct,incorrect` in any order.
 *
 * Spaces are kept: an answer's leading space is part of its token. Quotes hold commas and line ends.
 */
export function parseCsv(text: string): ParsedPairs {
  const records = readRecords(text.replace(/^\uFEFF/, ''));
  const [header, ...rows] = records;
  if (!header) return { pairs: [], errors: ['Paste a header line, then a line for each prompt pair.'] };
  const names = header.fields.map((field) => field.trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    return {
      pairs: [],
      errors: [`Line 1: the header has no ${missing.join(', ')}; it must name ${COLUMNS.join(', ')}.`],
    };
  }
  const errors: string[] = [];
  const pairs = rows.flatMap(({ fields, line, isClosed }) => {
    if (!isClosed) errors.push(`Line ${line}: a quote is not closed.`);
    else if (fields.length !== names.length) {
      errors.push(
        `Line ${line}: ${fields.length} fields, but the header has ${names.length}. Put text with commas in quotes.`,
      );
    } else {
      return [
        Object.fromEntries(
          COLUMNS.map((column) => [column, fields[names.indexOf(column)]!]),
        ) as unknown as DraftPair,
      ];
    }
    return [];
  });
  if (pairs.length === 0 && errors.length === 0)
    errors.push('There is a header, but no prompt pair below it.');
  return { pairs, errors };
}

interface CsvRecord {
  readonly fields: string[];
  readonly line: number;
  readonly isClosed: boolean;
}

function readRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record: { fields: string[]; line: number; isClosed: boolean } = {
      fields: [],
      line,
      isClosed: true,
    };
    for (;;) {
      let field = '';
      if (text[at] === '"') {
        at++;
        for (;;) {
          const end = text.indexOf('"', at);
          if (end < 0) {
            record.isClosed = false;
            field += text.slice(at);
            at = text.length;
            break;
          }
          field += text.slice(at, end);
          at = end + 1;
          if (text[at] !== '"') break;
          field += '"';
          at++;
        }
      }
      while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r')
        field += text[at++]!;
      record.fields.push(field);
      line += field.split('\n').length - 1;
      if (text[at] !== ',') break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    if (record.fields.length > 1 || record.fields[0] !== '') records.push(record);
  }
  return records;
}

/** Reads rows from JSON and JSON lines. Nested values are columns with dotted names, such as `requested_rewrite.subject`. */
import { badUserInput } from '../../errors';
import { findJsonError } from './find-json-error';
import { findCellProblem, type Cell, type Scalar, type Table, type TableRow } from './table';

type JsonObject = Readonly<Record<string, unknown>>;
/** Objects inside objects that become columns. */
const MAX_DEPTH = 4;
/** Distinct names of columns that are read. */
const MAX_COLUMNS = 200;

/**
 * Reads a list of objects, an object that holds such a list (`{"prompts": [...]}`), or an object of columns
 * (`{"clean": [...], "corrupted": [...]}`, as pandas writes it).
 *
 * @throws BAD_USER_INPUT with the line for text that is not JSON, and for other values.
 */
export function parseJson(text: string): Table {
  const { rows, shared } = findRows(parseValue(text));
  return { format: 'JSON', ...createTable(rows.map((value) => ({ value, line: null }))), shared };
}

/** Reads one object a line. A line that is not JSON is a row with a problem. */
export function parseJsonLines(text: string): Table {
  const lines = text.split('\n').flatMap((content, index) => {
    if (content.trim() === '') return [];
    const line = index + 1;
    try {
      return [{ value: JSON.parse(content) as unknown, line }];
    } catch {
      const { message } = findJsonError(content);
      return [{ value: undefined, line, problem: `Line ${line}: ${message}.` }];
    }
  });
  return { format: 'JSONL', ...createTable(lines), shared: {} };
}

/** @throws BAD_USER_INPUT */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, message } = findJsonError(text);
    throw badUserInput([{ path: 'text', message: `Line ${line} is not JSON: ${message}.` }]);
  }
}

/** @throws BAD_USER_INPUT for a value that holds no rows. */
function findRows(value: unknown): { readonly rows: readonly unknown[]; readonly shared: JsonObject } {
  if (Array.isArray(value)) return { rows: value, shared: {} };
  if (!isObject(value)) {
    const message =
      'The JSON is not a list. Give a list of objects, one for each pair, or an object that holds one.';
    throw badUserInput([{ path: 'text', message }]);
  }
  const entries = Object.entries(value);
  const lists = entries.filter(([, list]) => Array.isArray(list) && list.length > 0 && list.every(isObject));
  const [name, list] = lists.find(([key]) => key === 'prompts') ?? lists[0] ?? [];
  if (name !== undefined) {
    const shared = Object.fromEntries(entries.filter(([key]) => key !== name));
    return { rows: list as readonly unknown[], shared };
  }
  const columns = entries.map(([key, column]) => [key, readColumn(column)] as const);
  if (entries.length > 0 && columns.every(([, column]) => column !== null)) {
    const length = Math.max(...columns.map(([, column]) => column!.length));
    const rows = Array.from({ length }, (_, index) =>
      Object.fromEntries(columns.map(([key, column]) => [key, column![index] ?? null])),
    );
    return { rows, shared: {} };
  }
  return { rows: [value], shared: {} };
}

/** A column as a list, or as an object by row number. */
function readColumn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : null;
}

interface Line {
  readonly value: unknown;
  readonly line: number | null;
  readonly problem?: string;
}

function createTable(lines: readonly Line[]): Pick<Table, 'columns' | 'rows' | 'notes'> {
  const columns = new Set<string>();
  const rows = lines.map(({ value, line, problem }, index): TableRow => {
    const cells = new Map<string, Cell>();
    const row = index + 1;
    if (problem !== undefined) return { row, line, cells, problem };
    if (!isObject(value)) return { row, line, cells, problem: describeValue(value) };
    flatten(value, '', cells, 0);
    for (const name of cells.keys()) if (columns.size < MAX_COLUMNS) columns.add(name);
    const invalid = findCellProblem(cells);
    return { row, line, cells, problem: invalid === null ? null : `${at(line)}${invalid}.` };
  });
  return { columns: [...columns], rows, notes: [] };
}

function at(line: number | null): string {
  return line === null ? '' : `Line ${line}: `;
}

function describeValue(value: unknown): string {
  const isTemplate = typeof value === 'string' && /[{[]\w+[}\]]/.test(value);
  if (isTemplate) return 'This is a template, not a pair of prompts. Fill it in, one row for each pair.';
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return `A row must be an object with the columns of a pair, and this is ${kind}.`;
}

function flatten(value: JsonObject, prefix: string, cells: Map<string, Cell>, depth: number): void {
  for (const [key, inner] of Object.entries(value)) {
    const name = `${prefix}${key}`;
    if (isScalar(inner) || (Array.isArray(inner) && inner.every(isScalar))) cells.set(name, inner);
    else if (isObject(inner) && depth < MAX_DEPTH) flatten(inner, `${name}.`, cells, depth + 1);
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

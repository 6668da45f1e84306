/** Values in a form that both databases can be read into, and the checksum of rows of them. */
import { createHash, type Hash } from 'node:crypto';
import { AppError } from '../../errors';
import { textProblem } from '../../text';
import type { Column, Table } from './tables';

/** A value of any column; times are numbers of ms since 1970. */
export type Value = null | string | number | boolean | Uint8Array;

/** Largest size of PostgreSQL's integer. */
const MAX_INTEGER = 2 ** 31;

/**
 * Reads a value of SQLite.
 *
 * @throws DATABASE_UNAVAILABLE for a value that the column of a server cannot hold.
 */
export function readSqlite(value: unknown, column: Column, table: Table): Value {
  if (value === null) return null;
  switch (column.kind) {
    case 'text':
      if (typeof value === 'string' && textProblem(value) === null) return value;
      break;
    case 'integer':
      if (isInteger(value) && -MAX_INTEGER <= Number(value) && Number(value) < MAX_INTEGER)
        return Number(value);
      break;
    case 'float':
      if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
      break;
    case 'boolean':
      if (Number(value) === 0 || Number(value) === 1) return Number(value) === 1;
      break;
    case 'bytes':
      if (value instanceof Uint8Array) return value;
      break;
    case 'time': {
      const time =
        typeof value === 'string' ? Date.parse(toIso(value)) : isInteger(value) ? Number(value) : NaN;
      if (Number.isFinite(time)) return time;
      break;
    }
  }
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value;
  const message = `A value of ${table.name}.${column.name} cannot be stored as ${column.kind}: ${shown}. Nothing was moved.`;
  throw new AppError('DATABASE_UNAVAILABLE', message);
}

const isInteger = (value: unknown): boolean => typeof value === 'bigint' || Number.isInteger(value);

/** Prisma writes `2026-11-26T10:00:00.000+00:00`; SQLite's own clock writes `2026-11-26 10:00:00`, in UTC. */
function toIso(value: string): string {
  const text = value.replace(' ', 'T');
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}

/** Reads a value of a server; times are texts. */
export function readServer(value: unknown, { kind }: Column): Value {
  if (kind !== 'time' || typeof value !== 'string') return value as Value;
  return Date.parse(`${value}Z`);
}

/** The value for a parameter of the server. */
export function toServer(value: Value, { kind }: Column): unknown {
  if (value === null) return null;
  if (kind === 'time') return new Date(value as number).toISOString().replace('Z', '');
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}

/** The value for a parameter of SQLite, in the form in which Prisma stores it. */
export function toSqlite(value: Value, { kind }: Column): null | string | number | Uint8Array {
  if (value === null) return null;
  if (kind === 'time') return new Date(value as number).toISOString().replace('Z', '+00:00');
  return typeof value === 'boolean' ? Number(value) : value;
}

export interface TableSum {
  readonly rows: number;
  /** Of all rows in the order of their key, in lower-case hex. */
  readonly sha256: string;
}

/** Sums the rows of one table. */
export class RowSum {
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;

  add(row: readonly Value[]): void {
    this.#rows++;
    for (const value of row) hashValue(this.#hash, value);
  }

  end(): TableSum {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

/** The type and the length come first, so that no two rows are hashed as the same bytes. */
function hashValue(hash: Hash, value: Value): void {
  if (value === null) hash.update('n');
  else if (value instanceof Uint8Array) hash.update(`b${value.length}:`).update(value);
  else {
    const text = String(value);
    hash.update(`${(typeof value)[0]}${Buffer.byteLength(text)}:${text}`);
  }
}

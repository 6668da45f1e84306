/**
 * One connection to an SQLite file. Calls of libSQL are synchronous, so none of them may wait for a lock: the busy timeout
 * is 0, and a locked database is an error at once.
 *
 * libSQL frees a prepared statement only when JavaScript collects it. Until then the statement keeps the files of its
 * connection open, and a statement that failed because of a lock counts as a write in progress, so that COMMIT fails.
 * Therefore connections live as long as the client, statements are reused, and only BEGIN, which is never prepared, can find
 * the lock of a writer.
 */
import Libsql from 'libsql';
import { LRUCache } from 'lru-cache';
import { faultFrom } from './faults';
import { createPrivately } from './file';

/** Number of cached prepared statements. Prisma uses about 150 different ones for this site. */
const MAX_STATEMENTS = 256;
/** Largest statement that is cached: a cached statement holds its text and its last arguments. */
const MAX_KEPT_BYTES = 64 * 1024;

/** Arguments of a statement; bytes as Buffer or Uint8Array. */
export type Argument = null | string | number | bigint | boolean | Uint8Array;

export interface Rows {
  readonly columns: string[];
  /** Declared types; empty for an expression. */
  readonly columnTypes: string[];
  readonly rows: unknown[][];
  readonly rowsAffected: number;
}

interface Prepared {
  readonly statement: Libsql.Statement;
  readonly returnsRows: boolean;
}

export class Connection {
  readonly #path: string;
  readonly #statements = new LRUCache<string, Prepared>({ max: MAX_STATEMENTS });
  #database: Libsql.Database | null = null;
  /** Whether the file failed in a way that a new connection may not. */
  #isSuspect = false;

  /** @param path of the database file; opened when it is first used. */
  constructor(path: string) {
    this.#path = path;
  }

  get inTransaction(): boolean {
    return this.#database?.inTransaction ?? false;
  }

  /**
   * Runs one statement to its end.
   *
   * @throws DatabaseFault; SqliteError for a statement that is refused, such as one that violates a constraint.
   */
  execute(sql: string, args: readonly Argument[]): Rows {
    try {
      const { statement, returnsRows } = this.#prepare(sql, args);
      const values = args.map(toSql);
      if (!returnsRows) {
        const { changes } = statement.run(values);
        return { columns: [], columnTypes: [], rows: [], rowsAffected: changes };
      }
      const columns = statement.columns();
      const rows = statement.all(values) as unknown[][];
      return {
        columns: columns.map(({ name }) => name),
        columnTypes: columns.map(({ type }) => type ?? ''),
        rows: rows.map((row) => Array.from(row, fromSql)),
        rowsAffected: 0,
      };
    } catch (error) {
      throw this.#noticed(error);
    }
  }

  /**
   * Runs statements without arguments or results; nothing of them is kept.
   *
   * @throws DatabaseFault; SqliteError.
   */
  run(script: string): void {
    try {
      this.#open().exec(script);
    } catch (error) {
      throw this.#noticed(error);
    }
  }

  /** Rolls back an open transaction, and closes the connection if its file has failed; never throws. */
  recover(): void {
    try {
      if (this.inTransaction) this.#database!.exec('ROLLBACK');
    } catch {
      this.#isSuspect = true;
    }
    if (this.#isSuspect) this.close();
  }

  /** Closes the connection; the next use opens another. */
  close(): void {
    const database = this.#database;
    this.#database = null;
    this.#isSuspect = false;
    this.#statements.clear();
    try {
      database?.close();
    } catch {
      // The connection is dropped in any case.
    }
  }

  #open(): Libsql.Database {
    if (this.#database !== null) return this.#database;
    createPrivately(this.#path);
    const database = new Libsql(this.#path, { timeout: 0 });
    try {
      database.exec('PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;');
    } catch (error) {
      database.close();
      throw error;
    }
    return (this.#database = database);
  }

  #prepare(sql: string, args: readonly Argument[]): Prepared {
    const isLarge =
      sql.length > MAX_KEPT_BYTES ||
      args.some((arg) => typeof arg === 'object' && arg !== null && arg.length > MAX_KEPT_BYTES);
    const known = isLarge ? undefined : this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#open().prepare(sql).safeIntegers(true);
    const prepared = { statement, returnsRows: asksForRows(statement) };
    if (!isLarge) this.#statements.set(sql, prepared);
    return prepared;
  }

  #noticed(error: unknown): unknown {
    const fault = faultFrom(error);
    if (fault === null) return error;
    this.#isSuspect ||= fault.kind !== 'busy' && fault.kind !== 'full' && fault.kind !== 'not-migrated';
    return fault;
  }
}

/** Sets a statement to return rows as arrays. @returns false for a statement that returns no rows. */
function asksForRows(statement: Libsql.Statement): boolean {
  try {
    statement.raw(true);
    return true;
  } catch {
    return false;
  }
}

function toSql(value: Argument): Argument {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`SQLite keeps no ${value}; a number must be finite.`);
  }
  return value;
}

/** Converts integers to numbers where a number holds them, and bytes to an ArrayBuffer, as Prisma's conversion expects. */
function fromSql(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (!ArrayBuffer.isView(value)) return value;
  const { buffer, byteOffset, byteLength } = value;
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

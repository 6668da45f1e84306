/** The tables of prisma/schema.prisma, as the two databases describe them. */
import type Libsql from 'libsql';
import type pg from 'pg';
import { Prisma } from '../../../prisma/generated/client';

/** How the databases hold a value: SQLite has no type for times, and 0 and 1 for booleans. */
export type ColumnKind = 'text' | 'integer' | 'float' | 'boolean' | 'bytes' | 'time';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

export interface Table {
  readonly name: string;
  /** By name. */
  readonly columns: readonly Column[];
  /** Of the primary key, in its order. Rows are read in the order of these. */
  readonly key: readonly string[];
  /** Column whose numbers the database gives; null without one. */
  readonly numbered: string | null;
}

/** Column of SQLite's full-text index, which a trigger fills. PostgreSQL searches in the text itself. */
const OWN_OF_SQLITE = { table: 'Finding', column: 'searchId' };

const KINDS: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  integer: 'integer',
  'double precision': 'float',
  boolean: 'boolean',
  bytea: 'bytes',
  'timestamp without time zone': 'time',
};

/** Names of all models; each is a table. */
export function listTableNames(): string[] {
  return Object.keys(Prisma.ModelName).toSorted();
}

/**
 * Describes the table of every model.
 *
 * @throws Error when the two databases have different tables or columns.
 */
export async function describeTables(sqlite: Libsql.Database, server: pg.ClientBase): Promise<Table[]> {
  const { rows } = await server.query<ColumnRow>(`
    SELECT c.table_name AS "table", c.column_name AS "name", c.data_type AS "type", k.ordinal_position AS "key",
      pg_get_serial_sequence(format('%I', c.table_name), c.column_name) AS "sequence"
    FROM information_schema.columns c
    LEFT JOIN information_schema.table_constraints t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage k
      ON k.constraint_schema = t.constraint_schema AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
    WHERE c.table_schema = current_schema() AND c.table_name <> '_prisma_migrations'
    ORDER BY c.column_name`);
  const names = listTableNames();
  const others = rows.map(({ table }) => table).filter((table) => !names.includes(table));
  if (others.length > 0) throw new Error(`the server has tables that no model has: ${others.join(', ')}`);
  return names.map((name) => describeTable(name, rows, listColumns(sqlite, name)));
}

interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Place in the primary key. */
  readonly key: number | null;
  readonly sequence: string | null;
}

function describeTable(name: string, rows: readonly ColumnRow[], inSqlite: readonly string[]): Table {
  const own = rows.filter(({ table }) => table === name);
  const onServer = own.map((column) => column.name);
  const missing = [
    ...onServer.filter((column) => !inSqlite.includes(column)),
    ...inSqlite.filter((column) => !onServer.includes(column)),
  ];
  if (own.length === 0 || missing.length > 0)
    throw new Error(`one of the databases lacks the columns ${missing.join(', ')} of ${name}`);
  return {
    name,
    columns: own
      .filter((column) => name !== OWN_OF_SQLITE.table || column.name !== OWN_OF_SQLITE.column)
      .map((column) => ({ name: column.name, kind: readKind(column) })),
    key: own
      .filter(({ key }) => key !== null)
      .toSorted((a, b) => a.key! - b.key!)
      .map((column) => column.name),
    numbered: own.find(({ sequence }) => sequence !== null)?.name ?? null,
  };
}

function readKind({ table, name, type }: ColumnRow): ColumnKind {
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`${table}.${name} has the type ${type}, which no copy knows`);
  return kind;
}

function listColumns(sqlite: Libsql.Database, table: string): string[] {
  const columns = sqlite.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[];
  return columns.map(({ name }) => name);
}

/** Names in quotes with commas between. */
export function listNames(columns: readonly (string | Column)[]): string {
  return columns.map((column) => `"${typeof column === 'string' ? column : column.name}"`).join(', ');
}

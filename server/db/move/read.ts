/** Reads the rows of a table in the order of its key, a batch at a time. */
import type Libsql from 'libsql';
import type pg from 'pg';
import { RowSum, readServer, readSqlite, type TableSum, type Value } from './values';
import { listNames, type Table } from './tables';

/** Rows that a server sends at once; some hold several MB. */
const ROWS = 100;

/** Rows of SQLite. The caller holds a transaction, so that all tables are of one moment. */
export function* readSqliteRows(database: Libsql.Database, table: Table): Generator<Value[]> {
  const statement = database
    .prepare(`SELECT ${listNames(table.columns)} FROM "${table.name}" ORDER BY ${listNames(table.key)}`)
    .raw(true)
    .safeIntegers(true);
  for (const row of statement.iterate() as Iterable<unknown[]>)
    yield row.map((value, index) => readSqlite(value, table.columns[index]!, table));
}

/** Rows of a server. The caller holds a transaction, so that all tables are of one moment. */
export async function* readServerRows(client: pg.ClientBase, table: Table): AsyncGenerator<Value[]> {
  // Times as text: the driver would read them in the time zone of this process.
  const columns = table.columns.map(({ name, kind }) =>
    kind === 'time' ? `to_char("${name}", 'YYYY-MM-DD"T"HH24:MI:SS.MS')` : `"${name}"`,
  );
  await client.query(
    `DECLARE "rows" NO SCROLL CURSOR FOR SELECT ${columns.join(', ')} FROM "${table.name}" ORDER BY ${listNames(table.key)}`,
  );
  try {
    for (;;) {
      const { rows } = await client.query<unknown[]>({ text: `FETCH ${ROWS} FROM "rows"`, rowMode: 'array' });
      if (rows.length === 0) return;
      for (const row of rows) yield row.map((value, index) => readServer(value, table.columns[index]!));
    }
  } finally {
    await client.query('CLOSE "rows"');
  }
}

/** Counts and sums a table of SQLite. */
export function sumSqlite(database: Libsql.Database, table: Table): TableSum {
  const sum = new RowSum();
  for (const row of readSqliteRows(database, table)) sum.add(row);
  return sum.end();
}

/** Counts and sums a table of a server. */
export async function sumServer(client: pg.ClientBase, table: Table): Promise<TableSum> {
  const sum = new RowSum();
  for await (const row of readServerRows(client, table)) sum.add(row);
  return sum.end();
}

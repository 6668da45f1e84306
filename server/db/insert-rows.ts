/** Inserts many rows by one statement with one argument. The client's `createMany` takes ten times as long: it compiles each value. */
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../db';
import { textProblem } from '../text';
import { chooseSql } from './dialect';
import { DatabaseFault } from './faults';

/** Values that both databases read from JSON as they were. Numbers are whole: SQLite may round the last digit of others. */
export type InsertedRow = Readonly<Record<string, string | number | null>>;

/** Rows of one statement. Other requests are served between two statements. */
const ROWS_PER_INSERT = 250;

/**
 * Inserts rows.
 *
 * @param table a name of the schema.
 * @param rows all with the same columns. Columns that they lack get their defaults.
 * @throws DatabaseFault `text` when the databases cannot store a text; nothing is inserted then.
 */
export async function insertRows(
  tx: Pick<Database, '$executeRaw'>,
  table: Prisma.ModelName,
  rows: readonly InsertedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  checkTexts(rows);
  const names = Object.keys(rows[0]!);
  const columns = Prisma.raw(names.map((name) => `"${name}"`).join(', '));
  const target = Prisma.raw(`"${table}"`);
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    const json = JSON.stringify(rows.slice(at, at + ROWS_PER_INSERT));
    await tx.$executeRaw(
      chooseSql(tx, {
        sqlite: Prisma.sql`
          INSERT INTO ${target} (${columns})
          SELECT ${Prisma.raw(names.map((name) => `value ->> '${name}'`).join(', '))} FROM json_each(${json}) ORDER BY key`,
        postgresql: Prisma.sql`
          INSERT INTO ${target} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${target}, ${json}::json)`,
      }),
    );
  }
}

/** A NUL in JSON is an escape, which the check of arguments does not see. */
function checkTexts(rows: readonly InsertedRow[]): void {
  for (const row of rows) {
    for (const value of Object.values(row)) {
      const problem = typeof value === 'string' ? textProblem(value) : null;
      if (problem !== null) throw new DatabaseFault('text', problem);
    }
  }
}

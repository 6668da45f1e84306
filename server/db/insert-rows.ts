/** Inserts many rows. The client's `createMany` takes ten times as long, because it compiles each value. */
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../db';

export type InsertedRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Rows of one statement. Other requests are served between two statements. SQLite takes 32,766 values a statement. */
const ROWS_PER_INSERT = 250;

/**
 * Inserts rows.
 *
 * @param table its name in the schema.
 * @param rows a column that only some of them have is null in the others; one that none of them has gets its default.
 */
export async function insertRows(
  tx: Pick<Database, '$executeRaw'>,
  table: Prisma.ModelName,
  rows: readonly InsertedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = Prisma.raw(names.map((name) => `"${name}"`).join(', '));
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    const values = rows.slice(at, at + ROWS_PER_INSERT).map((row) =>
      Prisma.join(
        names.map((name) => row[name] ?? null),
        ', ',
        '(',
        ')',
      ),
    );
    await tx.$executeRaw`INSERT INTO ${Prisma.raw(`"${table}"`)} (${columns}) VALUES ${Prisma.join(values)}`;
  }
}

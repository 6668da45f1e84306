/** The sizes of an SQLite database: tables, and what each owner's values take. */
import { Connection } from '../db/connection';
import type { DatabaseSizes } from './storage';

/** Owners that are listed. */
const MOST_OWNERS = 10;

/** Bytes of values by owner, from the headers of the rows: SQLite knows the length of a blob without reading it. */
const OWNERS = `
  SELECT r."ownerId", COUNT(DISTINCT r."id"), SUM(v."bytes") FROM "Run" r LEFT JOIN (
    SELECT s."runId", SUM(LENGTH(v."values")) AS "bytes" FROM "SweepValue" v
      JOIN "Sweep" s ON s."id" = v."sweepId" GROUP BY s."runId"
    UNION ALL
    SELECT s."runId", SUM(LENGTH(v."values")) FROM "SweepBatch" v
      JOIN "Sweep" s ON s."id" = v."sweepId" GROUP BY s."runId"
    UNION ALL
    SELECT l."runId", SUM(LENGTH(v."values")) FROM "EdgeValue" v
      JOIN "EdgeLayer" l ON l."id" = v."edgeLayerId" GROUP BY l."runId"
  ) v ON v."runId" = r."id"
  GROUP BY r."ownerId" ORDER BY COALESCE(SUM(v."bytes"), 0) DESC, COUNT(DISTINCT r."id") DESC LIMIT ${MOST_OWNERS}`;

/** Measures a database file over a connection of its own. */
export function measureSqlite(file: string): DatabaseSizes {
  const connection = new Connection(file);
  try {
    const number = (sql: string): number => Number(connection.execute(sql, []).rows[0]?.[0] ?? 0);
    const databaseBytes = number('PRAGMA page_count') * number('PRAGMA page_size');
    const names = connection
      .execute(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`,
        [],
      )
      .rows.map(([name]) => String(name));
    const bytes = readTableBytes(connection);
    const tables = names.map((name) => ({
      name,
      rows: number(`SELECT COUNT(*) FROM "${name.replaceAll('"', '""')}"`),
      bytes: bytes?.get(name) ?? null,
    }));
    const owners = connection.execute(OWNERS, []).rows.map(([id, runs, values]) => ({
      id: String(id),
      runs: Number(runs),
      valueBytes: Number(values ?? 0),
    }));
    return { databaseBytes, tables, owners };
  } finally {
    connection.close();
  }
}

/** Bytes of tables with their indexes; null where SQLite was built without its table of sizes. */
function readTableBytes(connection: Connection): Map<string, number> | null {
  try {
    const { rows } = connection.execute(
      `SELECT COALESCE(m.tbl_name, s.name), SUM(s.pgsize) FROM dbstat s
         LEFT JOIN sqlite_master m ON m.name = s.name WHERE s.aggregate = 1 GROUP BY 1`,
      [],
    );
    return new Map(rows.map(([name, size]) => [String(name), Number(size)]));
  } catch {
    return null;
  }
}

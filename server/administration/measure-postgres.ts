/** The sizes of a PostgreSQL database. Rows are PostgreSQL's own estimates, since counting reads whole tables. */
import { Prisma, type Database } from '../db';
import type { DatabaseSizes } from './storage';

/** Owners that are listed. */
const MOST_OWNERS = 10;

type Cell = bigint | number | null;

export async function measurePostgres(db: Pick<Database, '$queryRaw'>): Promise<DatabaseSizes> {
  const [[total], tables, owners] = await Promise.all([
    db.$queryRaw<{ bytes: Cell }[]>(Prisma.sql`SELECT pg_database_size(current_database()) AS "bytes"`),
    db.$queryRaw<{ name: string; rows: Cell; bytes: Cell }[]>(Prisma.sql`
      SELECT c.relname AS "name", GREATEST(c.reltuples, 0)::bigint AS "rows", pg_total_relation_size(c.oid) AS "bytes"
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY c.relname`),
    db.$queryRaw<{ id: string; runs: Cell; bytes: Cell }[]>(Prisma.sql`
      SELECT r."ownerId" AS "id", COUNT(DISTINCT r."id") AS "runs", COALESCE(SUM(v."bytes"), 0)::bigint AS "bytes"
      FROM "Run" r LEFT JOIN (
        SELECT s."runId", SUM(octet_length(v."values")) AS "bytes" FROM "SweepValue" v
          JOIN "Sweep" s ON s."id" = v."sweepId" GROUP BY s."runId"
        UNION ALL
        SELECT s."runId", SUM(octet_length(v."values")) FROM "SweepBatch" v
          JOIN "Sweep" s ON s."id" = v."sweepId" GROUP BY s."runId"
        UNION ALL
        SELECT l."runId", SUM(octet_length(v."values")) FROM "EdgeValue" v
          JOIN "EdgeLayer" l ON l."id" = v."edgeLayerId" GROUP BY l."runId"
      ) v ON v."runId" = r."id"
      GROUP BY r."ownerId" ORDER BY 3 DESC, 2 DESC LIMIT ${MOST_OWNERS}`),
  ]);
  return {
    databaseBytes: Number(total?.bytes ?? 0),
    tables: tables.map(({ name, rows, bytes }) => ({ name, rows: Number(rows), bytes: Number(bytes) })),
    owners: owners.map(({ id, runs, bytes }) => ({ id, runs: Number(runs), valueBytes: Number(bytes) })),
  };
}

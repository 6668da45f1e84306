import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../server/db';
import { applyMigrations } from '../server/db/migrations';
import { applyWithEngine, missingMigration } from './schema-engine';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'patchbay-engine-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('finds that the migrations make what the schema says, and no more but what no schema can say', async () => {
  expect(await missingMigration()).toBeNull();
});

it('finds a database of its own up to date, and makes the same one as server/db/migrations.ts', async () => {
  const [byEngine, byUs] = ['engine', 'ours'].map((name) => `file:${path.join(folder, `${name}.db`)}`);
  await applyWithEngine(byEngine!);
  expect(await applyMigrations(byEngine!)).toEqual([]);
  await applyMigrations(byUs!);
  // The engine reads what we have written, and finds nothing left to apply.
  await applyWithEngine(byUs!);
  expect(await contents(byUs!)).toEqual(await contents(byEngine!));
});

/** What a database is made of, and which migrations made it. The column `logs` is ours: it holds the kind of the migration. */
async function contents(url: string): Promise<unknown> {
  const db = openDatabase(url);
  try {
    const schema = await db.$queryRaw`SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2`;
    const columns = await db.$queryRaw`
      SELECT m.name AS "table", c.* FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, 2`;
    const rows = await db.$queryRaw`
      SELECT migration_name, checksum, rolled_back_at, applied_steps_count, finished_at IS NOT NULL AS finished
      FROM _prisma_migrations ORDER BY 1`;
    return { schema, columns, rows };
  } finally {
    await db.$disconnect();
  }
}

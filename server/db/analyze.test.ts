/** Statistics of an SQLite file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAdapterFactory } from './adapter';
import { analyze } from './analyze';
import { Connection } from './connection';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-analyze-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = path.join(folder, 'a.db');
const other = new Connection(file);
afterEach(() => {
  vi.useRealTimers();
  other.close();
});
beforeEach(() =>
  other.run(`
    ANALYZE sqlite_schema; DROP TABLE IF EXISTS "T"; CREATE TABLE "T" ("a" INTEGER, "b" INTEGER); CREATE INDEX "T_a" ON "T"("a");
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO "T" SELECT i % 7, i FROM n;`),
);

const statistics = (): unknown[][] =>
  other.execute(`SELECT tbl, idx, stat FROM sqlite_stat1 WHERE tbl = 'T'`, []).rows;

it('analyzes each table in a write of its own, from a limited number of rows', async () => {
  let writes = 0;
  await analyze(async (work) => {
    writes++;
    return work(other);
  });
  expect(writes).toBe(2);
  expect(other.execute('PRAGMA analysis_limit', []).rows).toEqual([[1000]]);
  const [[, index, stat]] = statistics() as [[string, string, string]];
  expect(index).toBe('T_a');
  // Rows of the table, and rows with one value of the column: estimates.
  expect(Number(stat.split(' ')[1])).toBeGreaterThan(100);
  // Stops between two tables.
  other.run('DELETE FROM sqlite_stat1');
  await analyze(
    async (work) => work(other),
    () => true,
  );
  expect(statistics()).toEqual([]);
});

it('is done by a client a minute after its start, and not after its end', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const adapter = await createAdapterFactory({ path: file, waitMs: 1000 }).connect();
  const count = async (): Promise<unknown> =>
    (await adapter.queryRaw({ sql: 'SELECT COUNT(*) FROM "T"', args: [], argTypes: [] })).rows;
  expect(await count()).toEqual([[5000]]);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(statistics()).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  await vi.waitFor(() => expect(statistics()).toHaveLength(1));
  // Connections are opened again.
  expect(await count()).toEqual([[5000]]);
  other.run('DELETE FROM sqlite_stat1');
  await vi.advanceTimersByTimeAsync(6 * 3_600_000);
  await vi.waitFor(() => expect(statistics()).toHaveLength(1));
  await adapter.dispose();
  other.run('DELETE FROM sqlite_stat1');
  await vi.advanceTimersByTimeAsync(12 * 3_600_000);
  expect(statistics()).toEqual([]);
});

/** Migrations that the version before them cannot work with are marked. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Libsql from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listMigrations } from './migration-files';
import { findContractions, readKind, type Schema } from './migration-kind';
import { applyMigrations, SQLITE_MIGRATIONS } from './migrations';
import { splitStatements } from './sql-script';

/** The last migration before the rule. */
const BEFORE_RULE = '20261126200625_whole_answers';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'patchbay-kinds-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readSchema(db: Libsql.Database): Schema {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'FindingSearch%'`,
    )
    .all() as { name: string }[];
  return Object.fromEntries(
    tables.map(({ name: table }) => {
      const columns = db.prepare(`PRAGMA table_info("${table}")`).all() as {
        name: string;
        type: string;
        notnull: number;
        dflt_value: string | null;
        pk: number;
      }[];
      const described = columns.map(({ name, type, notnull, dflt_value, pk }) => [
        name,
        {
          type,
          isRequired: notnull === 1,
          hasDefault: dflt_value !== null || (pk === 1 && type === 'INTEGER'),
        },
      ]);
      return [table, Object.fromEntries(described) as Schema[string]];
    }),
  );
}

/** What a script takes away from a schema. */
function listContractions(setUp: string, script: string): string[] {
  const db = new Libsql(':memory:');
  db.exec(setUp);
  const before = readSchema(db);
  for (const statement of splitStatements(script)) db.exec(statement);
  const found = findContractions(before, readSchema(db));
  db.close();
  return found;
}

it('marks every migration that contracts', () => {
  const db = new Libsql(path.join(folder, 'steps.db'));
  db.exec('PRAGMA foreign_keys = OFF');
  const unmarked: string[] = [];
  let checked = 0;
  for (const name of listMigrations(SQLITE_MIGRATIONS)) {
    const script = readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8');
    const before = readSchema(db);
    for (const statement of splitStatements(script)) db.exec(statement);
    if (name <= BEFORE_RULE) continue;
    checked++;
    if (readKind(script) === 'contract') continue;
    unmarked.push(...findContractions(before, readSchema(db)).map((what) => `${name}: ${what}`));
  }
  db.close();
  expect(checked).toBeGreaterThan(0);
  expect(unmarked, 'expand first; see docs/upgrades.md').toEqual([]);
});

const TABLE = 'CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" INTEGER NOT NULL DEFAULT 0);';

it.each([
  ['DROP TABLE "T"', ['table T is gone']],
  ['ALTER TABLE "T" RENAME TO "U"', ['table T is gone']],
  ['ALTER TABLE "T" DROP COLUMN "a"', ['column T.a is gone']],
  ['ALTER TABLE "T" RENAME COLUMN "a" TO "c"', ['column T.a is gone']],
  [
    'CREATE TABLE "new_T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT NOT NULL, "b" TEXT NOT NULL DEFAULT 0, "c" TEXT NOT NULL);' +
      'DROP TABLE "T"; ALTER TABLE "new_T" RENAME TO "T";',
    [
      'column T.a becomes required',
      'column T.b changes from INTEGER to TEXT',
      'column T.c is new and required, and has no default',
    ],
  ],
])('finds what %s takes away', (script, expected) => {
  expect(listContractions(TABLE, script)).toEqual(expected);
});

it('lets expansions pass, also by a table that is made anew', () => {
  const anew =
    'CREATE TABLE "new_T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" INTEGER NOT NULL DEFAULT 0, "c" TEXT NOT NULL DEFAULT \'\');' +
    'INSERT INTO "new_T" ("id", "a", "b") SELECT "id", "a", "b" FROM "T"; DROP TABLE "T"; ALTER TABLE "new_T" RENAME TO "T";';
  expect(listContractions(TABLE, anew)).toEqual([]);
  expect(
    listContractions(TABLE, 'ALTER TABLE "T" ADD COLUMN "d" TEXT; CREATE TABLE "U" ("id" TEXT NOT NULL)'),
  ).toEqual([]);
});

it('reads the mark, which needs a reason', () => {
  expect(readKind('-- contract: `a` is read by no version since 0.3\nALTER TABLE "T" DROP COLUMN "a";')).toBe(
    'contract',
  );
  expect(readKind('-- contract:\nALTER TABLE "T" DROP COLUMN "a";')).toBe('expand');
  expect(readKind('-- AlterTable\nALTER TABLE "T" ADD COLUMN "a" TEXT;')).toBe('expand');
});

it('stores the kind, and lets an earlier version open a database that was expanded only', async () => {
  const url = `file:${path.join(folder, 'newer.db')}`;
  await applyMigrations(url);
  const db = new Libsql(path.join(folder, 'newer.db'));
  const kinds = db.prepare('SELECT DISTINCT "logs" FROM "_prisma_migrations"').all();
  expect(kinds).toEqual([{ logs: 'expand' }]);
  const add = (name: string, kind: string): void => {
    db.prepare(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "logs") VALUES (?, '', ?, '2030-01-01', ?)`,
    ).run([name, name, kind]);
  };
  add('29990101000000_later', 'expand');
  expect(await applyMigrations(url)).toEqual([]);
  add('29990201000000_much_later', 'contract');
  await expect(applyMigrations(url)).rejects.toThrow(
    /newer version of Patchbay \(migration 29990201000000_much_later\)/,
  );
  db.close();
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { splitStatements } from './sql-script';

it('splits at the ends of statements only', () => {
  const script = `
    -- a comment; with a semicolon
    CREATE TABLE "a;b" ("x" TEXT DEFAULT 'one;two', "end" TEXT); /* another; */
    CREATE TRIGGER "t" AFTER INSERT ON "a;b" BEGIN
      UPDATE "a;b" SET "x" = CASE WHEN 1 THEN 'it''s; ' ELSE '' END WHERE 1;
      DELETE FROM "a;b";
    END;
    ;
    SELECT 1`;
  const statements = splitStatements(script);
  expect(statements.map((statement) => statement.replaceAll(/\s+/g, ' '))).toEqual([
    `CREATE TABLE "a;b" ("x" TEXT DEFAULT 'one;two', "end" TEXT)`,
    `CREATE TRIGGER "t" AFTER INSERT ON "a;b" BEGIN UPDATE "a;b" SET "x" = CASE WHEN 1 THEN 'it''s; ' ELSE '' END WHERE 1; DELETE FROM "a;b"; END`,
    'SELECT 1',
  ]);
});

it('finds the statements of every migration', () => {
  for (const name of readdirSync('prisma/migrations').filter((entry) => !entry.endsWith('.toml'))) {
    const script = readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8');
    for (const statement of splitStatements(script)) {
      expect(statement, name).toMatch(
        /^(CREATE|DROP|ALTER|UPDATE|INSERT|DELETE) ([^;]*|[^;]*BEGIN[^]*;\s*END)$/,
      );
    }
  }
});

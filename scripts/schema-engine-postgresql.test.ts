import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readPostgresqlSchema, toPostgresql } from './postgresql-schema.mjs';
import { missingPostgresqlMigration, POSTGRESQL_MIGRATIONS } from './schema-engine-postgresql';

it('finds no change since the last migration: run `npm run db:migration -- <name>` after a change of the schema', async () => {
  expect(await missingPostgresqlMigration()).toBeNull();
});

it('finds a change', async () => {
  const schema = readPostgresqlSchema().replace('model Star {', 'model Star {\n  note String?');
  expect(await missingPostgresqlMigration(schema)).toContain('ADD COLUMN     "note" TEXT COLLATE "C"');
});

it('makes the schema of PostgreSQL', () => {
  const source = [
    'generator client {\n  output       = "generated"\n}',
    'datasource db {\n  provider = "sqlite"\n}',
    'model A {\n  // postgresql: @@index([b], type: Gin)\n  // sqlite\n}',
  ];
  expect(toPostgresql(source.join('\n'))).toBe(
    [
      'generator client {\n  output       = "../../prisma/postgresql/generated"\n}',
      'datasource db {\n  provider = "postgresql"\n}',
      'model A {\n  @@index([b], type: Gin)\n  // sqlite\n}',
    ].join('\n'),
  );
});

it('orders every text by its bytes', () => {
  for (const name of readdirSync(POSTGRESQL_MIGRATIONS)) {
    const script = readFileSync(path.join(POSTGRESQL_MIGRATIONS, name, 'migration.sql'), 'utf8');
    const columns = script.split('\n').filter((line) => /^\s+"\w+" TEXT|(?:COLUMN|TYPE)\s.*TEXT/.test(line));
    for (const line of columns) expect(line, name).toMatch(/TEXT COLLATE "C"|^\s*CREATE FUNCTION/);
  }
});

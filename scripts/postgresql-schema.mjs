/**
 * The schema of PostgreSQL, made from prisma/schema.prisma: another provider, another folder for its client, and the lines that
 * begin with `// postgresql:`, which SQLite's provider refuses.
 *
 * This file needs Node's own modules only: the set-up generates clients before it checks anything else.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = path.join('prisma', 'schema.prisma');
/** Of the generated client, seen from the folder of the schema. */
const CLIENT = '../../prisma/postgresql/generated';
const TARGET = path.join('.build', 'postgresql', 'schema.prisma');

/** Converts the text of prisma/schema.prisma. */
export function toPostgresql(schema) {
  return schema
    .replace(/^(datasource db \{\s*provider = )"sqlite"/m, '$1"postgresql"')
    .replace(/^(\s*output\s*= )"generated"/m, `$1"${CLIENT}"`)
    .replaceAll(/^(\s*)\/\/ postgresql: /gm, '$1');
}

/** Reads the schema of PostgreSQL. */
export function readPostgresqlSchema() {
  return toPostgresql(readFileSync(SOURCE, 'utf8'));
}

/** Writes the schema for `prisma generate`. @returns its path. */
export function writePostgresqlSchema() {
  mkdirSync(path.dirname(TARGET), { recursive: true });
  writeFileSync(TARGET, readPostgresqlSchema());
  return TARGET;
}

/** Migrations as files in Prisma's layout: a folder of each, with `migration.sql`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors';

export interface Migration {
  readonly name: string;
  readonly script: string;
}

/** A row of `_prisma_migrations` that is not rolled back. */
export interface AppliedRow {
  readonly id: string;
  readonly name: string;
  /** MigrationKind; null for a row of a version that did not store it. */
  readonly kind: string | null;
}

/** Names of the migrations of a folder, the oldest first. */
export function listMigrations(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).toSorted();
}

/** Reads the migrations of a folder, the oldest first. */
export function readMigrations(folder: string): Migration[] {
  return listMigrations(folder).map((name) => ({
    name,
    script: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8'),
  }));
}

/** The checksum that Prisma stores with an applied migration. */
export function digestScript(script: string): string {
  return createHash('sha256').update(script).digest('hex');
}

/** @throws DATABASE_UNAVAILABLE for a database with a contracting migration that this version does not have. */
export function refuseNewer(
  rows: readonly AppliedRow[],
  migrations: readonly Migration[],
  database: string,
): void {
  // A database that a newer version has only expanded serves this version too (docs/upgrades.md).
  const unknown = rows.find(
    (row) => row.kind !== 'expand' && !migrations.some(({ name }) => name === row.name),
  );
  if (unknown === undefined) return;
  const message = `${database} was made by a newer version of Patchbay (migration ${unknown.name}). Update Patchbay, or set DATA_DIR to another folder.`;
  throw new AppError('DATABASE_UNAVAILABLE', message);
}

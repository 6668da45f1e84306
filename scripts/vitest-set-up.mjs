/** Vitest's global set-up: compiles the worker threads that tests start, and makes the database that tests copy. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { applyMigrations } from '../server/db/migrations';
import { DATABASE_TEMPLATE } from '../server/testing/databases';
import { buildEngine } from './set-up.mjs';

export default async function setUp() {
  await buildEngine();
  rmSync(path.dirname(DATABASE_TEMPLATE), { recursive: true, force: true });
  mkdirSync(path.dirname(DATABASE_TEMPLATE), { recursive: true });
  await applyMigrations(`file:${DATABASE_TEMPLATE}`);
}

/** An empty database with all migrations, which tests copy: all migrations take longer than most tests. */
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';

/** Made anew by each run of the tests. */
export const DATABASE_TEMPLATE = path.resolve('.build', 'test-database', 'patchbay.db');

/** Copies the template to a `file:` URL; does nothing outside of a run of the tests. */
export function copyTemplate(databaseUrl: string): void {
  if (existsSync(DATABASE_TEMPLATE)) copyFileSync(DATABASE_TEMPLATE, databaseUrl.slice('file:'.length));
}

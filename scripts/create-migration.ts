/** `npm run db:migration -- <name>`: writes the SQL migrations of both databases for the changes of prisma/schema.prisma. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MIGRATIONS, missingMigration } from './schema-engine';
import {
  keepMigratedSchema,
  missingPostgresqlMigration,
  POSTGRESQL_MIGRATIONS,
} from './schema-engine-postgresql';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error(
    'Give the migration a name of lower-case letters, digits and underscores: npm run db:migration -- add_stars',
  );
  process.exit(1);
}
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
const written = [
  await write(MIGRATIONS, await missingMigration()),
  await write(POSTGRESQL_MIGRATIONS, await missingPostgresqlMigration()),
].filter((file) => file !== null);
await keepMigratedSchema();
for (const file of written) console.log(`Wrote ${file}. Read it, then commit it.`);
if (written.length === 0) console.log('The migrations already make this schema.');

async function write(folder: string, sql: string | null): Promise<string | null> {
  if (sql === null) return null;
  const target = path.join(folder, `${stamp}_${name}`);
  await mkdir(target, { recursive: true });
  const file = path.join(target, 'migration.sql');
  await writeFile(file, sql);
  return path.relative(process.cwd(), file);
}

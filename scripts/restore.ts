/**
 * `npm run restore -- <file> [--force]`: makes a backup the database of the site, after checking all of it.
 *
 * It refuses to replace a database unless `--force` is given, one that is in use, and a backup of a newer version. A PostgreSQL
 * database must be empty.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { config } from '../server/config';
import { databasePath } from '../server/db/file';
import { restoreToServer } from '../server/db/move/backup';
import { nameDatabase } from '../server/db/postgresql/migrations';
import { isPostgresql } from '../server/db/postgresql/pool';
import { restoreBackup } from '../server/db/restore';
import { getErrorMessage } from '../server/errors';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { force: { type: 'boolean', default: false } },
});
const [file, ...rest] = positionals;
if (file === undefined || rest.length > 0) {
  console.error('npm run restore -- <file> [--force]   e.g. npm run restore -- patchbay-backup.db');
  process.exit(2);
}
try {
  const { databaseUrl, dataDir } = config;
  const isOnServer = isPostgresql(databaseUrl);
  const target = isOnServer ? nameDatabase(databaseUrl) : databasePath(databaseUrl);
  const source = path.resolve(file);
  const { contents, replaced, migrated, secrets } = isOnServer
    ? await restoreToServer(source, databaseUrl, { dataDir, force: values.force })
    : await restoreBackup(source, { target, dataDir, force: values.force });
  const rows = Object.values(contents.tables).reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `${target}: ${rows.toLocaleString('en')} rows of ${Object.keys(contents.tables).length} tables, as of ${contents.createdAt}. ` +
      'Every row has the hash that the backup states.',
  );
  if (migrated.length > 0) console.log(`Applied ${migrated.join(', ')}.`);
  if (secrets.length > 0) console.log(`Restored ${secrets.join(', ')}.`);
  if (replaced !== null) console.log(`The database that was there is ${replaced}.`);
} catch (error) {
  console.error(getErrorMessage(error));
  process.exitCode = 1;
}

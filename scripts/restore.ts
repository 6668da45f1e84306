/**
 * `npm run restore -- <file> [--force]`: makes a backup the database of the site, after checking all of it.
 *
 * It refuses to replace a database unless `--force` is given, one that is in use, and a backup of a newer version.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { config } from '../server/config';
import { databasePath } from '../server/db/file';
import { restoreBackup } from '../server/db/restore';
import { messageOf } from '../server/errors';

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
  const target = databasePath(config.databaseUrl);
  const { contents, replaced, migrated, secrets } = await restoreBackup(path.resolve(file), {
    target,
    dataDir: config.dataDir,
    force: values.force,
  });
  const rows = Object.values(contents.tables).reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `${target}: ${rows.toLocaleString('en')} rows of ${Object.keys(contents.tables).length} tables, as of ${contents.createdAt}. ` +
      'Every row has the hash that the backup states.',
  );
  if (migrated.length > 0) console.log(`Applied ${migrated.join(', ')}.`);
  if (secrets.length > 0) console.log(`Restored ${secrets.join(', ')}.`);
  if (replaced !== null) console.log(`The database that was there is ${replaced}.`);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

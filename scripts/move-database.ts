/**
 * `npm run db:move -- <postgresql://...> [--live]`: copies the SQLite database of the site to an empty PostgreSQL database.
 *
 * DATABASE_URL, or DATA_DIR, names the SQLite database. It stays as it is.
 */
import { parseArgs } from 'node:util';
import { config } from '../server/config';
import { databasePath } from '../server/db/file';
import { moveToServer } from '../server/db/move/to-server';
import { nameDatabase } from '../server/db/postgresql/migrations';
import { isPostgresql } from '../server/db/postgresql/pool';
import { getErrorMessage } from '../server/errors';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { live: { type: 'boolean', default: false } },
});
const [target, ...rest] = positionals;
if (target === undefined || rest.length > 0 || !isPostgresql(target)) {
  console.error(
    'npm run db:move -- <target> [--live]   e.g. npm run db:move -- postgresql://user:password@host:5432/patchbay\n' +
      '--live copies the state of one moment of a database that is in use.',
  );
  process.exit(2);
}
try {
  if (isPostgresql(config.databaseUrl))
    throw new Error(
      'DATABASE_URL names a PostgreSQL database. Set it to the SQLite file that is to be moved.',
    );
  const source = databasePath(config.databaseUrl);
  console.log(`${source} -> ${nameDatabase(target)}\n`);
  console.log(`${'table'.padEnd(20)}${'rows'.padStart(12)}  sha256 of the rows, the same on both sides`);
  const tables = await moveToServer(source, target, {
    isLive: values.live,
    onTable: ({ name, rows, sha256 }) =>
      console.log(`${name.padEnd(20)}${rows.toLocaleString('en').padStart(12)}  ${sha256.slice(0, 16)}`),
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `\nMoved ${rows.toLocaleString('en')} rows of ${tables.length} tables. Every reference was checked. ` +
      'Set DATABASE_URL to the target, and start the site. The secrets of DATA_DIR are not in the database.',
  );
} catch (error) {
  console.error(getErrorMessage(error));
  process.exitCode = 1;
}

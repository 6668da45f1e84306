/**
 * `npm run backup -- <file> [--secrets]`: writes the whole database into one file, also while the site runs.
 *
 * A backup of a PostgreSQL database is such a file, too. `--secrets` adds the keys of DATA_DIR: a site that is restored with them keeps its guests, sessions and administrator address.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SECRET_FILES } from '../server/accounts/secret-files';
import { config } from '../server/config';
import { writeBackup } from '../server/db/backup';
import { databasePath } from '../server/db/file';
import { backUpServer } from '../server/db/move/backup';
import { isPostgresql } from '../server/db/postgresql/pool';
import { getErrorMessage } from '../server/errors';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { secrets: { type: 'boolean', default: false } },
});
const [file, ...rest] = positionals;
if (file === undefined || rest.length > 0) {
  console.error('npm run backup -- <file> [--secrets]   e.g. npm run backup -- patchbay-backup.db');
  process.exit(2);
}
try {
  const target = path.resolve(file);
  const names = values.secrets
    ? SECRET_FILES.filter((name) => existsSync(path.join(config.dataDir, name)))
    : [];
  const secrets = Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(config.dataDir, name), 'utf8')]),
  );
  const { tables, migration } = isPostgresql(config.databaseUrl)
    ? await backUpServer(config.databaseUrl, target, secrets)
    : writeBackup(databasePath(config.databaseUrl), target, secrets);
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `${target}: ${statSync(target).size.toLocaleString('en')} bytes, ${rows.toLocaleString('en')} rows of ` +
      `${Object.keys(tables).length} tables, migration ${migration}. All pages and references were checked.`,
  );
  console.log(
    values.secrets
      ? `It holds ${names.join(', ') || 'no secrets'}: keep it as safe as DATA_DIR.`
      : 'It holds no secrets. Without session-secret guests lose their identity: add --secrets, or copy that file.',
  );
} catch (error) {
  console.error(getErrorMessage(error));
  process.exitCode = 1;
}

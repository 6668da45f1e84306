/** Brings the configured database up to the newest migration. */
import { config } from '../server/config';
import { applyMigrations } from '../server/db/migrations';
import { isAppError } from '../server/errors';

try {
  const applied = await applyMigrations(config.databaseUrl);
  if (applied.length > 0) console.log(`Database: applied ${applied.join(', ')}.`);
} catch (error) {
  console.error(isAppError(error) ? error.message : error);
  process.exitCode = 1;
}

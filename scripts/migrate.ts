/** Brings the configured database up to the newest migration. */
import { config } from '../server/config';
import { applyMigrations } from './schema-engine';

const applied = await applyMigrations(config.databaseUrl);
if (applied.length > 0) console.log(`Database: applied ${applied.join(', ')}.`);

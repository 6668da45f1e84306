/** Set-up of the tests on PostgreSQL: a migrated database on the server of TEST_DATABASE_URL, which tests copy. */
import { applyMigrations } from '../server/db/migrations';
import { createOnServer, dropAllOnServer, urlOfDatabase } from '../server/testing/databases';

export default async function setUp(): Promise<() => Promise<void>> {
  const template = await createOnServer();
  await applyMigrations(urlOfDatabase(template));
  process.env['TEST_DATABASE_TEMPLATE'] = template;
  return dropAllOnServer;
}

/** `npm run db:migration -- <name>`: writes the SQL migration for the changes of prisma/schema.prisma. */
import { createMigration } from './schema-engine';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error(
    'Give the migration a name of lower-case letters, digits and underscores: npm run db:migration -- add_stars',
  );
  process.exit(1);
}
const folder = await createMigration(name);
console.log(
  folder ? `Wrote ${folder}. Read it, then commit it.` : 'The migrations already make this schema.',
);

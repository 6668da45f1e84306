/** Gives every guest private copies of the stored runs, with all their parts. */
import type { Bulk } from './effects/bulk';

/** Tables of a run with rows that refer to it by "runId". */
const PARTS = ['PromptPair', 'Sweep', 'Effect', 'UnpatchedMetric'];

/** @param each copies for each user without runs. */
export async function copyRunsToOwners(bulk: Bulk, each: number): Promise<void> {
  await bulk.run('CREATE TEMP TABLE "Original" AS SELECT "id", ROW_NUMBER() OVER () AS "number" FROM "Run"');
  await bulk.run(`CREATE TEMP TABLE "Copy" AS SELECT o."id" AS "oldId", u."id" AS "ownerId", ${bulk.randomId} AS "newId"
    FROM "User" u CROSS JOIN "Original" o WHERE o."number" <= ${each} AND NOT EXISTS (SELECT 1 FROM "Run" r WHERE r."ownerId" = u."id")`);
  const copy = async (table: string, key: string, changed: Record<string, string>): Promise<void> => {
    const names = (await bulk.columns(table)).filter((name) => changed[name] !== '');
    const list = names.map((name) => `"${name}"`).join(', ');
    const values = names.map((name) => changed[name] ?? `s."${name}"`).join(', ');
    await bulk.run(
      `INSERT INTO "${table}" (${list}) SELECT ${values} FROM "${table}" s JOIN "Copy" c ON c."oldId" = s."${key}"`,
    );
  };
  await copy('Run', 'id', {
    id: 'c."newId"',
    ownerId: 'c."ownerId"',
    visibility: `'PRIVATE'`,
    contentHash: 'c."newId"',
  });
  for (const table of PARTS) {
    const names = await bulk.columns(table);
    await copy(table, 'runId', { runId: 'c."newId"', ...(names.includes('id') && { id: '' }) });
  }
  await bulk.run(`INSERT INTO "SweepValue" ("sweepId", "metric", "values")
    SELECT n."id", v."metric", v."values" FROM "Copy" c JOIN "Sweep" o ON o."runId" = c."oldId"
    JOIN "Sweep" n ON n."runId" = c."newId" AND n."kind" = o."kind" AND n."direction" = o."direction"
    JOIN "SweepValue" v ON v."sweepId" = o."id"`);
}

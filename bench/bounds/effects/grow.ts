/**
 * Makes many runs of a few hundred: copies with ids of their own, other times and noise in the effects. Values of sweeps are not copied:
 * nothing that is measured reads them, and they would take ten times the space.
 */
import type { Bulk } from './bulk';

/** Of 20 copies of a run one has a finding, 4 others are public or unlisted, the rest private. */
const PUBLISHED_EVERY = 20;
const SHARED_EVERY = 4;
const NOISE = 0.02;
const MINUTES_OF_MONTH = 30 * 24 * 60;
const COPIES_AT_ONCE = 10;

export interface Growth {
  /** Adds copies until there are so many effects. */
  growTo(effects: number): Promise<void>;
  countEffects(): number;
}

/** @param total effects of the month, over which the times are spread. */
export async function prepareGrowth(bulk: Bulk, total: number): Promise<Growth> {
  await bulk.run(`CREATE TABLE "BenchEffect" AS SELECT * FROM "Effect"`);
  await bulk.run(`CREATE TABLE "BenchRun" AS SELECT * FROM "Run"`);
  await bulk.run(`CREATE TABLE "BenchCopy" ("oldId" TEXT, "copy" INTEGER, "newId" TEXT)`);
  const [start] = await bulk.read<{ n: number | string }>('SELECT COUNT(*) AS n FROM "Effect"');
  const size = Number(start!.n);
  const copies = Math.ceil(total / size);
  let [effects, copy] = [size, 0];
  const createIndexes = (await readIndexes(bulk)).map(({ name, sql }) => ({ name, sql }));
  return {
    countEffects: () => effects,
    async growTo(wanted) {
      // Indexes that grow row by row take a hundred times as long.
      for (const { name } of createIndexes) await bulk.run(`DROP INDEX IF EXISTS "${name}"`);
      while (effects < wanted) {
        const last = Math.min(copy + COPIES_AT_ONCE, copy + Math.ceil((wanted - effects) / size));
        await addCopies(bulk, copy, last, copies);
        effects += (last - copy) * size;
        copy = last;
      }
      for (const { sql } of createIndexes) await bulk.run(sql);
      await bulk.run('ANALYZE');
    },
  };
}

/** The indexes of effects. */
async function readIndexes(bulk: Bulk): Promise<{ name: string; sql: string }[]> {
  return bulk.read(
    bulk.name === 'SQLite'
      ? `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Effect' AND sql IS NOT NULL`
      : `SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE tablename = 'Effect' AND indexname <> 'Effect_pkey'`,
  );
}

/** Copies number `from` to `to` - 1 of all runs. */
async function addCopies(bulk: Bulk, from: number, to: number, copies: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => `SELECT ${from + index} AS "copy"`).join(
    ' UNION ALL ',
  );
  await bulk.run('DELETE FROM "BenchCopy"');
  await bulk.run(
    `INSERT INTO "BenchCopy" SELECT r."id", n."copy", ${bulk.randomId} FROM (${numbers}) n CROSS JOIN "BenchRun" r`,
  );
  const isPublished = `c."copy" % ${PUBLISHED_EVERY} = 0`;
  const insert = async (
    table: string,
    source: string,
    columns: Record<string, string>,
    where = 'TRUE',
    key = 'runId',
  ) => {
    const names = (await bulk.columns(table)).filter((name) => columns[name] !== '');
    const list = names.map((name) => `"${name}"`).join(', ');
    const values = names.map((name) => columns[name] ?? `s."${name}"`).join(', ');
    await bulk.run(
      `INSERT INTO "${table}" (${list}) SELECT ${values} FROM "BenchCopy" c CROSS JOIN "${source}" s WHERE s."${key}" = c."oldId" AND ${where}`,
    );
  };
  const minutes = `(c."copy" + (1 + ${bulk.noise}) / 2) * ${MINUTES_OF_MONTH / copies}`;
  const createdAt = bulk.momentAfter(minutes);
  const visibility = `CASE WHEN ${isPublished} THEN 'PUBLIC' WHEN c."copy" % ${SHARED_EVERY} = 1 THEN 'PUBLIC' ELSE 'PRIVATE' END`;
  await insert(
    'Run',
    'BenchRun',
    { id: 'c."newId"', contentHash: 'c."newId"', createdAt, visibility },
    'TRUE',
    'id',
  );
  await insert('PromptPair', 'PromptPair', { id: '', runId: 'c."newId"' }, 's."index" = 0');
  await insert('Effect', 'BenchEffect', {
    id: '',
    runId: 'c."newId"',
    value: `s."value" + ${NOISE} * ${bulk.noise}`,
    recovery: `s."recovery" + ${NOISE} * ${bulk.noise}`,
  });
  const finding = { id: 'c."newId"', slug: 'c."newId"', runId: 'c."newId"', createdAt, searchId: '' };
  await insert('Finding', 'Finding', finding, isPublished);
}

/** Fills a database with a gallery of made-up findings, through Prisma, in batches. */
import { DEFAULT_METRIC } from '../../domain/metrics';
import { openDatabase, type Database } from '../../server/db';
import { isPostgresql } from '../../server/db/postgresql/pool';
import { EFFECT_ROWS_PER_INSERT } from '../../server/runs/results/effect-rows';
import { AUTHORS, makeFinding, SHAPES, type MadeFinding } from './made-up';
import { createRandom } from './random';

/** Findings per batch of inserted rows. */
const BATCH = 100;
/** Fills a migrated database. */
export async function fillGallery(url: string, findings: number): Promise<void> {
  const db = openDatabase(url);
  const random = createRandom(1);
  try {
    await db.model.createMany({
      data: SHAPES.map((shape) => ({ ...shape, dVocab: 50257, context: 1024, parameters: 124_000_000 })),
    });
    await db.user.createMany({
      data: AUTHORS.map((id) => ({ id, name: `Guest ${id.slice(-4)}` })),
    });
    for (let from = 0; from < findings; from += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, findings - from) }, (_, at) =>
        makeFinding(from + at, random),
      );
      await store(db, batch, isPostgresql(url));
    }
  } finally {
    await db.$disconnect();
  }
}

async function store(db: Database, made: readonly MadeFinding[], isServer: boolean): Promise<void> {
  await db.run.createMany({ data: made.map(({ run }) => run) });
  await db.promptPair.createMany({ data: made.flatMap(({ pairs }) => pairs) });
  const sweeps = made.flatMap((one) => one.sweeps);
  const rows = await db.sweep.createManyAndReturn({ data: sweeps.map(({ values: _blob, ...row }) => row) });
  await db.sweepValue.createMany({
    data: rows.map(({ id, runId, kind }) => ({
      sweepId: id,
      metric: DEFAULT_METRIC,
      values: sweeps.find((sweep) => sweep.runId === runId && sweep.kind === kind)!.values,
    })),
  });
  const effects = made.flatMap((one) => one.effects);
  if (isServer) await createEffects(db, effects);
  else await insertEffects(db, effects);
  await db.pattern.createMany({ data: made.flatMap(({ patterns }) => patterns) });
  await db.finding.createMany({ data: made.map(({ finding }) => finding) });
  await db.findingTag.createMany({ data: made.flatMap(({ tags }) => tags) });
}

async function createEffects(db: Database, effects: MadeFinding['effects']): Promise<void> {
  for (let from = 0; from < effects.length; from += EFFECT_ROWS_PER_INSERT)
    await db.effect.createMany({ data: effects.slice(from, from + EFFECT_ROWS_PER_INSERT) });
}

/** Inserts some millions of rows as JSON, which is four times as fast as Prisma's createMany. */
async function insertEffects(db: Database, effects: MadeFinding['effects']): Promise<void> {
  const rows = JSON.stringify(
    effects.map((row) => [
      row.runId,
      row.kind,
      row.layer,
      row.head,
      row.position,
      row.metric,
      row.value,
      row.recovery,
      row.direction,
      row.isFirstDirection,
    ]),
  );
  await db.$executeRaw`
    INSERT INTO "Effect" ("runId", "kind", "layer", "head", "position", "metric", "value", "recovery", "direction", "isFirstDirection")
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9
    FROM json_each(${rows})`;
}

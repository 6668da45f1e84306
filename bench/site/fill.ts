/** Fills a database with a gallery of made-up findings, through Prisma, in batches. */
import { DEFAULT_METRIC } from '../../domain/metrics';
import { openDatabase, type Database } from '../../server/db';
import { insertRows } from '../../server/db/insert-rows';
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
      await store(db, batch);
    }
  } finally {
    await db.$disconnect();
  }
}

async function store(db: Database, made: readonly MadeFinding[]): Promise<void> {
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
  await insertRows(
    db,
    'Effect',
    made.flatMap((one) => one.effects),
  );
  await db.pattern.createMany({ data: made.flatMap(({ patterns }) => patterns) });
  await db.finding.createMany({ data: made.map(({ finding }) => finding) });
  await db.findingTag.createMany({ data: made.flatMap(({ tags }) => tags) });
}

/** What is stored of the results of runs, to be compared byte by byte. */
import type { Database } from '../db';

/** Everything that is stored of the results of a run, without ids and times. */
export async function readResults(db: Database, runId: string) {
  const sweeps = await db.sweep.findMany({
    where: { runId },
    orderBy: [{ kind: 'asc' }, { direction: 'asc' }],
    include: {
      values: { orderBy: { metric: 'asc' } },
      batchValues: { orderBy: [{ metric: 'asc' }, { batch: 'asc' }] },
      moments: { orderBy: { metric: 'asc' } },
    },
  });
  const run = await db.run.findUniqueOrThrow({
    where: { id: runId },
    select: { status: true, cleanLogitDiff: true, corruptedLogitDiff: true, checks: true, contentHash: true },
  });
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  return {
    run: { ...run, checks: JSON.parse(run.checks!) as unknown },
    sweeps: sweeps.map(({ kind, direction, batches, shape, flops, values, batchValues, moments }) => ({
      kind,
      direction,
      batches,
      shape,
      flops,
      values: [
        ...values.map(({ metric, values }) => [metric, hex(values)]),
        ...batchValues.map(({ batch, metric, values }) => [batch, metric, hex(values)]),
      ],
      moments: moments.map((row) => [row.metric, row.pairs, row.clean, row.corrupted, hex(row.moments)]),
    })),
    pairs: await db.promptPair.findMany({
      where: { runId },
      orderBy: { index: 'asc' },
      select: { index: true, batch: true, row: true, cleanLogitDiff: true, corruptedLogitDiff: true },
    }),
    unpatched: (
      await db.unpatchedMetric.findMany({
        where: { runId },
        orderBy: [{ direction: 'asc' }, { metric: 'asc' }],
      })
    ).map(({ clean, corrupted }) => [hex(clean), hex(corrupted)]),
    effects: await db.effect.findMany({
      where: { runId },
      orderBy: [
        { kind: 'asc' },
        { direction: 'asc' },
        { metric: 'asc' },
        { layer: 'asc' },
        { head: 'asc' },
        { position: 'asc' },
        { src: 'asc' },
      ],
      omit: { id: true, runId: true },
    }),
  };
}

/** Digest of everything that is stored of the numbers of a run of several batches. */
import { createHash } from 'node:crypto';
import type { Database } from '../../server/db';

/** Equal for runs whose values, moments, effects and baselines are equal byte by byte. */
export async function digestRun(db: Database, runId: string): Promise<string> {
  const hash = createHash('sha256');
  const sweeps = await db.sweep.findMany({
    where: { runId },
    orderBy: { kind: 'asc' },
    include: { moments: true },
  });
  for (const { id: sweepId, kind, batches, moments } of sweeps) {
    hash.update(`${kind} ${batches}`);
    for (const row of moments)
      hash.update(JSON.stringify([row.pairs, row.clean, row.corrupted])).update(row.moments);
    for (let batch = 0; batch < batches; batch++) {
      const rows = await db.sweepBatch.findMany({ where: { sweepId, batch }, orderBy: { metric: 'asc' } });
      for (const row of rows) hash.update(`${batch} ${row.metric}`).update(row.values);
    }
  }
  const pairs = await db.promptPair.findMany({
    where: { runId },
    orderBy: { index: 'asc' },
    select: { cleanLogitDiff: true, corruptedLogitDiff: true },
  });
  const effects = await db.effect.findMany({
    where: { runId },
    orderBy: [{ kind: 'asc' }, { metric: 'asc' }, { layer: 'asc' }, { head: 'asc' }, { position: 'asc' }],
    select: { kind: true, metric: true, layer: true, head: true, position: true, value: true },
  });
  return hash.update(JSON.stringify([pairs, effects])).digest('hex');
}

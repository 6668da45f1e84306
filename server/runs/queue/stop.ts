/** Decides after each batch whether a run of several batches has narrow enough intervals: see domain/stop-rule.ts. */
import { countBatchedPairs } from '../../../domain/pair-batches';
import { measureWidestInterval, type EarlyStop } from '../../../domain/stop-rule';
import type { Database, Run } from '../../db';
import { decodeSweepDirection } from '../../db/codec';
import { readMetrics, readStopRule } from '../experiment';
import { readMeans, readMoments } from '../results/moments';
import { readKinds } from '../stored-run';

/** Whether the run has a stop rule and enough pairs for it behind its first batches; `findStop` decides. */
export function mayStop(run: Run, batches: number): boolean {
  const rule = readStopRule(run);
  return rule !== null && countBatchedPairs(batches, run.pairCount!) >= rule.minPairs;
}

/**
 * How the run stops behind its first batches; null where it goes on. It depends on nothing but the stored moments, so a run that is
 * continued stops at the same batch.
 *
 * @param batches that every sweep of the run has.
 */
export async function findStop(
  db: Pick<Database, 'sweep' | 'sweepMoments'>,
  run: Run,
  batches: number,
): Promise<EarlyStop | null> {
  const rule = readStopRule(run);
  if (!rule || batches >= run.batches) return null;
  const [metric] = readMetrics(run);
  const kinds = rule.sweep === null ? readKinds(run) : [rule.sweep];
  const sweeps = await db.sweep.findMany({ where: { runId: run.id, kind: { in: kinds } } });
  let widest = 0;
  let pairs = 0;
  for (const { id, kind, direction, batches: stored } of sweeps) {
    if (stored !== batches) throw new Error(`${kind} of run ${run.id} has ${stored} batches, not ${batches}`);
    const moments = await readMoments(db, id, metric!);
    if (!moments) throw new Error(`${kind} of run ${run.id} has no moments of ${metric}`);
    pairs = moments.pairs;
    if (pairs < rule.minPairs) return null;
    const { gap } = readMeans(moments, decodeSweepDirection(direction));
    widest = Math.max(widest, measureWidestInterval(moments.moments, gap, metric!));
  }
  return sweeps.length > 0 && widest < rule.interval ? { pairs, interval: widest } : null;
}

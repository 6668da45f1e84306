/** Which batch of which run an idle worker computes. */
import { readStopRule } from '../../experiment';
import type { Run } from '../../../db';
import { whereOfModels, type RunnableModel } from '../queue';
import type { WorkServices } from '../work';
import { claimShard, listShards, type Shard, type ShardLease } from './rows';

/** Attempts of a shard by helpers; after them the run's holder computes it, whose failure is the run's. */
const MAX_ATTEMPTS = 2;

/** What workers know of each other to share the batches of a run. */
export interface Sharing {
  /** Number of workers: of a run that may stop early, no more batches are computed ahead than all of them have in hand twice. */
  countWorkers(): number;
  /** Whether this worker computes the same bits as the one that holds a run: the same engine and provider. */
  computesAlike(runId: string): boolean;
}

export interface ClaimedShard {
  readonly run: Run;
  readonly lease: ShardLease;
}

/**
 * Claims a batch of a running run of several batches, of the run that has waited longest; null when there is none.
 *
 * @param models whose runs this worker computes.
 */
export async function claimOpenShard(
  { db, config }: WorkServices,
  models: readonly RunnableModel[] | undefined,
  sharing: Sharing,
): Promise<ClaimedShard | null> {
  const running = await db.run.findMany({
    where: { status: 'RUNNING', batches: { gt: 1 }, ...whereOfModels(models) },
    include: { sweeps: { select: { batches: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  for (const run of running) {
    if (!sharing.computesAlike(run.id)) continue;
    const lease = await claimFrom(db, run, countStored(run), config.runLeaseMs, sharing);
    if (lease) return { run, lease };
  }
  return null;
}

/** Claims the first open batch of a run from `first` on; null when there is none. */
export async function claimFrom(
  db: WorkServices['db'],
  run: Run,
  first: number,
  leaseMs: number,
  sharing: Sharing,
): Promise<ShardLease | null> {
  const known = new Map((await listShards(db, run.id)).map((shard) => [shard.batch, shard]));
  const end = readStopRule(run) ? Math.min(run.batches, first + 2 * sharing.countWorkers()) : run.batches;
  for (let batch = first; batch < end; batch++) {
    const shard = known.get(batch);
    if (shard && !isOpen(shard)) continue;
    const lease = await claimShard(db, run.id, batch, leaseMs);
    if (lease) return lease;
  }
  return null;
}

function isOpen({ isComputed, isFree, attempts }: Shard): boolean {
  return !isComputed && isFree && attempts < MAX_ATTEMPTS;
}

/** Batches that every sweep of a run has; none while its sweeps have no rows. */
export function countStored({
  sweeps,
}: {
  readonly sweeps: readonly { readonly batches: number }[];
}): number {
  return sweeps.length === 0 ? 0 : Math.min(...sweeps.map(({ batches }) => batches));
}

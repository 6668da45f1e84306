/** Who waits for the engine. */
import type { Services } from '../runs/services';
import { readQueueState, type QueueState } from '../runs/queue/state';

export interface QueueReport extends QueueState {
  /** Owners with the most queued and running runs. */
  readonly owners: readonly { readonly id: string; readonly queued: number; readonly running: number }[];
}

const MOST_OWNERS = 10;

export async function readQueueReport(services: Pick<Services, 'db'>): Promise<QueueReport> {
  const [state, groups] = await Promise.all([
    readQueueState(services),
    services.db.run.groupBy({
      by: ['ownerId', 'status'],
      where: { status: { in: ['QUEUED', 'RUNNING'] } },
      _count: { _all: true },
    }),
  ]);
  const owners = new Map<string, { id: string; queued: number; running: number }>();
  for (const { ownerId, status, _count } of groups) {
    const owner = owners.get(ownerId) ?? { id: ownerId, queued: 0, running: 0 };
    owner[status === 'QUEUED' ? 'queued' : 'running'] += _count._all;
    owners.set(ownerId, owner);
  }
  const sorted = [...owners.values()].toSorted((a, b) => b.queued + b.running - a.queued - a.running);
  return { ...state, owners: sorted.slice(0, MOST_OWNERS) };
}

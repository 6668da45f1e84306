/** The state of the queue, for metrics and the administrator's page. */
import type { Services } from '../services';

export interface QueueState {
  readonly queued: number;
  readonly running: number;
  /** When the oldest queued run was submitted; null when none is queued. */
  readonly oldestAt: Date | null;
}

/** Counts runs by an index, without reading them. */
export async function readQueueState({ db }: Pick<Services, 'db'>): Promise<QueueState> {
  const [queued, running, oldest] = await Promise.all([
    db.run.count({ where: { status: 'QUEUED' } }),
    db.run.count({ where: { status: 'RUNNING' } }),
    db.run.aggregate({ where: { status: 'QUEUED' }, _min: { createdAt: true } }),
  ]);
  return { queued, running, oldestAt: oldest._min.createdAt };
}

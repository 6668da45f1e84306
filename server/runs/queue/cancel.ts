/** Stopping a run; sweeps that are finished stay. */
import type { Run } from '../../db';
import type { Services } from '../services';
import { findRunToChange, type Actor } from '../manage/ownership';

/**
 * Cancels a run that waits or computes. One that has ended is returned as it is.
 *
 * @throws NOT_FOUND; FORBIDDEN for anybody but its owner and administrators.
 */
export async function cancelRun({ db, changes, queue }: Services, actor: Actor, id: string): Promise<Run> {
  const run = await findRunToChange(db, actor, id, 'cancel it');
  const cancelled = await db.run.updateMany({
    where: { id, status: { in: ['QUEUED', 'RUNNING'] } },
    data: {
      status: 'CANCELLED',
      finishedAt: new Date(),
      remainingMs: null,
      leaseHolder: null,
      leaseUntil: null,
    },
  });
  if (cancelled.count > 0) queue.emit('cancel', id);
  changes.emit(id);
  return (await db.run.findUnique({ where: { id } })) ?? run;
}

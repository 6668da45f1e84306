/** Stopping a run; sweeps that are finished stay. */
import { AppError } from '../errors';
import type { Run } from '../db';
import type { Services } from '../services';

/**
 * Cancels a run that waits or computes. One that has ended is returned as it is.
 *
 * @throws NOT_FOUND; FORBIDDEN for somebody else's run.
 */
export async function cancelRun(
  { db, changes, queue }: Services,
  userId: string | null,
  id: string,
): Promise<Run> {
  const run = await db.run.findUnique({ where: { id } });
  if (!run) throw new AppError('NOT_FOUND', `There is no run '${id}'.`);
  if (run.ownerId !== userId)
    throw new AppError('FORBIDDEN', 'Only the one who started a run may cancel it.');
  await db.run.updateMany({
    where: { id, status: { in: ['QUEUED', 'RUNNING'] } },
    data: {
      status: 'CANCELLED',
      finishedAt: new Date(),
      remainingMs: null,
      leaseHolder: null,
      leaseUntil: null,
    },
  });
  queue.emit('cancel', id);
  changes.emit(id);
  return db.run.findUniqueOrThrow({ where: { id } });
}

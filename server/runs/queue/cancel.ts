/** Cancels runs. Sweeps that are finished stay. */
import type { Run } from '../../db';
import type { Services } from '../services';
import type { Actor } from '../../accounts/policy';
import { findRunToChange } from '../manage/ownership';
import { stopRun } from './transitions';

/**
 * Cancels a queued or running run. A run that has ended is returned unchanged.
 *
 * @throws NOT_FOUND; FORBIDDEN for anybody but its owner and administrators.
 */
export async function cancelRun(
  { db, changes, queue }: Pick<Services, 'db' | 'changes' | 'queue'>,
  actor: Actor,
  id: string,
): Promise<Run> {
  const run = await findRunToChange(db, actor, id, 'cancelRun');
  if (await stopRun(db, id)) queue.emit('cancel', id);
  changes.emit(id);
  return (await db.run.findUnique({ where: { id } })) ?? run;
}

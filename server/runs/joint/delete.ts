/** Deletion of joint patches. */
import { AppError } from '../../errors';
import type { Actor } from '../manage/ownership';
import type { Services } from '../services';

/**
 * Deletes a joint patch and its controls.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its creator, the owner of its run and administrators.
 */
export async function deleteJointPatch(
  { db }: Pick<Services, 'db'>,
  { userId, isAdministrator }: Actor,
  id: string,
): Promise<string> {
  const row = await db.jointPatch.findUnique({
    where: { id },
    select: { creatorId: true, run: { select: { ownerId: true } } },
  });
  if (!row) throw new AppError('NOT_FOUND', `There is no joint patch '${id}'.`);
  if (row.creatorId !== userId && row.run.ownerId !== userId && !isAdministrator) {
    const message = 'Only who made a joint patch, the owner of its run or an administrator may delete it.';
    throw new AppError('FORBIDDEN', message);
  }
  await db.jointPatch.deleteMany({ where: { id } });
  return id;
}

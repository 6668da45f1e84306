/** Deletion of joint patches. */
import { authorize, type Actor } from '../../accounts/policy';
import { readableRuns } from '../../accounts/visibility';
import { AppError } from '../../errors';
import type { Services } from '../services';

/**
 * Deletes a joint patch and its controls.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its creator, the owner of its run and administrators.
 */
export async function deleteJointPatch(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  id: string,
): Promise<string> {
  const row = await db.jointPatch.findFirst({
    where: { id, run: readableRuns(actor) },
    select: { creatorId: true, run: { select: { ownerId: true } } },
  });
  if (!row) throw new AppError('NOT_FOUND', `There is no joint patch '${id}'.`);
  authorize(actor, 'deleteJointPatch', [row.creatorId, row.run.ownerId]);
  await db.jointPatch.deleteMany({ where: { id } });
  return id;
}

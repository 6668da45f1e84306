/** Permission to change a run. */
import { authorize, type Action, type Actor } from '../../accounts/policy';
import { AppError } from '../../errors';
import type { Database, Run } from '../../db';

/**
 * The run, if `actor` may do `action` with it.
 *
 * @throws NOT_FOUND; FORBIDDEN
 */
export async function findRunToChange(
  db: Pick<Database, 'run'>,
  actor: Actor,
  id: string,
  action: Action,
): Promise<Run> {
  const run = await db.run.findUnique({ where: { id } });
  if (!run) throw new AppError('NOT_FOUND', `There is no run '${id}'.`);
  authorize(actor, action, [run.ownerId]);
  return run;
}

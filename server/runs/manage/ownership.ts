/** Permission to change a run. */
import { authorize, type Action, type Actor } from '../../accounts/policy';
import { findReadableRun } from '../../accounts/visibility';
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
  const run = await findReadableRun(db, actor, id);
  authorize(actor, action, [run.ownerId]);
  return run;
}

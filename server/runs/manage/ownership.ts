/** Permission to change a run: its owner has it, and administrators do where a rule says so. */
import { AppError } from '../../errors';
import type { Database, Run } from '../../db';

/** The user who acts. */
export interface Actor {
  /** Null for a visitor without an identity. */
  readonly userId: string | null;
  readonly isAdministrator: boolean;
}

/**
 * The run, if `actor` owns it or is an administrator.
 *
 * @param action the verb phrase of the refusal, as in 'Only its owner or an administrator may <action>.'
 * @throws NOT_FOUND; FORBIDDEN
 */
export async function findRunToChange(
  db: Pick<Database, 'run'>,
  actor: Actor,
  id: string,
  action: string,
): Promise<Run> {
  const run = await db.run.findUnique({ where: { id } });
  if (!run) throw new AppError('NOT_FOUND', `There is no run '${id}'.`);
  if (run.ownerId !== actor.userId && !actor.isAdministrator) {
    throw new AppError('FORBIDDEN', `Only the owner of a run or an administrator may ${action}.`);
  }
  return run;
}

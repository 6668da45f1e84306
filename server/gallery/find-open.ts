/** Findings that a reader may open: an administrator may have hidden one. */
import type { Actor } from '../accounts/policy';
import type { Database, Finding } from '../db';
import { AppError } from '../errors';
import { checkStanding, findByIdOrSlug } from './find-finding';

/** Whether a reader may open a finding: a hidden one is open to its author and to administrators. */
export async function isOpen(
  { hiddenFinding }: Pick<Database, 'hiddenFinding'>,
  { userId, isAdministrator }: Actor,
  { id, ownerId }: Pick<Finding, 'id' | 'ownerId'>,
): Promise<boolean> {
  if (isAdministrator || ownerId === userId) return true;
  return (await hiddenFinding.findUnique({ where: { findingId: id } })) === null;
}

/**
 * The finding with an id or a slug.
 *
 * @throws NOT_FOUND, also for one that the reader may not open: the answer does not say that it exists.
 */
export async function findOpenFinding(
  db: Pick<Database, 'finding' | 'hiddenFinding'>,
  actor: Actor,
  key: string,
): Promise<Finding> {
  const finding = await findByIdOrSlug(db, key);
  if (await isOpen(db, actor, finding)) return finding;
  throw new AppError('NOT_FOUND', `There is no finding '${key}'.`);
}

/** As `findOpenFinding`, for what is not done with withdrawn findings. @throws NOT_FOUND; CONFLICT */
export async function findStandingFinding(
  db: Pick<Database, 'finding' | 'hiddenFinding'>,
  actor: Actor,
  key: string,
): Promise<Finding> {
  const finding = await findOpenFinding(db, actor, key);
  checkStanding(finding);
  return finding;
}

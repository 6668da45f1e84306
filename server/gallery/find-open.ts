/** Findings that a reader may open: an administrator may have hidden one. */
import { authorize, isAuthorized, type Action, type Actor } from '../accounts/policy';
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

/**
 * The finding with an id or a slug, for a change that the policy allows to its author.
 *
 * @throws NOT_FOUND, also for one that the actor may not open; FORBIDDEN for anybody whom the policy refuses.
 */
export async function findFindingToChange(
  db: Pick<Database, 'finding' | 'hiddenFinding'>,
  actor: Actor,
  key: string,
  action: Action,
): Promise<Finding> {
  const finding = await findOpenFinding(db, actor, key);
  authorize(actor, action, [finding.ownerId]);
  return finding;
}

/**
 * Refuses whoever may not do something with a row below a finding, such as a comment.
 *
 * @param owners users whom the row belongs to; they may do it when the finding is hidden, too.
 * @param createNotFound the error of a row that does not exist.
 * @throws what `createNotFound` makes, when the actor may not open the finding; otherwise FORBIDDEN.
 */
export async function authorizeBelow(
  db: Pick<Database, 'finding' | 'hiddenFinding'>,
  actor: Actor,
  action: Action,
  { findingId, owners }: { readonly findingId: string; readonly owners: readonly string[] },
  createNotFound: () => AppError,
): Promise<void> {
  if (!isAuthorized(actor, action, owners)) {
    const finding = await db.finding.findUnique({ where: { id: findingId } });
    if (!finding || !(await isOpen(db, actor, finding))) throw createNotFound();
  }
  authorize(actor, action, owners);
}

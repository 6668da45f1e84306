/** Findings that a reader may open: an administrator may have hidden one. */
import { authorize, type Action, type Actor } from '../accounts/policy';
import type { Database, Finding } from '../db';
import { AppError } from '../errors';
import { readableFindings } from '../accounts/visibility';
import { checkStanding } from './find-finding';

/**
 * The finding with an id or a slug.
 *
 * @throws NOT_FOUND, also for one that the reader may not open. Neither the answer nor the statements that are run say that it
 *   exists.
 */
export async function findOpenFinding(
  { finding }: Pick<Database, 'finding'>,
  actor: Actor,
  key: string,
): Promise<Finding> {
  const AND = readableFindings(actor);
  const found =
    (await finding.findFirst({ where: { id: key, AND } })) ??
    (await finding.findFirst({ where: { slug: key, AND } }));
  if (!found) throw new AppError('NOT_FOUND', `There is no finding '${key}'.`);
  return found;
}

/** As `findOpenFinding`, for what is not done with withdrawn findings. @throws NOT_FOUND; CONFLICT */
export async function findStandingFinding(
  db: Pick<Database, 'finding'>,
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
  db: Pick<Database, 'finding'>,
  actor: Actor,
  key: string,
  action: Action,
): Promise<Finding> {
  const finding = await findOpenFinding(db, actor, key);
  authorize(actor, action, [finding.ownerId]);
  return finding;
}

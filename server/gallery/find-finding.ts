/** Finds a finding by its id or by its slug: mutations take either. */
import type { Database, Finding } from '../db';
import { AppError } from '../errors';

/** @throws NOT_FOUND */
export async function findByIdOrSlug({ finding }: Pick<Database, 'finding'>, key: string): Promise<Finding> {
  const found =
    (await finding.findUnique({ where: { id: key } })) ??
    (await finding.findUnique({ where: { slug: key } }));
  if (!found) throw new AppError('NOT_FOUND', `There is no finding '${key}'.`);
  return found;
}

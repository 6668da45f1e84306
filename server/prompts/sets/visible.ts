/** Who can see prompt sets: the only place that decides. */
import { VISIBILITIES } from '../../../domain/visibility';
import type { PromptSet } from '../../db';
import { wordColumn } from '../../db/codec';
import type { Actor } from '../../accounts/policy';

/** Decodes PromptSet.visibility. @throws DATABASE_UNAVAILABLE */
export const decodeVisibility = wordColumn('PromptSet.visibility', VISIBILITIES);

/** Whether somebody can read a set of which they have the id. */
export function canReadSet(
  { ownerId, visibility }: Pick<PromptSet, 'ownerId' | 'visibility'>,
  { userId, isAdministrator }: Actor,
): boolean {
  return visibility !== 'PRIVATE' || isAdministrator || ownerId === userId;
}

/** The Prisma filter of the sets that are listed for somebody: public ones and their own. */
export function listedSets({ userId }: Actor): object {
  return userId === null ? { visibility: 'PUBLIC' } : { OR: [{ visibility: 'PUBLIC' }, { ownerId: userId }] };
}

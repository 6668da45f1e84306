/** The name of a user, as others see it. */
import { MAX_USER_NAME } from '../../domain/limits';
import { checkName } from '../accounts/name';
import type { Database, User } from '../db';
import type { FilterCounts } from '../gallery/filters';
import { renameAuthor } from './rename-author';

interface RenameServices {
  readonly db: Database;
  readonly filterCounts: FilterCounts;
}

/**
 * Changes a user's name.
 *
 * @param act returns the requester's user id, after making a visitor a guest; called once the input is valid.
 * @throws BAD_USER_INPUT for an invalid name.
 */
export async function renameViewer(
  services: RenameServices,
  act: () => Promise<string>,
  name: string,
): Promise<User> {
  const checked = checkName('name', name, MAX_USER_NAME);
  return renameUser(services, await act(), checked);
}

/** Stores a name that was checked, with the account and in the search text of findings. */
export async function renameUser(
  { db, filterCounts }: RenameServices,
  id: string,
  name: string,
): Promise<User> {
  const user = await db.$transaction(async (transaction) => {
    const renamed = await transaction.user.update({ where: { id }, data: { name } });
    await transaction.userAccount.updateMany({ where: { id }, data: { name } });
    await renameAuthor(transaction, id, name);
    return renamed;
  });
  filterCounts.invalidate();
  return user;
}

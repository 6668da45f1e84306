/** Users who may change a collection besides its owner. */
import { MAX_COLLECTION_EDITORS } from '../../../domain/limits';
import type { Database } from '../../db';
import { badUserInput, type InputIssue } from '../../errors';

/**
 * User ids of accounts that are named by id or by name, each once.
 *
 * @throws BAD_USER_INPUT for what no account or several accounts are called, and for too many.
 */
export async function resolveEditors(db: Database, named: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(named.map((name) => name.trim()).filter((name) => name !== ''))];
  if (wanted.length > MAX_COLLECTION_EDITORS) {
    const message = `${wanted.length} editors are too many; use up to ${MAX_COLLECTION_EDITORS}.`;
    throw badUserInput([{ path: 'editors', message }]);
  }
  const users = await db.user.findMany({
    where: {
      OR: [{ id: { in: wanted } }, { name: { in: wanted } }],
      account: { isNot: null },
    },
    select: { id: true, name: true },
  });
  const issues: InputIssue[] = [];
  const ids = new Set<string>();
  for (const [index, name] of wanted.entries()) {
    const byId = users.filter(({ id }) => id === name);
    const found = byId.length > 0 ? byId : users.filter((user) => user.name === name);
    const [user] = found;
    if (found.length === 1) ids.add(user!.id);
    else {
      const message = user
        ? `${found.length} accounts are called '${name}'; give the id of the one you mean, from the address of its page /people/<id>.`
        : `There is no account '${name}'; give its name as it is shown, or its id. Guests have none.`;
      issues.push({ path: `editors.${index}`, message });
    }
  }
  if (issues.length > 0) throw badUserInput(issues);
  return [...ids];
}

/** When guests were here last; the retention rule depends on it. */
import type { Database, User } from '../db';
import { log } from '../log';

/** A visit is stored at most this often, in ms. */
export const VISIT_MS = 3_600_000;

/** Stores that a guest is here. The request neither waits for it nor fails with it. */
export function noteVisit(
  { user }: Pick<Database, 'user'>,
  { id, seenAt }: Pick<User, 'id' | 'seenAt'>,
): void {
  const now = new Date();
  if (seenAt !== null && now.getTime() - seenAt.getTime() < VISIT_MS) return;
  user
    .updateMany({ where: { id }, data: { seenAt: now } })
    .catch((error: unknown) => log.warn({ err: error }, 'the visit of a guest could not be stored'));
}

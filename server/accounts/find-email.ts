/** The e-mail address of an account; private (policy.ts). */
import type { Database } from '../db';

/** Null for a guest. */
export async function findEmail(db: Database, userId: string): Promise<string | null> {
  const account = await db.userAccount.findUnique({ where: { id: userId }, select: { email: true } });
  return account?.email ?? null;
}

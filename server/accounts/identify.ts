/** Who a request is from: an access token, a signed-in browser, or a guest's cookie, in this order. */
import type { Config } from '../config';
import type { Database } from '../db';
import { findTokenUser, readBearer } from './access-tokens';
import { holdsAdministratorCookie, type AdministratorKeys } from './administrator';
import type { Authentication } from './authentication';
import { findGuest, readIdentity } from './identity';
import { noteVisit } from './visits';
import type { Role, TokenScope } from './policy';

interface IdentityServices extends AdministratorKeys {
  readonly config: Pick<Config, 'administrators'>;
  readonly db: Database;
  readonly authentication: Authentication;
}

/** What a request says about its sender. */
export interface Identity {
  /** Null for a visitor without an identity. */
  readonly userId: string | null;
  readonly role: Role | null;
  /** Of the access token that was sent; null for a browser. */
  readonly tokenScope: TokenScope | null;
  /** Of a browser that is signed in; null for others. */
  readonly sessionId: string | null;
}

/**
 * Identifies the sender of a request.
 *
 * @param header a header of the request, by its lower-case name.
 * @param origin of the site, as the browser sees it.
 * @throws UNAUTHENTICATED for an invalid access token; such a request is not treated as a guest's.
 */
export async function identify(
  services: IdentityServices,
  header: (name: string) => string | null,
  origin: string,
): Promise<Identity> {
  const { db, config } = services;
  const cookie = header('cookie');
  const token = readBearer(header('authorization'));
  const holder = token === null ? null : await findTokenUser(db, token);
  const signedIn = holder ? null : await services.authentication.findSignedIn(cookie, origin);
  const guest = holder || signedIn ? null : await findGuest(db, readIdentity(cookie, services.secret));
  if (guest) noteVisit(db, guest);
  const userId = holder?.userId ?? signedIn?.userId ?? guest?.id ?? null;
  const account =
    userId === null || guest
      ? null
      : await db.userAccount.findUnique({ where: { id: userId }, select: { role: true } });
  const isAdministrator =
    account?.role === 'ADMINISTRATOR' ||
    (userId !== null && config.administrators.includes(userId)) ||
    holdsAdministratorCookie(cookie, services);
  const ownRole = account ? 'MEMBER' : userId === null ? null : 'GUEST';
  return {
    userId,
    role: isAdministrator ? 'ADMINISTRATOR' : ownRole,
    tokenScope: holder?.scope ?? null,
    sessionId: signedIn?.sessionId ?? null,
  };
}

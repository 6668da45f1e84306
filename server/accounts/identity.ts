/**
 * The identity of a guest: a signed, http-only cookie.
 *
 * Reading needs no identity. The first mutation creates one; http/renew-guest.ts renews the cookie when its guest comes back. A guest
 * who signs up keeps the user id; see authentication.ts.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseCookie, stringifySetCookie } from 'cookie';
import { sign, unsign } from 'cookie-signature';
import type { Config } from '../config';
import { prepareDataDir } from '../data-dir';
import { nameGuest } from '../../domain/user-name';
import { createGuestId } from '../create-id';
import { Prisma, type Database, type User } from '../db';
import { readOrMakeSecret } from './secret-file';
import { SESSION_SECRET_FILE } from './secret-files';

const COOKIE = 'patchbay_guest';
const YEAR_SECONDS = 365 * 24 * 3600;
/** How long after it was made a guest is found by the key of a request, in ms. */
const REPEATED_WITHIN_MS = 24 * 3600 * 1000;

/**
 * The user id in a request's Cookie header; null if there is none or if its signature is wrong.
 */
export function readIdentity(cookieHeader: string | null, secret: string): string | null {
  const value = cookieHeader === null ? undefined : parseCookie(cookieHeader)[COOKIE];
  if (value === undefined) return null;
  const id = unsign(value, secret);
  return id === false ? null : id;
}

/** The Set-Cookie header that identifies a browser as `userId` for a year. */
export function identityCookie(userId: string, secret: string, isSecure: boolean): string {
  return stringifySetCookie({
    name: COOKIE,
    value: sign(userId, secret),
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
    maxAge: YEAR_SECONDS,
  });
}

/** The Set-Cookie header that removes a guest's cookie from a browser. */
export function forgetIdentityCookie(): string {
  return stringifySetCookie({
    name: COOKIE,
    value: '',
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    maxAge: 0,
  });
}

/**
 * The guest with an id; null if there is none, for example when a cookie is older than the database.
 *
 * The cookie of a guest who has signed up identifies nobody: otherwise an old one would give access without the password.
 */
export function findGuest(db: Pick<Database, 'user'>, id: string | null): Promise<User | null> {
  if (id === null) return Promise.resolve(null);
  return db.user.findFirst({ where: { id, deletedAt: null, account: null } });
}

/** Creates a guest, with a random name unless one is given. */
export async function createGuest(
  db: Pick<Database, 'user'>,
  name?: string,
  id = randomBytes(12).toString('hex'),
): Promise<User> {
  return db.user.create({ data: { id, name: name ?? nameGuest(id), seenAt: new Date() } });
}

/**
 * The guest that a visitor becomes by a request: a new one, or the one that the same request made when its answer was lost. A key
 * that leaks later identifies nobody: it finds a guest for a day.
 *
 * @param admit called before a guest is created. @throws what it throws.
 */
export async function becomeGuest(db: Pick<Database, 'user'>, admit: () => Promise<void>): Promise<User> {
  const id = createGuestId();
  const find = async (): Promise<User | null> => {
    const known = await findGuest(db, id);
    return known && Date.now() - known.createdAt.getTime() < REPEATED_WITHIN_MS ? known : null;
  };
  const known = await find();
  if (known) return known;
  await admit();
  if (id === null) return createGuest(db);
  try {
    return await createGuest(db, undefined, id);
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    // The same request made it at the same time, or long ago.
    return (await find()) ?? createGuest(db);
  }
}

/** The key that signs cookies: SESSION_SECRET, or one that is created once and kept in the data folder. */
export function sessionSecret(config: Pick<Config, 'sessionSecret' | 'dataDir'>): string {
  if (config.sessionSecret !== null) return config.sessionSecret;
  prepareDataDir(config.dataDir);
  return readOrMakeSecret(path.join(config.dataDir, SESSION_SECRET_FILE));
}

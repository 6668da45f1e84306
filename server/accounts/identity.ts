/**
 * The identity of a guest: a signed, http-only cookie.
 *
 * Reading needs no identity. The first mutation creates one.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseCookie, stringifySetCookie } from 'cookie';
import { sign, unsign } from 'cookie-signature';
import type { Config } from '../config';
import { prepareDataDir } from '../data-dir';
import type { Database, User } from '../db';
import { readOrMakeSecret } from './secret-file';

const COOKIE = 'patchbay_guest';
const YEAR_SECONDS = 365 * 24 * 3600;

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

/** The user with an id; null if there is none, for example when a cookie is older than the database. */
export function findUser(db: Database, id: string | null): Promise<User | null> {
  return id === null ? Promise.resolve(null) : db.user.findUnique({ where: { id } });
}

/** Creates a guest with a random name. */
export async function createGuest(db: Database): Promise<User> {
  const id = randomBytes(12).toString('hex');
  return db.user.create({ data: { id, name: `Guest ${id.slice(0, 4)}` } });
}

/** The key that signs cookies: SESSION_SECRET, or one that is created once and kept in the data folder. */
export function sessionSecret(config: Pick<Config, 'sessionSecret' | 'dataDir'>): string {
  if (config.sessionSecret !== null) return config.sessionSecret;
  prepareDataDir(config.dataDir);
  return readOrMakeSecret(path.join(config.dataDir, 'session-secret'));
}

/**
 * The administrator address, one of three ways to be an administrator. Administrators may install models and manage all runs
 * and findings (policy.ts).
 *
 * Opening the administrator address that `npm start` prints sets a cookie that makes a browser an administrator. The origin
 * of a request proves nothing: a proxy, a frame or a rebound name can make any request look local. ADMINISTRATORS also
 * lists users by id, and the first account of a site has the role.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import path from 'node:path';
import { parseCookie, stringifySetCookie } from 'cookie';
import { sign, unsign } from 'cookie-signature';
import type { Config } from '../config';
import { prepareDataDir } from '../data-dir';
import { readOrMakeSecret } from './secret-file';
import { ADMINISTRATOR_TOKEN_FILE } from './secret-files';

const COOKIE = 'patchbay_administrator';
const MONTH_SECONDS = 30 * 24 * 3600;

/** Keys of the administrator's cookie. */
export interface AdministratorKeys {
  readonly administratorToken: string;
  /** Key that signs cookies. */
  readonly secret: string;
}

/** The administrator token: ADMIN_TOKEN, or one that is created once and kept in the data folder. */
export function administratorToken(config: Pick<Config, 'administratorToken' | 'dataDir'>): string {
  if (config.administratorToken !== null) return config.administratorToken;
  prepareDataDir(config.dataDir);
  return readOrMakeSecret(path.join(config.dataDir, ADMINISTRATOR_TOKEN_FILE));
}

/** Whether `given` is the token; compares in constant time. */
export function isAdministratorToken(given: string, token: string): boolean {
  return timingSafeEqual(sha256(given), sha256(token));
}

/** The Set-Cookie header that keeps a browser an administrator for 30 days, or until the token changes. */
export function administratorCookie(keys: AdministratorKeys, isSecure: boolean): string {
  return stringifySetCookie({
    name: COOKIE,
    value: sign(cookieContent(keys), keys.secret),
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
    path: '/',
    maxAge: MONTH_SECONDS,
  });
}

/** Whether a request's Cookie header holds the cookie of the current token. */
export function holdsAdministratorCookie(cookieHeader: string | null, keys: AdministratorKeys): boolean {
  const value = cookieHeader === null ? undefined : parseCookie(cookieHeader)[COOKIE];
  if (value === undefined) return false;
  const content = unsign(value, keys.secret);
  return content !== false && isAdministratorToken(content, cookieContent(keys));
}

/** A hash, not the token itself: cookies can be logged where addresses are not. */
function cookieContent({ administratorToken }: AdministratorKeys): string {
  return `administrator ${sha256(administratorToken).toString('hex')}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

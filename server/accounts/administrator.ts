/**
 * Who may change the machine that the site runs on: install models, publish the notebook's findings on them.
 *
 * An administrator is whoever holds the administrator token, which `npm start` prints as an address; opening it keeps a
 * cookie. Where a request comes from means nothing: a proxy, a frame or a rebound name can make any request look local.
 * ADMINISTRATORS also names users by their ids.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import path from 'node:path';
import { parseCookie, stringifySetCookie } from 'cookie';
import { sign, unsign } from 'cookie-signature';
import type { Config } from '../config';
import { prepareDataDir } from '../data-dir';
import { AppError } from '../errors';
import { readOrMakeSecret } from './secret-file';

const COOKIE = 'patchbay_administrator';
const MONTH_SECONDS = 30 * 24 * 3600;

/** File of the token in the data folder; scripts/start.mjs reads it to print the address. */
const TOKEN_FILE = 'administrator-token';

/** What the administrator's cookie is made of. */
export interface AdministratorKeys {
  readonly administratorToken: string;
  /** Key that signs cookies. */
  readonly secret: string;
}

export interface Visitor {
  /** Null for one who has not acted yet. */
  readonly userId: string | null;
  /** Whether the request carries the administrator's cookie. */
  readonly holdsToken: boolean;
}

/** The token that makes an administrator: ADMIN_TOKEN, or one made once and kept in the data folder. */
export function administratorToken(config: Pick<Config, 'administratorToken' | 'dataDir'>): string {
  if (config.administratorToken !== null) return config.administratorToken;
  prepareDataDir(config.dataDir);
  return readOrMakeSecret(path.join(config.dataDir, TOKEN_FILE));
}

/** Whether `given` is the token; takes the same time whatever is wrong with it. */
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

/** Whether a request's Cookie header holds the cookie of the present token. */
export function holdsAdministratorCookie(cookieHeader: string | null, keys: AdministratorKeys): boolean {
  const value = cookieHeader === null ? undefined : parseCookie(cookieHeader)[COOKIE];
  if (value === undefined) return false;
  const content = unsign(value, keys.secret);
  return content !== false && isAdministratorToken(content, cookieContent(keys));
}

/** Whether a visitor is an administrator. */
export function isAdministrator(
  { administrators }: Pick<Config, 'administrators'>,
  visitor: Visitor,
): boolean {
  if (visitor.holdsToken) return true;
  return visitor.userId !== null && administrators.includes(visitor.userId);
}

/** @throws FORBIDDEN saying how one becomes an administrator. */
export function requireAdministrator(config: Pick<Config, 'administrators'>, visitor: Visitor): void {
  if (isAdministrator(config, visitor)) return;
  const message =
    'Only an administrator may do this. Open the administrator address that npm start printed, or ask whoever runs this site.';
  throw new AppError('FORBIDDEN', message);
}

/** Never the token itself: a cookie may end up in places where an address would not. */
function cookieContent({ administratorToken }: AdministratorKeys): string {
  return `administrator ${sha256(administratorToken).toString('hex')}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

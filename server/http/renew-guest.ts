/**
 * Renews the cookie of a guest who comes back, so that it ends a year after the last visit. A second cookie, which only says that
 * this was done, ends earlier: while a browser has it, no header is sent.
 */
import { parseCookie, stringifySetCookie } from 'cookie';
import { identityCookie, readIdentity } from '../accounts/identity';
import { isSecure } from './is-secure';

/** Kept by the browser until the next renewal is due. */
const RENEWED_COOKIE = 'patchbay_guest_renewed';
const RENEWED_SECONDS = 30 * 24 * 3600;
/** What is no page, and may be kept by caches that many people share: files, feeds, embedded findings. */
const NO_PAGE = /^\/(?:_next|api|embed|feeds|schema|admin)(?:\/|$)|\.[^/]*$/;

/**
 * The Set-Cookie headers of the response to a request; none unless it is for a page, by a guest whose cookie is to be renewed.
 *
 * @param readSecret called only when a cookie has to be checked.
 */
export function renewGuest(request: Request, readSecret: () => string): string[] {
  const { method, headers, url } = request;
  const isPage = method === 'GET' && (headers.get('accept') ?? '').includes('text/html');
  const cookies = headers.get('cookie');
  if (!isPage || cookies === null || NO_PAGE.test(new URL(url).pathname)) return [];
  if (parseCookie(cookies)[RENEWED_COOKIE] !== undefined) return [];
  const secret = readSecret();
  const userId = readIdentity(cookies, secret);
  if (userId === null) return [];
  const secure = isSecure(request);
  const renewed = { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: RENEWED_SECONDS } as const;
  return [
    identityCookie(userId, secret, secure),
    stringifySetCookie({ name: RENEWED_COOKIE, value: '1', ...renewed }),
  ];
}

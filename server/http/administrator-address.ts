/** The administrator address, `/admin?token=…`. It exchanges the token for a cookie, so that it does not stay in the address bar. */
import { administratorCookie, isAdministratorToken } from '../accounts/administrator';
import { services } from '../services/services';
import { isSecure } from './is-secure';

/** The page of administrators. */
const DESTINATION = '/administration';

/** Answers the right token with a redirect and the cookie, any other with 403, and none with a redirect. */
export function serveAdministratorAddress(request: Request): Response {
  const here = services();
  const given = new URL(request.url).searchParams.get('token');
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (given === null) {
    headers.set('location', DESTINATION);
    return new Response(null, { status: 303, headers });
  }
  if (!isAdministratorToken(given, here.administratorToken)) {
    headers.set('content-type', 'text/plain; charset=utf-8');
    const message =
      'This is not the administrator address of this site. Open the one that npm start printed.\n';
    return new Response(message, { status: 403, headers });
  }
  headers.set('location', DESTINATION);
  headers.append('set-cookie', administratorCookie(here, isSecure(request)));
  return new Response(null, { status: 303, headers });
}

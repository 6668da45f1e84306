/** The endpoints of better-auth that the site uses, with its rules for host names, limits and cookies. */
import { z } from 'zod';
import { AUTHENTICATION_PATH } from '../accounts/authentication';
import { clientAddress } from '../accounts/client-address';
import { forgetIdentityCookie } from '../accounts/identity';
import { config } from '../config';
import { isAppError } from '../errors';
import { services } from '../services/services';
import { refuseHost } from './hosts';
import { isSecure } from './is-secure';
import { requestOrigin } from './origin';
import { setRateLimits, setRetryAfter } from './rate-limit-headers';

/** Passkeys send about 2 kB. */
const MAX_BODY_BYTES = 20_000;

/** Endpoints that are served, as `METHOD path`. The API has the rest: names, sessions, deletion. */
const ENDPOINTS = new Set([
  'POST /sign-up/email',
  'POST /sign-in/email',
  'POST /sign-in/social',
  'GET /callback/github',
  'POST /sign-out',
  'POST /change-password',
  'POST /request-password-reset',
  'POST /reset-password',
  'POST /link-social',
  'POST /unlink-account',
  'GET /list-accounts',
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
  'GET /passkey/generate-authenticate-options',
  'POST /passkey/verify-authentication',
  'GET /passkey/list-user-passkeys',
  'POST /passkey/delete-passkey',
]);

/** Endpoints with which somebody can try to get into an account. */
const ATTEMPTS = new Set([
  '/sign-up/email',
  '/sign-in/email',
  '/sign-in/social',
  '/change-password',
  '/request-password-reset',
  '/reset-password',
  '/passkey/verify-authentication',
]);

const aboutAccount = z.object({ email: z.string() });
const NEW_SESSION = /^(__Secure-)?patchbay\.session_token=[^;]/;

/** Serves one request to better-auth. */
export async function serveAuthentication(request: Request): Promise<Response> {
  const refused = refuseHost(request, config);
  if (refused) return refused;
  const { authentication, rates } = services();
  const url = new URL(request.url);
  const path = url.pathname.slice(AUTHENTICATION_PATH.length);
  if (!ENDPOINTS.has(`${request.method} ${path}`))
    return answer(404, 'NOT_FOUND', 'There is no such address.');
  const header = (name: string): string | null => request.headers.get(name);
  const address = clientAddress(header);
  let close = (): void => {};
  try {
    close = await rates.openRequest(address);
    const body = await readBody(request);
    if (body === null)
      return answer(413, 'BODY_TOO_LONG', `The request is longer than ${MAX_BODY_BYTES} bytes.`);
    if (ATTEMPTS.has(path)) await rates.takeSignIn(address, readEmail(body));
    const origin = requestOrigin(header, isSecure(request));
    const response = await authentication.serve(
      new Request(`${origin}${url.pathname}${url.search}`, {
        method: request.method,
        headers: request.headers,
        ...(body !== '' && { body }),
        signal: request.signal,
      }),
      origin,
    );
    const headers = new Headers(response.headers);
    headers.set('cache-control', 'no-store');
    if (ATTEMPTS.has(path)) setRateLimits(headers, await rates.signInStandings(address));
    // What the guest had belongs to the account now.
    if (response.headers.getSetCookie().some((cookie) => NEW_SESSION.test(cookie)))
      headers.append('set-cookie', forgetIdentityCookie());
    return new Response(response.body, { status: response.status, headers });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const response = answer(429, error.code, error.message);
    setRetryAfter(response.headers, error.details);
    setRateLimits(response.headers, await rates.signInStandings(address));
    return response;
  } finally {
    close();
  }
}

/** The body of a request; null when it is too long. */
async function readBody(request: Request): Promise<string | null> {
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The e-mail address that a request is about; null when it names none. */
function readEmail(body: string): string | null {
  try {
    return aboutAccount.parse(JSON.parse(body)).email.trim().toLowerCase();
  } catch {
    return null;
  }
}

/** A refusal in the form of better-auth's errors. */
function answer(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: { 'cache-control': 'no-store' } });
}

/**
 * What happens to a request before a route sees it: foreign names are refused, addresses that mean nothing are not found,
 * and a page gets its Content-Security-Policy. (API routes look at the name themselves: Next.js would copy each request's
 * body for this function.)
 */
import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { config as settings } from './server/config';
import { contentSecurityPolicy } from './server/http/content-security-policy';
import { refuseHost } from './server/http/hosts';

export const config = {
  matcher: [
    '/((?!api/).*)',
    // The API's address shows a page to browsers.
    { source: '/api/:path*', has: [{ type: 'header', key: 'accept', value: '.*text/html.*' }] },
  ],
};

/** No route is here, so the page for what is not found is shown. */
const NOWHERE = '/not-found';

export function proxy(request: NextRequest): Response {
  const refused = refuseHost(request, settings);
  if (refused) return refused;
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, !settings.isProduction);
  const headers = new Headers(request.headers);
  // Next.js reads the nonce for its own scripts out of the policy; app/nonce.ts reads it for the others.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = isDecodable(request.url)
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL(NOWHERE, request.url), { request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** Whether a path's percent signs make sense; Next.js answers one such as /runs/%ff by 500. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(new URL(url).pathname);
    return true;
  } catch {
    return false;
  }
}

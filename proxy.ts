/**
 * Runs before every page: refuses foreign host names, answers malformed addresses with 404, and sets the
 * Content-Security-Policy and the renewed cookies of guests. API routes check the host name themselves, since Next.js
 * would copy each request's body for this function.
 */
import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { sessionSecret } from './server/accounts/identity';
import { config as settings } from './server/config';
import { contentSecurityPolicy, EMBED_POLICY, isEmbed } from './server/http/content-security-policy';
import { refuseHost } from './server/http/hosts';
import { renewGuest } from './server/http/renew-guest';

export const config = {
  matcher: [
    // Supervisors and Prometheus get no page either; server/http/probes.ts and metrics.ts decide which names they answer to.
    '/((?!api/|healthz$|readyz$|metrics$).*)',
    // Browsers get a page at the API's address.
    { source: '/api/:path*', has: [{ type: 'header', key: 'accept', value: '.*text/html.*' }] },
  ],
};

/** An address without a route, which shows the page for 404. */
const NOWHERE = '/not-found';

let secret: string | null = null;
const readSecret = (): string => (secret ??= sessionSecret(settings));

export function proxy(request: NextRequest): Response {
  const refused = refuseHost(request, settings);
  if (refused) return refused;
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, !settings.isProduction);
  const headers = new Headers(request.headers);
  // Next.js reads the nonce of its own scripts from the policy; app/nonce.ts reads it for the others.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const isFound = isDecodable(request.url);
  const response = isFound
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL(NOWHERE, request.url), { request: { headers } });
  response.headers.set(
    'content-security-policy',
    isFound && isEmbed(request.nextUrl.pathname) ? EMBED_POLICY : policy,
  );
  for (const cookie of renewGuest(request, readSecret)) response.headers.append('set-cookie', cookie);
  return response;
}

/** Whether the percent encoding of a path is valid; Next.js answers an invalid one such as /runs/%ff with 500. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(new URL(url).pathname);
    return true;
  } catch {
    return false;
  }
}

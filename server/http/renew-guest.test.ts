import { NextRequest } from 'next/server';
import { expect, it, vi } from 'vitest';

const SECRET = vi.hoisted(() => {
  const secret = 's'.repeat(32);
  // As proxy.ts reads it.
  vi.stubEnv('SESSION_SECRET', secret);
  return secret;
});

import { proxy } from '../../proxy';
import { identityCookie, readIdentity } from '../accounts/identity';

const GUEST = identityCookie('abc', SECRET, false).split(';')[0]!;
const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

function visit(path: string, cookie: string, headers: Record<string, string> = {}): string[] {
  const host = '127.0.0.1:3000';
  const request = new NextRequest(`http://${host}${path}`, {
    headers: { host, accept: PAGE, cookie, ...headers },
  });
  return proxy(request).headers.getSetCookie();
}

it('renews the cookie of a guest for a year, and not again at the next page', () => {
  const [identity, renewed, ...others] = visit('/runs', `a=b; ${GUEST}`);
  expect(readIdentity(identity!.split(';')[0]!, SECRET)).toBe('abc');
  expect(identity).toMatch(/Max-Age=31536000/);
  expect(renewed).toMatch(/^patchbay_guest_renewed=1; Max-Age=2592000;.*HttpOnly/);
  expect(others).toEqual([]);
  // The browser forgets the second cookie after 30 days.
  expect(visit('/runs', `${GUEST}; ${renewed!.split(';')[0]}`)).toEqual([]);
});

it('marks cookies as secure behind a proxy with HTTPS', () => {
  for (const cookie of visit('/', GUEST, { 'x-forwarded-proto': 'https' })) expect(cookie).toMatch(/Secure/);
});

it.each([
  '/embed/findings/name-movers',
  '/findings/name-movers/preview.png',
  '/findings/name-movers/feed.xml',
  '/findings/name-movers/thumbnail/light.png',
  '/feeds/tags/ioi.rss',
  '/schema/run-3.json',
  '/_next/static/chunks/a.js',
])('sends no cookie with %s, which caches may keep', (path) => {
  expect(visit(path, GUEST)).toEqual([]);
});

it('sends none to scripts, parts of pages, visitors and forgers', () => {
  expect(visit('/runs', GUEST, { accept: '*/*' })).toEqual([]);
  expect(visit('/runs', '')).toEqual([]);
  expect(visit('/runs', GUEST.replace('abc', 'abd'))).toEqual([]);
});

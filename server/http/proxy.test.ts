/** The policy that proxy.ts sets on each kind of address. */
import { NextRequest } from 'next/server';
import { expect, it } from 'vitest';
import { proxy } from '../../proxy';
import { EMBED_POLICY } from './content-security-policy';

const ask = (path: string): Response =>
  proxy(new NextRequest(`http://127.0.0.1:3000${path}`, { headers: { host: '127.0.0.1:3000' } }));

it.each([
  '/',
  '/findings/name-movers',
  '/findings/name-movers/feed.xml',
  '/findings/name-movers/preview.png',
  '/feeds/tags/ioi.rss',
  '/graphiql',
  '/api/graphql',
  '/nothing',
  '/runs/%ff',
  '/embed',
  '/embed/',
  '/embed/nothing',
  '/embed/findings',
  '/embed/findings/name-movers/more',
  '/embed/findings/%ff',
  '/EMBED/findings/name-movers',
])('%s runs only scripts with its nonce, and cannot be framed', (path) => {
  const [first, second] = [ask(path), ask(path)].map((response) => {
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toMatch(/(^|; )frame-ancestors 'none'(;|$)/);
    expect(policy).toMatch(/(^|; )default-src 'self';/);
    return /script-src ([^;]*)/.exec(policy)![1]!;
  });
  // Outside of production, tools of React need eval.
  expect(first).toMatch(/^'self' 'nonce-[\w+/=]{24}'( 'unsafe-eval')?$/);
  expect(first).not.toBe(second);
});

it.each(['/embed/findings/name-movers', '/embed/findings/name-movers@2'])(
  '%s has no scripts, and any site may frame it',
  (path) => {
    expect(ask(path).headers.get('content-security-policy')).toBe(EMBED_POLICY);
    expect(EMBED_POLICY).toMatch(/^default-src 'none';/);
    expect(EMBED_POLICY).not.toMatch(/script/);
    expect(EMBED_POLICY).toContain("font-src 'self'");
  },
);

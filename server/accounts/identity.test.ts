import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { identityCookie, readIdentity, sessionSecret } from './identity';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-identity-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const SECRET = 's'.repeat(32);
const readCookie = (header: string): string => header.split(';')[0]!;

it('comes back as who it was', () => {
  const header = identityCookie('abc', SECRET, false);
  expect(readIdentity(`other=1; ${readCookie(header)}`, SECRET)).toBe('abc');
  expect(header).toMatch(/HttpOnly/);
  expect(header).toMatch(/SameSite=Lax/);
  expect(header).not.toMatch(/Secure/);
  expect(identityCookie('abc', SECRET, true)).toMatch(/Secure/);
});

it('believes no other signature', () => {
  const cookie = readCookie(identityCookie('abc', SECRET, false));
  expect(readIdentity(cookie, 't'.repeat(32))).toBeNull();
  expect(readIdentity(cookie.replace('abc', 'abd'), SECRET)).toBeNull();
  for (const nonsense of [null, '', 'patchbay_guest=', 'patchbay_guest=abc', 'patchbay_guest=%E0%A4%A']) {
    expect(readIdentity(nonsense, SECRET)).toBeNull();
  }
});

it('makes a secret once and keeps it', () => {
  const first = sessionSecret({ sessionSecret: null, dataDir: folder });
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(sessionSecret({ sessionSecret: null, dataDir: folder })).toBe(first);
  expect(sessionSecret({ sessionSecret: SECRET, dataDir: folder })).toBe(SECRET);
});

it('believes no cookie that was signed with nothing, after a start on a full disk', async () => {
  const file = path.join(folder, 'session-secret');
  await writeFile(file, '');
  const secret = sessionSecret({ sessionSecret: null, dataDir: folder });
  expect(secret.length).toBeGreaterThanOrEqual(32);
  const signature = createHmac('sha256', '').update('victim').digest('base64').replace(/=+$/, '');
  const forged = `patchbay_guest=${encodeURIComponent(`victim.${signature}`)}`;
  expect(readIdentity(forged, secret)).toBeNull();
  // Which is how it was signed before.
  expect(readIdentity(forged, '')).toBe('victim');
});

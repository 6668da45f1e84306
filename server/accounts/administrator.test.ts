import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  administratorCookie,
  administratorToken,
  holdsAdministratorCookie,
  isAdministratorToken,
} from './administrator';

const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-administrator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = { administratorToken: 't'.repeat(32), secret: 's'.repeat(32) };
const cookie = administratorCookie(keys, false).split(';')[0]!;

describe('the token', () => {
  it('is made once, for the owner of the folder only, and kept', () => {
    const token = administratorToken({ administratorToken: null, dataDir: folder });
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(administratorToken({ administratorToken: null, dataDir: folder })).toBe(token);
    const file = path.join(folder, 'administrator-token');
    expect(readFileSync(file, 'utf8')).toBe(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is the one of the settings where there is one', () => {
    expect(administratorToken({ administratorToken: 'x'.repeat(32), dataDir: folder })).toBe('x'.repeat(32));
  });

  it('is known by itself only', () => {
    expect(isAdministratorToken(keys.administratorToken, keys.administratorToken)).toBe(true);
    for (const wrong of ['', 't', 't'.repeat(31), 't'.repeat(33), 'T'.repeat(32)]) {
      expect(isAdministratorToken(wrong, keys.administratorToken)).toBe(false);
    }
  });
});

describe('the cookie', () => {
  it('is out of reach of scripts and other sites, and does not hold the token', () => {
    const header = administratorCookie(keys, false);
    expect(header).toMatch(/HttpOnly/);
    expect(header).toMatch(/SameSite=Strict/);
    expect(header).not.toMatch(/Secure/);
    expect(header).not.toContain(keys.administratorToken);
    expect(administratorCookie(keys, true)).toMatch(/Secure/);
  });

  it('is believed for the present token and key only', () => {
    expect(holdsAdministratorCookie(`other=1; ${cookie}`, keys)).toBe(true);
    expect(holdsAdministratorCookie(cookie, { ...keys, administratorToken: 'u'.repeat(32) })).toBe(false);
    expect(holdsAdministratorCookie(cookie, { ...keys, secret: 'u'.repeat(32) })).toBe(false);
    const forged = [null, '', 'patchbay_administrator=', `patchbay_administrator=${keys.administratorToken}`];
    for (const wrong of [...forged, cookie.slice(0, -1), cookie.replace('administrator=', 'guest=')]) {
      expect(holdsAdministratorCookie(wrong, keys)).toBe(false);
    }
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../testing/browser';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { hashSessionToken, hashStoredSessions } from './hashed-sessions';

let services: TestServices;
let uninstall: () => void;
beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '0' });
  uninstall = installServices(services);
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

/** The token in a browser's cookie, without its signature. */
function readToken(browser: TestBrowser): string {
  const value = /patchbay\.session_token=([^;]*)/.exec(browser.cookie())![1]!;
  return decodeURIComponent(value).split('.')[0]!;
}

const findName = async (browser: TestBrowser): Promise<unknown> =>
  (await browser.ask('{ viewer { name } }')).data?.['viewer'];

it('stores the hash of a token, with which the browser is known until it signs out', async () => {
  const browser = openBrowser(services);
  await browser.signUp('ann@example.org', 'Ann');
  const token = readToken(browser);
  const rows = await services.db.userSession.findMany();
  expect(rows.map((row) => row.token)).toEqual([hashSessionToken(token)]);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(await findName(browser)).toEqual({ name: 'Ann' });
  await browser.send('/change-password', {
    currentPassword: 'correct horse battery',
    newPassword: 'another horse battery',
    revokeOtherSessions: true,
  });
  expect(await findName(browser)).toEqual({ name: 'Ann' });
  await browser.send('/sign-out', {});
  expect(await services.db.userSession.count()).toBe(0);
});

it('does not take the stored hash for a token', async () => {
  const browser = openBrowser(services);
  await browser.signIn('ann@example.org', 'another horse battery');
  const { id } = await services.db.userSession.findFirstOrThrow();
  // As if the token of the cookie, which is signed, were what the database holds.
  await services.db.userSession.update({ where: { id }, data: { token: readToken(browser) } });
  expect(await findName(browser)).toBeNull();
});

it('hashes tokens that an older version stored, and the browser stays signed in', async () => {
  const browser = openBrowser(services);
  await services.db.userSession.deleteMany();
  await browser.signIn('ann@example.org', 'another horse battery');
  const { id } = await services.db.userSession.findFirstOrThrow();
  await services.db.userSession.update({ where: { id }, data: { token: readToken(browser) } });
  expect(await hashStoredSessions(services.db)).toBe(1);
  expect(await findName(browser)).toEqual({ name: 'Ann' });
  expect(await hashStoredSessions(services.db)).toBe(0);
});

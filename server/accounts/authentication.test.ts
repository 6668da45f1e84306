/** Accounts through the endpoints of better-auth and the API, over a real database file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, TEST_PASSWORD, type TestBrowser } from '../testing/browser';
import { countOwnedRows, storeOwnedRows } from '../testing/owned-rows';
import { storeFakeModel } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { identityCookie } from './identity';

let services: TestServices;
let uninstall: () => void;
beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '0' });
  uninstall = installServices(services);
  await storeFakeModel(services);
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
}

async function readViewer(browser: TestBrowser): Promise<Viewer | null> {
  const { data, errors } = await browser.ask('{ viewer { id name role email } }');
  expect(errors).toBeUndefined();
  return (data as unknown as { viewer: Viewer | null }).viewer;
}

/** A browser whose visitor has acted once. */
async function becomeGuest(): Promise<TestBrowser & { readonly id: string }> {
  const browser = openBrowser(services);
  await browser.ask('mutation { renameViewer(name: "Visitor") { id } }');
  return { ...browser, id: (await readViewer(browser))!.id };
}

describe('a guest who signs up', () => {
  it('keeps the user id, and so runs, findings, tokens, joint patches and circuits', async () => {
    const guest = await becomeGuest();
    const cookieOfGuest = guest.cookie();
    await storeOwnedRows(services, guest.id, 'K');
    const before = await countOwnedRows(services, guest.id);
    const { status, setCookie } = await guest.signUp('Ann@Example.org', '  Ann  B ');
    expect(status).toBe(200);
    expect(setCookie.join()).toMatch(/patchbay\.session_token=.*HttpOnly; SameSite=Lax/i);
    expect(await readViewer(guest)).toMatchObject({ id: guest.id, name: 'Ann B', email: 'ann@example.org' });
    expect(await countOwnedRows(services, guest.id)).toEqual(before);
    expect(guest.cookie()).not.toMatch(/patchbay_guest/);
    // A copy of the old cookie would give access without the password.
    expect((await services.ask('{ viewer { id } }', {}, cookieOfGuest)).data).toEqual({ viewer: null });
    const finding = await services.db.finding.findFirstOrThrow({ where: { ownerId: guest.id } });
    expect(finding.text).toContain('ann b');
  });

  it('is the administrator of a site without accounts; later ones are members', async () => {
    const first = await services.db.userAccount.findUniqueOrThrow({ where: { email: 'ann@example.org' } });
    expect(first.role).toBe('ADMINISTRATOR');
    const later = openBrowser(services);
    await later.signUp('member@example.org');
    expect(await readViewer(later)).toMatchObject({ role: 'MEMBER' });
    expect((await later.ask('{ isAdministrator }')).data).toEqual({ isAdministrator: false });
  });
});

describe('a guest who signs in', () => {
  it('moves every kind of row to the account, and is gone', async () => {
    const owner = openBrowser(services);
    await owner.signUp('mover@example.org', 'Mover');
    const { id } = (await readViewer(owner))!;
    const guest = await becomeGuest();
    await services.db.user.update({ where: { id: guest.id }, data: { servedAt: new Date(5000) } });
    await storeOwnedRows(services, guest.id, 'M');
    const moved = await countOwnedRows(services, guest.id);
    // A column without a row is a kind of row that this test forgets.
    for (const [column, rows] of Object.entries(moved)) expect(rows, column).toBeGreaterThan(0);
    expect((await guest.signIn('mover@example.org')).status).toBe(200);
    expect(await countOwnedRows(services, id)).toEqual(moved);
    expect(await services.db.user.findUnique({ where: { id: guest.id } })).toBeNull();
    expect(await services.db.user.findUnique({ where: { id } })).toMatchObject({ servedAt: new Date(5000) });
    expect(await readViewer(guest)).toMatchObject({ id });
    const finding = await services.db.finding.findFirstOrThrow({ where: { ownerId: id } });
    expect(finding.text).toContain('mover');
  });

  it('keeps everything when the password is wrong', async () => {
    const guest = await becomeGuest();
    await storeOwnedRows(services, guest.id, 'W');
    const { status, body } = await guest.signIn('mover@example.org', 'wrong password');
    expect([status, body.code]).toEqual([401, 'INVALID_EMAIL_OR_PASSWORD']);
    expect(await readViewer(guest)).toMatchObject({ id: guest.id, role: 'GUEST', email: null });
  });
});

it('a browser signs out, and in again', async () => {
  const browser = openBrowser(services);
  await browser.signUp('again@example.org');
  const viewer = await readViewer(browser);
  await browser.send('/sign-out', {});
  expect(await readViewer(browser)).toBeNull();
  await browser.signIn('AGAIN@example.org');
  expect(await readViewer(browser)).toEqual(viewer);
});

it('the cookie of a guest of an earlier version still identifies the guest', async () => {
  await services.db.user.create({ data: { id: 'a1b2', name: 'Guest a1b2' } });
  const cookie = identityCookie('a1b2', services.secret, false).split(';')[0]!;
  expect((await services.ask('{ viewer { id role } }', {}, cookie)).data).toEqual({
    viewer: { id: 'a1b2', role: 'GUEST' },
  });
});

describe('requests of other sites', () => {
  it('are refused, with and without cookies', async () => {
    const browser = openBrowser(services);
    const foreign = { origin: 'http://evil.example' };
    const body = { email: 'victim@example.org', name: 'V', password: TEST_PASSWORD };
    expect((await browser.send('/sign-up/email', body, foreign)).status).toBe(403);
    await browser.signUp('csrf@example.org');
    expect((await browser.send('/sign-out', {}, foreign)).status).toBe(403);
    expect(await readViewer(browser)).toMatchObject({ email: 'csrf@example.org' });
    const host = await browser.send('/sign-in/email', body, { host: 'evil.example' });
    expect(host.status).toBe(421);
  });

  it('do not reach endpoints that the site does not use', async () => {
    const browser = openBrowser(services);
    for (const path of ['/update-user', '/delete-user', '/change-email', '/verify-email', '/x'])
      expect((await browser.send(path, {})).status).toBe(404);
    expect((await browser.send('/sign-up/email', { name: 'x'.repeat(30_000) })).status).toBe(413);
  });
});

it.each(['http://127.0.0.1:3000', 'http://localhost:4000', 'http://[::1]:3000', 'https://localhost'])(
  'works at %s',
  async (origin) => {
    const browser = openBrowser(services, origin);
    const { status, setCookie } = await browser.signUp(`${Buffer.from(origin).toString('hex')}@example.org`);
    expect(status).toBe(200);
    expect(setCookie[0]!.startsWith('__Secure-')).toBe(origin.startsWith('https'));
    expect(/; Secure/.test(setCookie[0]!)).toBe(origin.startsWith('https'));
  },
);

it('says which field is wrong', async () => {
  const browser = openBrowser(services);
  await browser.signUp('taken@example.org');
  const attempt = (field: object) =>
    openBrowser(services).send('/sign-up/email', {
      name: 'Ann',
      email: 'new@example.org',
      password: TEST_PASSWORD,
      ...field,
    });
  expect((await attempt({ name: ' ' })).body.code).toBe('INVALID_NAME');
  expect((await attempt({ email: 'taken@example.org' })).body.code).toMatch(/^USER_ALREADY_EXISTS/);
  expect((await attempt({ email: 'nonsense' })).status).toBe(400);
  expect((await attempt({ password: 'short' })).body.code).toBe('PASSWORD_TOO_SHORT');
  expect(await services.db.userAccount.findUnique({ where: { email: 'new@example.org' } })).toBeNull();
});

it('stores no password, and no secret of a link, as it is', async () => {
  const browser = openBrowser(services);
  await browser.signUp('hash@example.org');
  await browser.send('/request-password-reset', { email: 'hash@example.org' });
  const rows = JSON.stringify([
    await services.db.userCredential.findMany(),
    await services.db.oneTimeSecret.findMany(),
  ]);
  expect(rows).not.toContain(TEST_PASSWORD);
  expect(rows).not.toContain('reset-password:');
});

/** Passwords, sessions, names, export and deletion of accounts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config';
import { serveAccountExport } from '../http/account-export';
import { openBrowser, TEST_PASSWORD, type TestBrowser } from '../testing/browser';
import { countOwnedRows, storeJointPatch, storeOwnedRows } from '../testing/owned-rows';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { createMailer } from './mail';

let services: TestServices;
let uninstall: () => void;
/** Secrets of links that the site would have sent. */
const links: string[] = [];

beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '0' });
  uninstall = installServices(services);
  services.mailer.sendReset = async ({ path }) => void links.push(path);
  await storeFakeModel(services);
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

async function signUp(email: string, name?: string): Promise<TestBrowser & { readonly id: string }> {
  const browser = openBrowser(services);
  expect((await browser.signUp(email, name)).status).toBe(200);
  const { data } = await browser.ask('{ viewer { id } }');
  return { ...browser, id: (data as never as { viewer: { id: string } }).viewer.id };
}
const isSignedIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.ask('{ viewer { id } }')).data?.['viewer'] !== null;

describe('a password', () => {
  it('is reset by the link, once, and all browsers are signed out', async () => {
    const browser = await signUp('reset@example.org');
    const asked = await openBrowser(services).send('/request-password-reset', { email: 'reset@example.org' });
    const nobody = await openBrowser(services).send('/request-password-reset', { email: 'x@example.org' });
    expect([asked.status, asked.body]).toEqual([nobody.status, nobody.body]);
    expect(links).toHaveLength(1);
    const token = /^\/reset-password\?token=([\w-]+)$/.exec(links[0]!)![1]!;
    const set = (newPassword: string) => browser.send('/reset-password', { token, newPassword });
    expect((await set('short')).body.code).toBe('PASSWORD_TOO_SHORT');
    expect((await set('another password')).status).toBe(200);
    expect((await set('a third password')).body.code).toBe('INVALID_TOKEN');
    expect(await isSignedIn(browser)).toBe(false);
    expect((await browser.signIn('reset@example.org')).status).toBe(401);
    expect((await browser.signIn('reset@example.org', 'another password')).status).toBe(200);
  });

  it('is changed by whoever knows it, and other browsers are signed out', async () => {
    const browser = await signUp('change@example.org');
    const other = openBrowser(services);
    await other.signIn('change@example.org');
    const change = (currentPassword: string) =>
      browser.send('/change-password', {
        currentPassword,
        newPassword: 'another password',
        revokeOtherSessions: true,
      });
    expect((await change('wrong password')).body.code).toBe('INVALID_PASSWORD');
    expect((await change(TEST_PASSWORD)).status).toBe(200);
    expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([true, false]);
  });
});

it('mails a link to the address of SITE_URL only, and survives a mail server that fails', async () => {
  const sent: { text: string; to: string }[] = [];
  const settings = parseConfig({
    SMTP_URL: 'smtp://mail.example',
    MAIL_FROM: 'lab@example.org',
    SITE_URL: 'https://lab.example.org/',
  });
  const mailer = createMailer(settings, { sendMail: async (mail: never) => void sent.push(mail) } as never);
  expect(mailer.isConfigured).toBe(true);
  await mailer.sendReset({ to: 'a@example.org', path: '/reset-password?token=1' });
  expect(sent).toMatchObject([
    {
      to: 'a@example.org',
      text: expect.stringContaining('https://lab.example.org/reset-password?token=1\n'),
    },
  ]);
  const broken = createMailer(settings, { sendMail: () => Promise.reject(new Error('refused')) });
  await broken.sendReset({ to: 'a@example.org', path: '/x' });
  expect(createMailer(parseConfig({})).isConfigured).toBe(false);
  expect(() => parseConfig({ SMTP_URL: 'smtp://mail.example' })).toThrow(/MAIL_FROM[^]*SITE_URL/);
});

it('sessions are listed, and revoked by their owner', async () => {
  const browser = await signUp('sessions@example.org');
  const other = openBrowser(services);
  await other.send(
    '/sign-in/email',
    { email: 'sessions@example.org', password: TEST_PASSWORD },
    { 'user-agent': 'Other' },
  );
  const { data } = await browser.ask('{ viewer { sessions { id userAgent isCurrent } } }');
  const { sessions } = (data as never as { viewer: { sessions: { id: string; isCurrent: boolean }[] } })
    .viewer;
  expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  expect(sessions[0]).toMatchObject({ userAgent: 'Other' });
  const stranger = await signUp('stranger@example.org');
  const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }';
  const { errors } = await stranger.ask(revoke, { id: sessions[0]!.id });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  expect(await isSignedIn(other)).toBe(true);
  await browser.ask(revoke, { id: sessions[0]!.id });
  expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([true, false]);
  await other.signIn('sessions@example.org');
  expect((await browser.ask('mutation { revokeOtherSessions }')).data).toEqual({ revokeOtherSessions: 1 });
  expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([true, false]);
});

it('exports what is stored of the user, without secrets', async () => {
  const browser = await signUp('export@example.org', 'Ex Port');
  await storeOwnedRows(services, browser.id, 'E');
  const ask = (cookie: string): Promise<Response> =>
    serveAccountExport(
      new Request('http://127.0.0.1:3000/api/account/export', {
        headers: { host: '127.0.0.1:3000', cookie },
      }),
    );
  const response = await ask(browser.cookie());
  expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    format: 'patchbay-user',
    name: 'Ex Port',
    account: { email: 'export@example.org', sessions: [{}], credentials: [{ providerId: 'credential' }] },
    tokens: [{ name: 'script' }],
    runs: [
      {
        id: 'E1',
        finding: { title: 'A title', evidence: [{ runId: 'E2' }] },
        jointPatches: [{}],
        circuits: [{}],
        pairs: [{ clean: 'E1' }],
      },
      { id: 'E2', finding: null },
      { id: 'E3', finding: null },
    ],
    evidence: [{ runId: 'E2', note: 'x' }],
    comments: [{ text: 'x', revisions: [] }],
    reactions: [{ kind: 'AGREE' }],
    stars: [{ findingId: 'E1' }],
    notifications: [{ kind: 'COMMENT' }],
    reports: [{ reason: 'x' }],
    auditEntries: [{ action: 'hideComment' }],
  });
  expect(text).not.toMatch(/hash of E|"password"|"token":|publicKey/);
  expect((await ask('')).status).toBe(401);
});

describe('deletion', () => {
  const DELETE = 'mutation ($password: String) { deleteAccount(password: $password) }';

  it('keeps published findings and attached runs as "deleted user", and nothing else', async () => {
    const browser = await signUp('delete@example.org', 'Somebody');
    await storeOwnedRows(services, browser.id, 'D');
    await storeRuns(services, ['Z1'], { status: 'SUCCEEDED' });
    await storeJointPatch(services, browser.id, 'Z1');
    const cancelled: unknown[] = [];
    services.queue.on('cancel', (id: unknown) => cancelled.push(id));
    const wrong = await browser.ask(DELETE, { password: 'wrong password' });
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ issues: [{ path: 'password' }] });
    expect(await isSignedIn(browser)).toBe(true);
    const { errors } = await browser.ask(DELETE, { password: TEST_PASSWORD });
    expect(errors).toBeUndefined();
    expect(cancelled).toEqual(['D3']);
    expect(await countOwnedRows(services, browser.id)).toEqual({
      'AccessToken.userId': 0,
      'Run.ownerId': 2,
      'JointPatch.creatorId': 1,
      'Circuit.creatorId': 1,
      'Finding.ownerId': 1,
      'Evidence.creatorId': 1,
      'PromptSet.ownerId': 0,
      'Comment.authorId': 1,
      'Reaction.userId': 0,
      'Star.userId': 0,
      'Notification.userId': 0,
      'Notification.actorId': 1,
      'Report.reporterId': 0,
      'AuditEntry.actorId': 1,
      'FindingVersion.authorId': 1,
      // The list is public.
      'Collection.ownerId': 1,
      'CollectionEditor.userId': 0,
    });
    expect((await services.ask('{ finding(slug: "d1") { title author { name } } }')).data).toEqual({
      finding: { title: 'A title', author: { name: 'deleted user' } },
    });
    const { text } = await services.db.finding.findUniqueOrThrow({ where: { slug: 'd1' } });
    expect(text).not.toContain('somebody');
    expect(await services.db.userAccount.findUnique({ where: { email: 'delete@example.org' } })).toBeNull();
    expect(await isSignedIn(browser)).toBe(false);
    expect((await browser.signIn('delete@example.org')).status).toBe(401);
  });

  it('of a guest leaves nothing, and the cookie identifies nobody', async () => {
    const guest = openBrowser(services);
    await guest.ask('mutation { renameViewer(name: "Visitor") { id } }');
    expect((await guest.ask(DELETE)).errors).toBeUndefined();
    expect(await isSignedIn(guest)).toBe(false);
    expect(await services.db.user.count({ where: { name: 'Visitor' } })).toBe(0);
  });
});

it('a token that only reads is refused to change anything', async () => {
  const browser = await signUp('keys@example.org');
  const { data } = await browser.ask(
    'mutation { createAccessToken(name: "reader", scope: READ) { token accessToken { scope } } }',
  );
  const { token, accessToken } = (
    data as never as { createAccessToken: { token: string; accessToken: { scope: string } } }
  ).createAccessToken;
  expect(accessToken.scope).toBe('READ');
  const ask = (source: string) => services.ask(source, {}, null, { authorization: `Bearer ${token}` });
  expect((await ask('{ viewer { email role } }')).data).toEqual({
    viewer: { email: 'keys@example.org', role: 'MEMBER' },
  });
  expect((await ask('mutation { deleteRun(id: "x") }')).errors?.[0]).toMatchObject({
    message: expect.stringMatching(/only reads/),
    extensions: { code: 'FORBIDDEN' },
  });
});

describe('settings', () => {
  it('limit attempts of an address, and those on an account', async () => {
    const limited = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '3' });
    const undo = installServices(limited);
    const browser = openBrowser(limited);
    for (let attempt = 0; attempt < 3; attempt++)
      expect((await browser.signIn('a@example.org', 'wrong password')).status).toBe(401);
    const { status, body } = await browser.signIn('b@example.org', 'wrong password');
    expect([status, body.code]).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(body.message).toMatch(/3 attempts .* Try again in/);
    undo();
    await limited.dispose();
  });

  it('turn off guests and new accounts, and name administrators', async () => {
    const closed = await createTestServices({ ALLOW_GUESTS: '0', ALLOW_SIGN_UP: '0' });
    const undo = installServices(closed);
    const browser = openBrowser(closed);
    expect((await browser.signUp('a@example.org')).body.code).toBe('EMAIL_PASSWORD_SIGN_UP_DISABLED');
    const { errors } = await browser.ask('mutation { renameViewer(name: "x") { id } }');
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/Sign in/),
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(await closed.db.user.count()).toBe(0);
    undo();
    await closed.dispose();
    const named = await createTestServices({ ADMINISTRATORS: 'boss' });
    const undoNamed = installServices(named);
    const first = openBrowser(named);
    await first.signUp('first@example.org');
    expect((await first.ask('{ viewer { role } }')).data).toEqual({ viewer: { role: 'MEMBER' } });
    undoNamed();
    await named.dispose();
  });
});

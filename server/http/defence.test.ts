/** What another site's page cannot do with a visitor's browser, and what the log never holds. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { serveGraphql } from '../graphql/http';
import { serveStream } from '../graphql/stream';
import { log } from '../log';
import { openBrowser, TEST_PASSWORD } from '../testing/browser';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { contentSecurityPolicy } from './content-security-policy';

let services: TestServices;
let uninstall: () => void;
beforeAll(async () => {
  services = await createTestServices({
    RATE_LIMIT_SIGN_INS_PER_HOUR: '0',
    // Nobody listens there: mails fail, and their failure is logged.
    SMTP_URL: 'smtp://mailer:password-of-mail@127.0.0.1:9',
    MAIL_FROM: 'a@example.org',
    SITE_URL: 'http://127.0.0.1:3000',
  });
  uninstall = installServices(services);
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

describe('a page of another site', () => {
  const mutation = 'mutation { createAccessToken(name: "forged") { token } }';
  /** Requests that a browser sends without asking the site first. */
  it.each([
    ['a form', 'text/plain', JSON.stringify({ query: mutation })],
    ['a form of fields', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(mutation)}`],
    ['a form with files', 'multipart/form-data; boundary=x', '--x--'],
    ['no type', '', JSON.stringify({ query: mutation })],
  ])('changes nothing by %s', async (_, type, body) => {
    const browser = openBrowser(services);
    await browser.ask('mutation { renameViewer(name: "Victim") { id } }');
    const before = await services.db.accessToken.count();
    const headers = { host: '127.0.0.1:3000', cookie: browser.cookie(), origin: 'http://evil.example' };
    for (const serve of [serveGraphql, serveStream]) {
      const request = new Request('http://127.0.0.1:3000/api/graphql', {
        method: 'POST',
        headers: { ...headers, ...(type && { 'content-type': type }), accept: 'text/event-stream' },
        body: type ? body : new Blob([body]),
      });
      expect((await serve(request)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await services.db.accessToken.count()).toBe(before);
  });

  it('changes nothing by a link', async () => {
    const url = `http://127.0.0.1:3000/api/graphql?query=${encodeURIComponent(mutation)}`;
    const before = await services.db.accessToken.count();
    for (const hasPreflight of [false, true]) {
      const headers = new Headers({ host: '127.0.0.1:3000' });
      if (hasPreflight) headers.set('apollo-require-preflight', '1');
      const response = await serveGraphql(new Request(url, { headers }));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(await services.db.accessToken.count()).toBe(before);
  });

  it('is refused by the endpoints of accounts, whose cookies it does not get', async () => {
    const browser = openBrowser(services);
    const { setCookie } = await browser.signUp('victim@example.org', 'Victim');
    for (const cookie of setCookie) expect(cookie).toMatch(/HttpOnly.*SameSite=(Lax|Strict)|Max-Age=0/i);
    for (const [path, body] of [
      ['/sign-out', {}],
      ['/change-password', { currentPassword: TEST_PASSWORD, newPassword: 'another horse battery' }],
      ['/sign-in/email', { email: 'victim@example.org', password: TEST_PASSWORD }],
    ] as const) {
      const answer = await browser.send(path, body, { origin: 'http://evil.example' });
      expect(answer.status, path).toBe(403);
    }
    expect((await browser.ask('{ viewer { name } }')).data).toEqual({ viewer: { name: 'Victim' } });
  });

  it('runs no script of its own: pages allow scripts by a nonce alone', () => {
    const policy = contentSecurityPolicy('abc', false);
    const [scripts] = policy.split('; ').filter((one) => one.startsWith('script-src'));
    expect(scripts).toBe("script-src 'self' 'nonce-abc'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'self'");
  });
});

it('logs no password, token, cookie or link', async () => {
  const logged: unknown[] = [];
  const spies = (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const).map((level) =>
    vi.spyOn(log, level).mockImplementation((...args: unknown[]) => void logged.push(args)),
  );
  const consoles = (['log', 'info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...args: unknown[]) => void logged.push(args)),
  );
  const links: string[] = [];
  const browser = openBrowser(services);
  await browser.signUp('ann@example.org', 'Ann');
  const made = await browser.ask('mutation { createAccessToken(name: "x") { token } }');
  const { token } = (made.data as { createAccessToken: { token: string } }).createAccessToken;
  await services.ask('{ viewer { id } }', {}, null, { authorization: `Bearer ${token}` });
  await services.ask('{ viewer { id } }', {}, null, { authorization: 'Bearer pb_not-a-token' });
  await browser.signIn('ann@example.org', 'a wrong password');
  await browser.send('/request-password-reset', { email: 'ann@example.org', redirectTo: '/reset-password' });
  await browser.send('/reset-password', { token: 'a-forged-secret', newPassword: 'a third horse battery' });
  await browser.ask('mutation { deleteAccount(password: "yet another secret") }');
  // The mail that cannot be sent is the last one that logs.
  await vi.waitFor(() => expect(JSON.stringify(logged, describeError)).toContain('a mail could not be sent'));
  const text = JSON.stringify(logged, describeError);
  for (const row of await services.db.oneTimeSecret.findMany()) links.push(row.identifier);
  const cookies = browser
    .cookie()
    .split(/; |=/)
    .filter((part) => part.length > 20);
  const secrets = [
    TEST_PASSWORD,
    'a wrong password',
    'yet another secret',
    'a third horse battery',
    'a-forged-secret',
    'pb_not-a-token',
    token,
    'password-of-mail',
    'reset-password?token',
    services.secret,
    services.administratorToken,
    ...cookies.flatMap((cookie) => [cookie, decodeURIComponent(cookie)]),
    ...links,
  ];
  expect(cookies.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const spy of [...spies, ...consoles]) spy.mockRestore();
});

/** Errors with everything that the log writes of them. */
function describeError(_: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  // oxlint-disable-next-line typescript/no-misused-spread -- the properties that errors of libraries carry
  return { ...value, message: value.message, stack: value.stack, cause: value.cause };
}

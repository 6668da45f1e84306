/** Sign-in with GitHub against a stand-in for its servers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser, type TestBrowser } from '../testing/browser';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';

const CLIENT = { GITHUB_CLIENT_ID: 'client', GITHUB_CLIENT_SECRET: 'secret of the application' };
/** What GitHub says of whoever signs in there. */
const PROFILE = { id: 4711, login: 'ann', name: 'Ann', avatar_url: '', email: null };
const ADDRESSES = [
  { email: 'old@example.org', primary: false, verified: true },
  { email: 'ann@example.org', primary: true, verified: true },
];

let services: TestServices;
let uninstall: () => void;
const requests: { readonly url: string; readonly body: string; readonly authorization: string }[] = [];

beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '0', ...CLIENT });
  uninstall = installServices(services);
  vi.stubGlobal('fetch', answerAsGithub);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  uninstall();
  await services.dispose();
});
beforeEach(async () => {
  requests.length = 0;
  await services.db.userAccount.deleteMany();
});

/** Exchanges the code `good` for a token, and tells the bearer's profile. */
async function answerAsGithub(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const body = await request.text();
  const authorization = request.headers.get('authorization') ?? '';
  requests.push({ url: request.url, body, authorization });
  const { host, pathname } = new URL(request.url);
  if (host === 'github.com' && pathname === '/login/oauth/access_token') {
    const isGood = new URLSearchParams(body).get('code') === 'good';
    return Response.json(
      isGood
        ? { access_token: 'token', token_type: 'bearer', scope: 'read:user,user:email' }
        : { error: 'bad_verification_code' },
    );
  }
  if (host === 'api.github.com' && authorization === 'Bearer token') {
    if (pathname === '/user') return Response.json(PROFILE);
    if (pathname === '/user/emails') return Response.json(ADDRESSES);
  }
  return Response.json({ message: 'Not Found' }, { status: 404 });
}

/** Begins a sign-in. @returns the address of GitHub that the browser is sent to. */
async function begin(browser: TestBrowser): Promise<URL> {
  const { status, body } = await browser.send('/sign-in/social', {
    provider: 'github',
    callbackURL: '/account',
    errorCallbackURL: '/sign-in',
  });
  expect(status).toBe(200);
  return new URL((body as { url: string }).url);
}

/** GitHub sends the browser back. @returns where the site sends it then. */
async function comeBack(browser: TestBrowser, state: string, code = 'good'): Promise<string> {
  const query = new URLSearchParams({ code, state });
  const { status, location } = await browser.send(`/callback/github?${query}`);
  expect(status).toBe(302);
  return location!;
}

async function signIn(browser: TestBrowser): Promise<string> {
  return comeBack(browser, (await begin(browser)).searchParams.get('state')!);
}

async function readViewer(browser: TestBrowser): Promise<unknown> {
  const { data } = await browser.ask('{ viewer { id name email role } }');
  return (data as { viewer: unknown }).viewer;
}

describe('sign-in with GitHub', () => {
  it('sends the browser to GitHub with the address of the site, without the secret', async () => {
    const address = await begin(openBrowser(services));
    expect(address.origin + address.pathname).toBe('https://github.com/login/oauth/authorize');
    expect(address.searchParams.get('client_id')).toBe('client');
    expect(address.searchParams.get('redirect_uri')).toBe('http://127.0.0.1:3000/api/auth/callback/github');
    expect(address.href).not.toContain('secret');
  });

  it('makes an account with the primary address, and a guest keeps the user id', async () => {
    const browser = openBrowser(services);
    await browser.ask('mutation { renameViewer(name: "Visitor") { id } }');
    const guest = (await readViewer(browser)) as { id: string };
    expect(await signIn(browser)).toMatch(/\/account$/);
    expect(await readViewer(browser)).toMatchObject({
      id: guest.id,
      name: 'Ann',
      email: 'ann@example.org',
    });
    const { accessToken, providerId } = await services.db.userCredential.findFirstOrThrow();
    expect(providerId).toBe('github');
    // Stored tokens are encrypted.
    expect(accessToken).not.toContain('token');
  });

  it('signs the same account in again from another browser', async () => {
    const first = openBrowser(services);
    await signIn(first);
    const second = openBrowser(services);
    await signIn(second);
    expect(await readViewer(second)).toEqual(await readViewer(first));
    expect(await services.db.userAccount.count()).toBe(1);
  });

  it('does not take over the account with the same e-mail address', async () => {
    const owner = openBrowser(services);
    await owner.signUp('ann@example.org', 'The owner');
    const other = openBrowser(services);
    expect(await signIn(other)).toContain('error=account_not_linked');
    expect(await readViewer(other)).toBeNull();
    expect(await services.db.userCredential.count({ where: { providerId: 'github' } })).toBe(0);
  });

  it('is connected by the owner of an account, and then signs in', async () => {
    const owner = openBrowser(services);
    await owner.signUp('owner@example.org', 'The owner');
    const { body } = await owner.send('/link-social', { provider: 'github', callbackURL: '/account' });
    const state = new URL((body as { url: string }).url).searchParams.get('state')!;
    expect(await comeBack(owner, state)).toMatch(/\/account$/);
    const other = openBrowser(services);
    await signIn(other);
    expect(await readViewer(other)).toMatchObject({ name: 'The owner', email: 'owner@example.org' });
  });

  it.each([
    [
      'a code that GitHub refuses',
      async (browser: TestBrowser, state: string) => comeBack(browser, state, 'bad'),
    ],
    [
      'a state of another browser',
      async (_: TestBrowser, state: string) => comeBack(openBrowser(services), state),
    ],
    ['a state that was never given', async (browser: TestBrowser) => comeBack(browser, 'made up')],
  ])('refuses %s', async (_, come) => {
    const browser = openBrowser(services);
    const state = (await begin(browser)).searchParams.get('state')!;
    expect(await come(browser, state)).toContain('error=');
    expect(await readViewer(browser)).toBeNull();
    expect(await services.db.userAccount.count()).toBe(0);
  });

  it('uses a state once', async () => {
    const browser = openBrowser(services);
    const state = (await begin(browser)).searchParams.get('state')!;
    const cookie = browser.cookie();
    await comeBack(browser, state);
    const again = `/callback/github?${new URLSearchParams({ code: 'good', state })}`;
    expect((await openBrowser(services).send(again, undefined, { cookie })).location).toContain('error=');
  });
});

it('makes no account where nobody may sign up', async () => {
  const closed = await createTestServices({ ALLOW_SIGN_UP: 'false', ...CLIENT });
  const reinstall = installServices(closed);
  try {
    const browser = openBrowser(closed);
    const { body } = await browser.send('/sign-in/social', {
      provider: 'github',
      errorCallbackURL: '/sign-in',
    });
    const state = new URL((body as { url: string }).url).searchParams.get('state')!;
    expect(await comeBack(browser, state)).toContain('error=signup_disabled');
    expect(await closed.db.userAccount.count()).toBe(0);
  } finally {
    reinstall();
    await closed.dispose();
  }
});

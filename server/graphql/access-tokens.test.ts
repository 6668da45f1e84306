/** Access tokens as scripts use them: the executable schema over a real database file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext } from './context';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.dispose());

const CREATE =
  'mutation ($name: String!) { createAccessToken(name: $name) { token accessToken { id name createdAt lastUsedAt } } }';
const REVOKE = 'mutation ($id: ID!) { revokeAccessToken(id: $id) }';
const VIEWER = '{ viewer { id accessTokens { id name lastUsedAt } } }';
type Made = { token: string; accessToken: { id: string; name: string; lastUsedAt: string | null } };

async function createToken(name: string, cookie: string | null = null): Promise<Made & { cookie: string }> {
  const { data, errors, setCookie } = await services.ask(CREATE, { name }, cookie);
  expect(errors).toBeUndefined();
  const made = (data as { createAccessToken: Made }).createAccessToken;
  return { ...made, cookie: cookie ?? setCookie[0]!.split(';')[0]! };
}
const askAs = (token: string, source: string, variables = {}) =>
  services.ask(source, variables, null, { authorization: `Bearer ${token}` });

it('a token made in the browser lets a script act as its owner', async () => {
  const { token, accessToken, cookie } = await createToken('  My   notebook ');
  expect(token).toMatch(/^pb_[\w-]{43}$/);
  expect(accessToken).toMatchObject({ name: 'My notebook', lastUsedAt: null });
  const browser = await services.ask(VIEWER, {}, cookie);
  const script = await askAs(token, VIEWER);
  expect(script.data).toMatchObject({ viewer: { id: (browser.data as never as ViewerData).viewer.id } });
  expect(script.setCookie).toEqual([]);
  await expect
    .poll(async () => ((await services.ask(VIEWER, {}, cookie)).data as never as ViewerData).viewer)
    .toMatchObject({ accessTokens: [{ id: accessToken.id, lastUsedAt: expect.any(String) }] });
});
type ViewerData = { viewer: { id: string } };

it('keeps a hash of the token only', async () => {
  const { token } = await createToken('script');
  const row = await services.db.accessToken.findFirst({ orderBy: { id: 'desc' } });
  expect(row!.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain(token.slice(3));
});

describe('a token that is not valid', () => {
  it.each(['pb_wrong', '', 'eyJhbGciOi.J9.x'])('is refused, and makes no guest: %j', async (token) => {
    const before = await services.db.user.count();
    const { data, errors } = await askAs(token, CREATE, { name: 'x' });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/not valid/), extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect(await services.db.user.count()).toBe(before);
  });

  it('is refused from the moment it was revoked, also beside a good cookie', async () => {
    const { token, accessToken, cookie } = await createToken('script');
    expect((await askAs(token, REVOKE, { id: accessToken.id })).data).toEqual({
      revokeAccessToken: accessToken.id,
    });
    const exchange = {
      header: (name: string) => ({ cookie, authorization: `bearer ${token}` })[name] ?? null,
      setCookie: () => {},
    };
    await expect(createContext(exchange, services)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('does not mean the password of a proxy', async () => {
    const { data } = await services.ask('{ viewer { id } }', {}, null, { authorization: 'Basic eDp5' });
    expect(data).toEqual({ viewer: null });
  });
});

it('tokens are seen and revoked by their owner only', async () => {
  const { accessToken, cookie } = await createToken('mine');
  const other = await createToken('theirs');
  const stranger = await services.ask(REVOKE, { id: accessToken.id }, other.cookie);
  expect(stranger.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  for (const id of ['', 'x', '-1', '9'.repeat(30), "1' OR 1"]) {
    const { errors } = await services.ask(REVOKE, { id }, cookie);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  }
  expect((await services.ask(REVOKE, { id: accessToken.id }, null)).errors).toHaveLength(1);
  expect((await services.ask(VIEWER, {}, cookie)).data).toMatchObject({
    viewer: { accessTokens: [{ name: 'mine' }] },
  });
});

it('a token cannot make another one', async () => {
  const { token } = await createToken('script');
  const { errors } = await askAs(token, CREATE, { name: 'heir' });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

it('a person has at most 20', async () => {
  const { cookie } = await createToken('0');
  for (let index = 1; index < 20; index++) await createToken(String(index), cookie);
  const { errors } = await services.ask(CREATE, { name: '20' }, cookie);
  expect(errors?.[0]).toMatchObject({
    message: expect.stringMatching(/You have 20 access tokens; the limit is 20/),
    extensions: { code: 'QUOTA_EXCEEDED' },
  });
});

it('a name that cannot be used is refused, and makes no guest', async () => {
  const { errors, setCookie } = await services.ask(CREATE, { name: 'a\0b' });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: 'name' }] });
  expect(setCookie).toEqual([]);
});

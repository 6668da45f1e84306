/** The API as the route serves it: requests in, responses out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientAddressHeader } from '../accounts/client-address';
import { countErrorsByCode, readAborted } from '../observability/recent-errors';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { serveGraphql } from './http';

let services: TestServices;
let uninstall: () => void;
beforeEach(async () => {
  services = await createTestServices({ RATE_LIMIT_REQUESTS_PER_ADDRESS: '3' });
  uninstall = installServices(services);
});
afterEach(async () => {
  uninstall();
  await services.dispose();
});

interface Answer {
  readonly data?: unknown;
  readonly errors?: { message: string; extensions: Record<string, unknown> }[];
}

async function send(body: unknown, init: RequestInit = {}) {
  const request = new Request('http://127.0.0.1/api/graphql', {
    method: 'POST',
    headers: {
      host: '127.0.0.1',
      'content-type': 'application/json',
      [clientAddressHeader()]: '198.51.100.7',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  });
  const response = await serveGraphql(request);
  const text = await response.text();
  return { response, text, answer: JSON.parse(text) as Answer };
}

const messageIn = ({ answer }: { answer: Answer }) => answer.errors?.[0]?.message ?? '';

it('no answer is kept by caches, nor is a refusal', async () => {
  for (const body of [
    { query: '{ viewer { id } }' },
    { query: '{ nonsense }' },
    '{',
    'a'.repeat(1_100_000),
  ]) {
    const { response } = await send(body);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});

it('says what an address and a user may still do, and when to try again', async () => {
  const { response } = await send({ query: '{ tokenize(model: "fake", text: "a") { id } }' });
  expect(response.headers.get('ratelimit-policy')).toBe(
    '"work-address";q=3000;qu="work";w=60, "requests-address";q=3;qu="concurrent-requests"',
  );
  expect(response.headers.get('ratelimit')).toMatch(
    /^"work-address";r=(2999|3000);t=\d+, "requests-address";r=2$/,
  );
  const made = await send({ query: 'mutation { createAccessToken(name: "x") { token } }' });
  const { token } = (made.answer.data as { createAccessToken: { token: string } }).createAccessToken;
  const authorized = await send(
    { query: '{ viewer { id } }' },
    {
      headers: {
        host: '127.0.0.1',
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        [clientAddressHeader()]: '198.51.100.8',
      },
    },
  );
  expect(authorized.response.headers.get('ratelimit')).toMatch(/^"work-address";r=3000;t=0, "work-user";r=/);

  // In debt: work is refused until the bucket has filled again.
  await services.rates.chargeWork({ address: '198.51.100.7', userId: null }, 6000);
  const refused = await send({ query: '{ predict(model: "fake", prompt: "a b") { logit } }' });
  expect(refused.response.status).toBe(429);
  expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(refused.response.headers.get('ratelimit')).toMatch(/^"work-address";r=0;t=1\d\d,/);

  const close = await Promise.all([1, 2, 3].map(() => services.rates.openRequest('198.51.100.9')));
  const crowded = await send(
    { query: '{ viewer { id } }' },
    { headers: { host: '127.0.0.1', [clientAddressHeader()]: '198.51.100.9' } },
  );
  expect(crowded.response.status).toBe(429);
  expect(crowded.response.headers.get('retry-after')).toBe('1');
  expect(crowded.response.headers.get('ratelimit')).toContain('"requests-address";r=0');
  for (const one of close) one();
});

it('only requests that take a file may be as long as one', async () => {
  const json = 'x'.repeat(1_200_000);
  const check = { query: 'query ($json: String!) { checkFile(json: $json) { issues { path } } }' };
  const taken = await send({ ...check, variables: { json } });
  expect(taken.answer.data).toEqual({ checkFile: { issues: [{ path: '' }] } });
  const other = await send({ query: '{ models { id } }', variables: { json } });
  expect([other.response.status, messageIn(other)]).toEqual([413, expect.stringContaining('1000000 bytes')]);
  const longest = await send({ ...check, variables: { json: 'x'.repeat(24_000_000) } });
  expect(longest.response.status).toBe(413);
});

it('refuses variables with many errors as the input that they are', async () => {
  const { answer } = await send({
    query: 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    variables: { input: { model: 'fake', pairs: Array.from({ length: 20 }, () => ({ rule: '' })) } },
  });
  expect(answer.errors).toHaveLength(51);
  expect(new Set(answer.errors!.map(({ extensions }) => extensions['code']))).toEqual(
    new Set(['BAD_USER_INPUT']),
  );
  expect(answer.errors!.at(-1)!.message).toMatch(/more than 50 errors/);
});

describe('what a client sent is not sent back at length', () => {
  const long = 'a'.repeat(900_000);
  it.each([
    ['a field', { query: `{ ${long} }` }, /Cannot query field/],
    [
      'an alias',
      { query: `{ ${long}: models { id } }` },
      /is 900000 characters long; the limit for a name is 200/,
    ],
    [
      'an id',
      { query: '{ tokenize(model: "fake", text: "a") { id } }', operationName: long },
      /Unknown operation/,
    ],
    [
      'a model',
      { query: 'query ($m: ID!) { predict(model: $m, prompt: "a") { logit } }', variables: { m: long } },
      /no model/,
    ],
    [
      'a variable',
      { query: 'query ($m: Int!) { runs(first: $m) { edges { cursor } } }', variables: { m: long } },
      /\$m/,
    ],
    ['a run', { query: 'mutation ($m: ID!) { cancelRun(id: $m) { id } }', variables: { m: long } }, /no run/],
    [
      'lines',
      { query: 'mutation ($m: ID!) { cancelRun(id: $m) { id } }', variables: { m: 'a\n'.repeat(300_000) } },
      /no run/,
    ],
  ])('%s', async (_name, body, message) => {
    const sent = await send(body);
    expect(messageIn(sent)).toMatch(message);
    expect(sent.text.length).toBeLessThan(3000);
  });
});

describe('limits of a document are named', () => {
  it.each([
    [
      'fields of one name',
      Array.from({ length: 600 }, () => 'models { id }'),
      /same name too often.*500,000 steps\. Select each field once/,
    ],
    ['errors', Array.from({ length: 600 }, () => 'nonsense'), /more than 100 errors/],
    ['aliases', Array.from({ length: 41 }, (_, at) => `a${at}: seeding`), /more than 40 aliases/],
  ])('%s', async (_name, fields, message) => {
    const { answer } = await send({ query: `{ ${fields.join(' ')} }` });
    expect(answer.errors!.map((error) => error.message).join('\n')).toMatch(message);
  });

  it('600 equal leaves are one field', async () => {
    expect((await send({ query: `{ ${'seeding '.repeat(600)} }` })).answer).toEqual({
      data: { seeding: false },
    });
  });
});

it('an error of the database is masked, also before the first field is read', async () => {
  const secret = 'Invalid `prisma.user.findFirst()` in /srv/secret';
  const broken = Object.assign(services.db.run, { findMany: () => Promise.reject(new Error(secret)) });
  const { answer, text } = await send({ query: '{ runs { edges { cursor } } }' });
  expect(answer.errors![0]!.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect(text).not.toMatch(/secret|prisma/);
  Reflect.deleteProperty(broken, 'findMany');

  Object.assign(services, { rates: { ...services.rates } });
  const context = Object.assign(services.db.user, { findFirst: () => Promise.reject(new Error(secret)) });
  const { identityCookie } = await import('../accounts/identity');
  const cookie = identityCookie('somebody', services.secret, false).split(';')[0]!;
  const headers = { host: '127.0.0.1', 'content-type': 'application/json', cookie };
  const failed = await send({ query: '{ seeding }' }, { headers });
  expect(failed.answer.errors![0]!.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect(failed.text).not.toMatch(/secret|prisma/);
  Reflect.deleteProperty(context, 'findFirst');
});

describe('requests at the same time', () => {
  /** Holds predictions until released. */
  function holdEngine() {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const predict = services.engine.predict.bind(services.engine);
    let under = 0;
    services.engine.predict = async (...args) => {
      under++;
      await held;
      return predict(...args);
    };
    return { release, underWay: () => under };
  }
  const PREDICT = { query: '{ predict(model: "fake", prompt: "a b", top: 1) { logit } }' };

  it('are limited by address', async () => {
    const engine = holdEngine();
    const held = [1, 2, 3].map(() => send(PREDICT));
    await expect.poll(services.engineTurns.waiting).toBe(1);
    const refused = await send(PREDICT);
    expect(refused.response.status).toBe(429);
    expect(messageIn(refused)).toMatch(/3 requests at the same time; the limit is 3/);
    engine.release();
    for (const { answer } of await Promise.all(held)) expect(answer.errors).toBeUndefined();
    expect((await send(PREDICT)).response.status).toBe(200);
  });

  it('that are given up leave no work under way', async () => {
    const engine = holdEngine();
    const leaving = [1, 2, 3].map(() => new AbortController());
    const before = readAborted();
    const query = `{ ${Array.from({ length: 20 }, (_, at) => `a${at}: predict(model: "fake", prompt: "a ${at}") { logit }`).join(' ')} }`;
    const requests = leaving.map(({ signal }) => send({ query }, { signal }));
    await expect.poll(services.engineTurns.waiting).toBe(58);
    for (const controller of leaving) controller.abort();
    // The fake engine cannot be interrupted: what it has taken, it ends.
    await expect.poll(services.engineTurns.waiting).toBe(0);
    engine.release();
    const answers = await Promise.all(requests);
    for (const { answer } of answers) {
      expect(answer.errors!.every(({ extensions }) => extensions['code'] === 'RUN_CANCELLED')).toBe(true);
    }
    // Nobody gets these answers: the administrator's list of errors has none of them.
    expect(readAborted() - before).toBe(3);
    expect(countErrorsByCode().map(({ code }) => code)).not.toContain('RUN_CANCELLED');
    expect(engine.underWay()).toBe(2);
    expect((await send(PREDICT)).answer.errors).toBeUndefined();
  });
});

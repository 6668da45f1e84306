/** Subscriptions as the route serves them: requests in, streams of events out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientAddressHeader } from '../accounts/client-address';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { serveStream } from './stream';

let services: TestServices;
let uninstall: () => void;
beforeEach(async () => {
  services = await createTestServices({ RATE_LIMIT_STREAMS_PER_ADDRESS: '20', RATE_LIMIT_STREAMS: '30' });
  uninstall = installServices(services);
});
afterEach(async () => {
  uninstall();
  await services.dispose();
});

const PROGRESS = 'subscription ($id: ID!) { runProgress(id: $id) { status fraction } }';

interface Opened {
  readonly response: Response;
  readonly leave: () => void;
}

async function open(
  body: unknown,
  { address = '198.51.100.7', headers = {} }: { address?: string; headers?: Record<string, string> } = {},
): Promise<Opened> {
  const leaving = new AbortController();
  const request = new Request('http://127.0.0.1/api/graphql/stream', {
    method: 'POST',
    headers: {
      host: '127.0.0.1',
      accept: 'text/event-stream',
      'content-type': 'application/json',
      [clientAddressHeader()]: address,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: leaving.signal,
  });
  return { response: await serveStream(request), leave: () => leaving.abort() };
}

interface Event {
  readonly event: string;
  readonly data: {
    data?: unknown;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  } | null;
}

/** Events in the text of a stream that has ended. */
function parseEvents(text: string): Event[] {
  return text.split('\n\n').flatMap((block) => {
    const [, event, data] = /^event: (\w+)\ndata:(.*)$/.exec(block) ?? [];
    return event === undefined
      ? []
      : [{ event, data: data?.trim() ? (JSON.parse(data) as Event['data']) : null }];
  });
}

async function readEvents(body: unknown, headers?: Record<string, string>): Promise<Event[]> {
  const { response } = await open(body, headers ? { headers } : {});
  return parseEvents(await response.text());
}

/** A waiting run; its id. */
async function waitingRun(): Promise<string> {
  const { data } = await services.ask(
    `mutation { createRun(input: { model: "fake", visibility: UNLISTED, sweeps: [HEAD_Z], pairs: [
      { clean: "When John", corrupted: "When Mary", correct: " Mary", incorrect: " John" }] }) { id } }`,
  );
  return (data as { createRun: { id: string } }).createRun.id;
}

const finish = (id: string) => services.db.run.update({ where: { id }, data: { status: 'CANCELLED' } });

/** Reads until `count` events have come. */
async function read(response: Response, count: number): Promise<Event[]> {
  const reader = response.body!.getReader();
  let text = '';
  while (parseEvents(text).length < count) {
    const { done, value } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return parseEvents(text);
}

const readRest = (response: Response) => read(response, Infinity);

describe('an error', () => {
  it.each([
    [
      'of an unknown model',
      { query: 'subscription { modelInstallation(id: "x") { state } }' },
      'BAD_USER_INPUT',
      /x/,
    ],
    ['of an unknown run', { query: PROGRESS, variables: { id: 'none' } }, 'NOT_FOUND', /no run 'none'/],
    ['of a field', { query: 'subscription { nonsense }' }, 'GRAPHQL_VALIDATION_FAILED', /Cannot query/],
    ['of syntax', { query: 'subscription {' }, 'GRAPHQL_VALIDATION_FAILED', /Syntax/],
    ['of variables', { query: PROGRESS }, 'GRAPHQL_VALIDATION_FAILED', /\$id/],
    ['of a query', { query: '{ models { id } }' }, 'BAD_USER_INPUT', /subscriptions only/],
  ])('%s is the last event of a stream that ends', async (_name, body, code, message) => {
    const events = await readEvents(body);
    expect(events.map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(events[0]!.data!.errors![0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code },
    });
  });

  it('inside a source is masked, and logged once for all followers', async () => {
    const id = await waitingRun();
    const streams = await Promise.all([1, 2].map(() => open({ query: PROGRESS, variables: { id } })));
    await Promise.all(streams.map(({ response }) => read(response, 1)));
    const broken = Object.assign(services.db.run, {
      findUnique: () => Promise.reject(new Error('Invalid `prisma.run.findUnique()` in /srv/secret')),
    });
    try {
      services.changes.emit(id);
      const ends = await Promise.all(streams.map(({ response }) => read(response, 2)));
      const ids = ends.map((events) => {
        expect(events.map(({ event }) => event)).toEqual(['next', 'complete']);
        expect(JSON.stringify(events)).not.toMatch(/prisma|secret/);
        expect(events[0]!.data!.errors![0]!.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
        return events[0]!.data!.errors![0]!.extensions['id'];
      });
      expect(new Set(ids).size).toBe(1);
    } finally {
      Reflect.deleteProperty(broken, 'findUnique');
    }
  });

  it.each([
    ['that is not JSON', '{', {}, /not JSON/],
    ['of another type', 'subscription { x }', { 'content-type': 'text/plain' }, /not JSON/],
    ['that is a list', [], {}, /not an object/],
    ['without query', {}, {}, /query is missing/],
    ['with odd variables', { query: PROGRESS, variables: [1] }, {}, /variables is not an object/],
    ['with an odd name', { query: PROGRESS, operationName: 5 }, {}, /operationName/],
    ['that wants no events', { query: PROGRESS }, { accept: 'application/json' }, /text\/event-stream/],
  ])('of a request %s is answered with 400', async (_name, body, headers, message) => {
    const { response } = await open(body, { headers });
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toMatch(message);
  });
});

it('tells a follower of each change until the run has ended', async () => {
  const id = await waitingRun();
  const { response } = await open({ query: PROGRESS, variables: { id } });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  expect((await read(response, 1))[0]!.data).toEqual({
    data: { runProgress: { status: 'QUEUED', fraction: 0 } },
  });
  await finish(id);
  services.changes.emit(id);
  const rest = await readRest(response);
  expect(rest).toEqual([
    { event: 'next', data: { data: { runProgress: { status: 'CANCELLED', fraction: 0 } } } },
    { event: 'complete', data: null },
  ]);
});

it('reads the database once for all followers of a run', async () => {
  const id = await waitingRun();
  let reads = 0;
  const findUnique = services.db.run.findUnique.bind(services.db.run);
  const counted = Object.assign(services.db.run, {
    findUnique: (query: never) => (reads++, findUnique(query)),
  });
  try {
    const body = { query: PROGRESS, variables: { id } };
    const streams = await Promise.all(Array.from({ length: 20 }, () => open(body)));
    await Promise.all(streams.map(({ response }) => read(response, 1)));
    expect(reads).toBe(1);
    services.changes.emit(id);
    await finish(id);
    services.changes.emit(id);
    await Promise.all(streams.map(({ response }) => readRest(response)));
    expect(reads).toBeLessThan(8);
  } finally {
    Reflect.deleteProperty(counted, 'findUnique');
  }
});

it('limits open streams by address and in all, and counts those that were left', async () => {
  const id = await waitingRun();
  const body = { query: PROGRESS, variables: { id } };
  const streams = await Promise.all(Array.from({ length: 20 }, () => open(body)));
  const refused = await open(body);
  expect(refused.response.status).toBe(429);
  expect(await refused.response.json()).toMatchObject({
    errors: [
      {
        message: expect.stringMatching(/20 open streams/),
        extensions: { code: 'QUOTA_EXCEEDED', limit: 20 },
      },
    ],
  });
  for (let other = 0; other < 10; other++) await open(body, { address: '203.0.113.1' });
  expect((await open(body, { address: '203.0.113.2' })).response.status).toBe(429);
  streams[0]!.leave();
  await streams[1]!.response.body!.cancel();
  expect((await open(body)).response.status).toBe(200);
  expect((await open(body)).response.status).toBe(200);
  expect((await open(body)).response.status).toBe(429);
  services.stopping.abort();
});

it('leaves nothing behind when followers leave', async () => {
  const id = await waitingRun();
  const before = services.changes.listenerCount(id);
  const { response, leave } = await open({ query: PROGRESS, variables: { id } });
  await read(response, 1);
  expect(services.changes.listenerCount(id)).toBe(before + 1);
  leave();
  await expect.poll(() => services.changes.listenerCount(id)).toBe(before);
});

it('ends every stream when the site stops, without complete, and opens no more', async () => {
  const id = await waitingRun();
  const { response } = await open({ query: PROGRESS, variables: { id } });
  await read(response, 1);
  services.stopping.abort();
  expect(await readRest(response)).toEqual([]);
  expect((await open({ query: PROGRESS, variables: { id } })).response.status).toBe(503);
});

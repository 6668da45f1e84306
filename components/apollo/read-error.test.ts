/** What people read when a request fails, for the errors that Apollo Client really throws. */
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterEach, expect, it, vi } from 'vitest';
import { fetchServer } from './fetch-server';
import { readError, type ReadError } from './read-error';

afterEach(() => vi.unstubAllGlobals());

/** Queries a server that answers with `answer`. */
async function fail(answer: () => Promise<Response>): Promise<ReadError> {
  vi.stubGlobal('fetch', answer);
  const link = new HttpLink({ uri: 'http://site/api/graphql', fetch: fetchServer });
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const error: unknown = await client.query({ query: gql('{ seeding }') }).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).not.toBeNull();
  return readError(error);
}

const json = (status: number, body: unknown) => async (): Promise<Response> =>
  Response.json(body, { status });

it.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed'])(
  'says that the server cannot be reached, in a browser that calls it "%s"',
  async (message) => {
    const { message: shown, code } = await fail(() => Promise.reject(new TypeError(message)));
    expect(shown).toMatch(/^The server cannot be reached/);
    expect(code).toBeNull();
  },
);

it('says the same when the connection breaks in the middle of an answer', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"data":'));
      controller.error(new TypeError('terminated'));
    },
  });
  const { message } = await fail(async () => new Response(body));
  expect(message).toMatch(/^The server cannot be reached/);
});

it('shows the reason of a request that was refused before it ran', async () => {
  const errors = [{ message: 'Too many requests; wait 4 s.', extensions: { code: 'QUOTA_EXCEEDED' } }];
  expect(await fail(json(429, { errors }))).toEqual({
    message: 'Too many requests; wait 4 s.',
    code: 'QUOTA_EXCEEDED',
    issues: [],
  });
});

it('names the status of an answer that is not the API’s', async () => {
  const { message } = await fail(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(message).toBe('The server answered with status 502. Try again in a moment.');
});

it('shows other errors as they are, whatever words they use', async () => {
  const issues = [{ path: 'pairs.0.clean', message: 'Use one token.' }];
  const errors = [
    { message: 'The network in this text is an example.', extensions: { code: 'BAD_USER_INPUT', issues } },
  ];
  expect(await fail(json(200, { errors }))).toEqual({
    message: 'The network in this text is an example.',
    code: 'BAD_USER_INPUT',
    issues,
  });
  expect(readError(new Error('A fetched neural network')).message).toBe('A fetched neural network');
});

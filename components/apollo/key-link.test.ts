import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterEach, expect, it, vi } from 'vitest';
import { fetchServer } from './fetch-server';
import { createKeyLink, NOT_REPEATABLE } from './key-link';
import { readError } from './read-error';
import { sendRequest } from './send-request';

afterEach(() => vi.unstubAllGlobals());

const COMMENT = gql('mutation ($text: String!) { addComment(text: $text) { id } }');
const keys: (string | null)[] = [];

/** Answers each request by the next of `answers`; the last one again and again. */
function serve(...answers: (() => Promise<Response>)[]): ApolloClient {
  keys.length = 0;
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('idempotency-key'));
    return (answers.length > 1 ? answers.shift()! : answers[0]!)();
  });
  const http = new HttpLink({ uri: 'http://site/api/graphql', fetch: fetchServer });
  return new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([createKeyLink(), http]) });
}

const lose = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));
const store = async (): Promise<Response> => Response.json({ data: { addComment: { id: '1' } } });
const refuse = async (): Promise<Response> => Response.json({ errors: [{ message: 'No.' }] });

/** Sends a comment; the message of its error, or null. */
const comment = (client: ApolloClient, text: string, context = {}): Promise<string | null> =>
  client.mutate({ mutation: COMMENT, variables: { text }, context, fetchPolicy: 'no-cache' }).then(
    () => null,
    (error: unknown) => readError(error).message,
  );

it('sends a comment again with its key until it is stored', async () => {
  const client = serve(lose, refuse, store, store);
  expect(await comment(client, 'a')).toBe(
    'The server cannot be reached. It may have stored this. Trying again is safe: nothing is stored twice.',
  );
  expect(await comment(client, 'a')).toBe('No.');
  expect(await comment(client, 'a')).toBeNull();
  expect(await comment(client, 'a')).toBeNull();
  const [first, second, third, fourth] = keys;
  expect(first).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
});

it('gives another text a key of its own, and the first text keeps its key', async () => {
  const client = serve(lose, store, store);
  await comment(client, 'b');
  await comment(client, 'c');
  await comment(client, 'b');
  expect(keys[1]).not.toBe(keys[0]);
  expect(keys[2]).toBe(keys[0]);
});

it('gives a double click one key', async () => {
  const client = serve(store);
  await Promise.all([comment(client, 'd'), comment(client, 'd')]);
  expect(keys[1]).toBe(keys[0]);
});

it('says the same of a proxy that answers for the server', async () => {
  const client = serve(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(await comment(client, 'e')).toMatch(/status 502\. It may have stored this\. Trying again is safe/);
});

it('promises nothing of queries, and of what is carried out again', async () => {
  const client = serve(lose);
  expect(await comment(client, 'f', NOT_REPEATABLE)).not.toMatch(/safe/);
  const failed: unknown = await client.query({ query: gql('{ seeding }') }).catch((error: unknown) => error);
  expect(readError(failed).message).not.toMatch(/safe/);
  expect(keys).toEqual([null, null]);
});

it('does the same for requests without Apollo Client', async () => {
  serve(lose, async () => new Response('<h1>', { status: 504 }), store, store, lose);
  const send = () =>
    sendRequest('mutation ($text: String!) { addComment(text: $text) { id } }', { text: 'g' });
  await expect(send()).rejects.toThrow(/No answer from the server\. It may have stored this/);
  await expect(send()).rejects.toThrow(/status 504\. It may have stored this/);
  await send();
  await send();
  expect([keys[1], keys[2]]).toEqual([keys[0], keys[0]]);
  expect(keys[3]).not.toBe(keys[0]);
  await expect(sendRequest('{ seeding }', {})).rejects.toThrow(/^No answer from the server\.$/);
  expect(keys[4]).toBeNull();
});

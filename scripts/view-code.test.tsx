/** "Show code" on pages that the server renders: it shows the operation that the page sent, and the API answers it. */
import { print, type DocumentNode } from 'graphql';
import { isValidElement, type ReactNode } from 'react';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CodeRequest } from '../components/code/code-text';
import { startDispatcher, type Dispatcher } from '../server/runs/queue/dispatcher';
import { followProgress } from '../server/runs/queue/progress';
import { createTestServices, type TestServices } from '../server/testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
/** Operations that pages sent. */
const sent: CodeRequest[] = [];

vi.mock('../app/apollo', () => ({
  query: async ({ query, variables = {} }: { query: DocumentNode; variables?: object }) => {
    sent.push({ query: print(query), variables });
    const { data, errors } = await services.ask(print(query), variables);
    return { data, error: errors?.[0] };
  },
}));

// The gallery reads whether the introduction is hidden; there is no request here.
vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => undefined }) }));

const ids = { run: '', slug: '', person: '', collection: '', set: '' };

beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  const pair = {
    clean: 'When John and Mary went out, John gave it to',
    corrupted: 'When John and Mary went out, Mary gave it to',
    correct: ' Mary',
    incorrect: ' John',
  };
  const created = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    {
      input: { model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'] },
    },
  );
  ids.run = (created.data as { createRun: { id: string } }).createRun.id;
  for await (const _progress of followProgress(services, ids.run));
  const published = await services.ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
    { input: { runId: ids.run, title: 'Name movers', summary: 'Heads move.', tags: ['ioi'] } },
    created.setCookie[0]!.split(';')[0],
  );
  ids.slug = (published.data as { publishFinding: { slug: string } }).publishFinding.slug;
  const cookie = created.setCookie[0]!.split(';')[0]!;
  const kept = await services.ask(
    `mutation ($pair: PromptPairInput!) {
      createCollection(input: { title: "Heads", visibility: PUBLIC, items: [] }) { slug owner { id } }
      createPromptSet(input: { name: "Names", visibility: PUBLIC, pairs: [$pair] }) { id } }`,
    { pair },
    cookie,
  );
  const { createCollection, createPromptSet } = kept.data as unknown as {
    createCollection: { slug: string; owner: { id: string } };
    createPromptSet: { id: string };
  };
  [ids.collection, ids.person, ids.set] = [
    createCollection.slug,
    createCollection.owner.id,
    createPromptSet.id,
  ];
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

type Page = (props: {
  params: Promise<never>;
  searchParams: Promise<never>;
}) => Promise<ReactNode> | ReactNode;

/** Modules of pages with a view, and addresses of each. */
const PAGES: readonly (readonly [
  name: string,
  load: () => Promise<{ default: unknown }>,
  address: () => { params?: object; search?: object },
])[] = [
  ['gallery', () => import('../app/page'), () => ({})],
  [
    'filtered gallery',
    () => import('../app/page'),
    () => ({ search: { search: 'L1H2 > 0.1', tag: 'ioi', model: 'fake', sort: 'disputed' } }),
  ],
  [
    'runs',
    () => import('../app/(pages)/runs/page'),
    () => ({ search: { mine: '1', status: 'succeeded', model: 'fake' } }),
  ],
  [
    'compare',
    () => import('../app/(pages)/compare/page'),
    () => ({ search: { a: ids.run, b: ids.run, metric: 'prob' } }),
  ],
  ['finding', () => import('../app/(late)/findings/[slug]/page'), () => ({ params: { slug: ids.slug } })],
  ['heads', () => import('../app/(pages)/heads/[model]/page'), () => ({ params: { model: 'fake' } })],
  [
    'head',
    () => import('../app/(pages)/heads/[model]/[head]/page'),
    () => ({ params: { model: 'fake', head: 'L1H2' } }),
  ],
  ['collections', () => import('../app/(pages)/collections/page'), () => ({})],
  [
    'collection',
    () => import('../app/(pages)/collections/[slug]/page'),
    () => ({ params: { slug: ids.collection } }),
  ],
  ['person', () => import('../app/(pages)/people/[id]/page'), () => ({ params: { id: ids.person } })],
  ['prompt sets', () => import('../app/(pages)/prompts/page'), () => ({ search: { q: 'Names' } })],
  ['prompt set', () => import('../app/(pages)/prompts/[id]/page'), () => ({ params: { id: ids.set } })],
];

it.each(PAGES)('of the page %s', async (_, load, address) => {
  const { default: page } = await load();
  const { params = {}, search = {} } = address();
  sent.length = 0;
  const content = await (page as Page)({
    params: Promise.resolve(params as never),
    searchParams: Promise.resolve(search as never),
  });
  const shown = findRequests(content);
  expect(shown).toHaveLength(1);
  expect(sent).toContainEqual(shown[0]);
  // As it arrives over HTTP.
  const { data, errors } = await services.ask(
    shown[0]!.query,
    JSON.parse(JSON.stringify(shown[0]!.variables)) as object,
  );
  expect(errors).toBeUndefined();
  // A stranger has no account.
  const missing = Object.entries(data!).filter(([name, value]) => value === null && name !== 'viewer');
  expect(missing).toEqual([]);
});

/** Requests in the props of elements: `request`, or `code` of ShowCode. */
function findRequests(node: unknown): CodeRequest[] {
  if (Array.isArray(node)) return node.flatMap(findRequests);
  if (!isValidElement(node)) return [];
  const { request, code, children } = node.props as {
    request?: CodeRequest;
    code?: { requests: CodeRequest[] };
    children?: unknown;
  };
  return [...(request ? [request] : []), ...(code?.requests ?? []), ...findRequests(children)];
}

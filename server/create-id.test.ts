import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createId, withRequestKey } from './create-id';
import { serveGraphql } from './graphql/http';
import { storeFakeModel, storeRuns } from './testing/stored-runs';
import { createTestServices, installServices, type TestServices } from './testing/test-services';

const inRequest = <T>(key: string | null, content: string, work: () => T): Promise<T> =>
  withRequestKey(
    key,
    async () => content,
    async () => work(),
  );

it('makes the same ids for the same request, and others for another one or another user', async () => {
  const both = (): string[] => [createId('A'), createId('A')];
  const first = await inRequest('key', 'content', both);
  expect(first).toHaveLength(new Set(first).size);
  for (const id of first) expect(id).toMatch(/^[\w-]{12}$/);
  expect(await inRequest('key', 'content', both)).toEqual(first);
  const others = [
    ...(await inRequest('other', 'content', both)),
    ...(await inRequest('key', 'changed', both)),
    ...(await inRequest('key', 'content', () => [createId('B')])),
    ...(await inRequest(null, 'content', both)),
    createId('A'),
  ];
  expect(new Set([...first, ...others]).size).toBe(first.length + others.length);
});

describe('a request that is sent again because its answer was lost', () => {
  let services: TestServices;
  let uninstall: () => void;
  let cookie = '';
  beforeEach(async () => {
    services = await createTestServices();
    uninstall = installServices(services);
    cookie = '';
  });
  afterEach(async () => {
    uninstall();
    await services.dispose();
  });

  async function send<T>(query: string, variables: object, key?: string): Promise<T> {
    const response = await serveGraphql(
      new Request('http://127.0.0.1/api/graphql', {
        method: 'POST',
        headers: {
          host: '127.0.0.1',
          'content-type': 'application/json',
          cookie,
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        body: JSON.stringify({ query, variables }),
      }),
    );
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors) throw new Error(errors[0]!.message);
    return data;
  }
  const create = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
  const pair = { clean: 'a b c', corrupted: 'a d c', correct: ' Mary', incorrect: ' John' };
  const input = { model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'], recompute: true, visibility: 'PUBLIC' };

  /** A published finding of the requester, and another succeeded run of theirs. */
  async function publish(): Promise<{ findingId: string; runId: string }> {
    const { createRun } = await send<{ createRun: { id: string } }>(create, { input });
    const { ownerId } = await services.db.run.findUniqueOrThrow({ where: { id: createRun.id } });
    await services.db.run.deleteMany({});
    await storeRuns(services, ['A1', 'A2'], { status: 'SUCCEEDED' });
    await services.db.run.updateMany({ data: { ownerId } });
    const text = { slug: 'f', title: 'f', summary: 'f', card: '{}', text: '' };
    await services.db.finding.create({ data: { id: 'f', runId: 'A1', ownerId, ...text } });
    return { findingId: 'f', runId: 'A2' };
  }

  it('creates nothing a second time', async () => {
    const { findingId, runId } = await publish();
    const { db } = services;
    const requests: readonly (readonly [string, object, () => Promise<number>])[] = [
      [create, { input }, () => db.run.count({ where: { status: 'QUEUED' } })],
      [
        'mutation ($findingId: ID!) { addComment(findingId: $findingId, text: "Once.") { id } }',
        { findingId },
        () => db.comment.count(),
      ],
      [
        'mutation ($findingId: ID!, $runId: ID!) { attachEvidence(findingId: $findingId, runId: $runId, stance: SUPPORTS, note: "Once.") { id } }',
        { findingId, runId },
        () => db.evidence.count(),
      ],
      ['mutation { createCollection(input: { title: "Once" }) { id } }', {}, () => db.collection.count()],
      [
        'mutation ($pair: PromptPairInput!) { createPromptSet(input: { name: "Once", pairs: [$pair] }) { id } }',
        { pair },
        () => db.promptSet.count(),
      ],
    ];
    for (const [at, [query, variables, count]] of requests.entries()) {
      const before = await count();
      const first = await send(query, variables, `key ${at}`);
      // At once and later.
      expect(await Promise.all([1, 2].map(() => send(query, variables, `key ${at}`)))).toEqual([
        first,
        first,
      ]);
      expect(await count()).toBe(before + 1);
    }
    await send(create, { input }, 'another key');
    await send(create, { input });
    expect(await db.run.count({ where: { status: 'QUEUED' } })).toBe(3);
  });

  const collect = 'mutation { createCollection(input: { title: "Once" }) { id } }';
  const KEY = '9b2d3c58-6a1f-4c0e-8f53-2f1f4a7c9d10';

  it('makes one guest of a visitor whose browser got no cookie', async () => {
    const { db } = services;
    const sendAsVisitor = (key: string): Promise<unknown> => {
      cookie = '';
      return send(collect, {}, key);
    };
    const first = await sendAsVisitor(KEY);
    expect(await Promise.all([sendAsVisitor(KEY), sendAsVisitor(KEY)])).toEqual([first, first]);
    expect([await db.user.count(), await db.collection.count()]).toEqual([1, 1]);
    // Somebody else may choose the same simple key.
    await sendAsVisitor('1');
    await sendAsVisitor('1');
    expect(await db.user.count()).toBe(3);
    // A key that leaks later gives no access to what its guest has made since.
    await db.user.updateMany({ data: { createdAt: new Date(Date.now() - 25 * 3_600_000) } });
    expect(await sendAsVisitor(KEY)).not.toEqual(first);
    expect(await db.user.count()).toBe(4);
  });

  it('saves an edit once', async () => {
    const made = await send<{ createCollection: { id: string } }>(collect, {});
    const save = 'mutation ($input: SaveCollectionInput!) { saveCollection(input: $input) { version } }';
    const content = { title: 'Twice', visibility: 'PRIVATE', items: [{ text: 'Text.' }] };
    const edit = { input: { id: made.createCollection.id, version: 1, ...content } };
    const saved = await send(save, edit, KEY);
    expect(await send(save, edit, KEY)).toEqual(saved);
    await expect(send(save, { input: { ...edit.input, title: 'Other' } })).rejects.toThrow(/somebody else/);

    const create =
      'mutation ($pair: PromptPairInput!) { createPromptSet(input: { name: "Once", pairs: [$pair] }) { id } }';
    const set = await send<{ createPromptSet: { id: string } }>(create, { pair });
    const change = 'mutation ($input: EditPromptSetInput!) { editPromptSet(input: $input) { id } }';
    const pairs = { input: { id: set.createPromptSet.id, pairs: [pair, { ...pair, clean: 'x b c' }] } };
    await send(change, pairs, KEY);
    await send(change, pairs, KEY);
    expect(await services.db.promptSetVersion.count()).toBe(2);
  });

  it('refuses a key that is too long', async () => {
    await storeFakeModel(services);
    await expect(send('{ viewer { id } }', {}, 'k'.repeat(201))).rejects.toThrow(
      'The header Idempotency-Key has 201 characters; use 1 to 200, such as a UUID.',
    );
  });
});

/** Notifications of changes: edits, withdrawals, and findings that are added to collections. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_NOTIFICATIONS } from '../../domain/limits';
import { identityCookie } from '../accounts/identity';
import { storeNotice } from '../community/notify';
import { openBrowser } from '../testing/browser';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';

/** A is the author; the others are named after what they do. D does nothing. */
const NAMES = ['A', 'commenter', 'starrer', 'attacher', 'forker', 'drafter', 'D'] as const;

let services: TestServices;
let uninstall: () => void;
let administrator: string;

const as = (id: string): string => identityCookie(id, services.secret, false).split(';')[0]!;

async function ask<T>(source: string, cookie: string): Promise<T> {
  const { data, errors } = await services.ask(source, {}, cookie);
  expect(errors, source).toBeUndefined();
  return data as T;
}

interface Told {
  readonly viewer: {
    notifications: { edges: { node: { kind: string; text: string; address: string } }[] };
  } | null;
}

async function readTold(cookie: string) {
  const { viewer } = await ask<Told>(
    '{ viewer { notifications { edges { node { kind text address collection { title } } } } } }',
    cookie,
  );
  return viewer!.notifications.edges.map(({ node }) => node);
}

/** Who of NAMES is told of something, each as often as told. */
async function whoIsTold(kind: string): Promise<string[]> {
  const rows = await services.db.notification.findMany({ where: { kind }, orderBy: { userId: 'asc' } });
  return rows.map(({ userId }) => userId);
}

beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_POSTS_PER_HOUR: '0' });
  uninstall = installServices(services);
  await storeFakeModel(services);
  const browser = openBrowser(services);
  await browser.signUp('administrator@example.org', 'Admin');
  administrator = browser.cookie();
  await storeRuns(services, ['A1', 'A2', 'A3', 'A4', 'A5'], { status: 'SUCCEEDED' });
  await services.db.user.createMany({
    data: NAMES.filter((name) => name !== 'A').map((name) => ({ id: name, name: `The ${name}` })),
  });
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});
beforeEach(async () => {
  const { db } = services;
  await db.finding.deleteMany();
  await db.collection.deleteMany();
  const text = { summary: 'x', card: '{}', text: 'x' };
  const finding = { ...text, id: 'F', slug: 'name-movers', runId: 'A1', ownerId: 'A', title: 'Name movers' };
  await db.finding.create({ data: finding });
  await db.finding.create({
    data: {
      ...text,
      id: 'G',
      slug: 'fork',
      runId: 'A2',
      ownerId: 'forker',
      title: 'Fork',
      forkedFromId: 'F',
    },
  });
  const comment = { findingId: 'F', text: 'x', tree: '{"type":"root","children":[]}' };
  for (const authorId of ['commenter', 'commenter', 'A'])
    await db.comment.create({ data: { ...comment, id: `${authorId} ${Math.random()}`, authorId } });
  await db.comment.create({ data: { ...comment, id: 'gone', authorId: 'D', deletedAt: new Date() } });
  await db.star.createMany({
    data: ['starrer', 'commenter'].map((userId) => ({ findingId: 'F', userId })),
  });
  await db.evidence.create({
    data: {
      id: 'E',
      findingId: 'F',
      runId: 'A3',
      creatorId: 'attacher',
      stance: 'REPLICATION',
      isJudged: true,
    },
  });
  await db.run.update({ where: { id: 'A4' }, data: { ownerId: 'drafter', forkedFindingId: 'F' } });
});

describe('a change of a finding', () => {
  const FOLLOWERS = ['attacher', 'commenter', 'drafter', 'forker', 'starrer'];

  it('is told to everybody who commented on it, starred it, attached a run or forked it, once for each edit', async () => {
    const edit = (title: string) =>
      `mutation { editFinding(input: { findingId: "F", title: "${title}" }) { id } }`;
    await ask(edit('Name movers'), as('A'));
    expect(await whoIsTold('EDIT')).toEqual([]);
    await ask(edit('Other heads'), as('A'));
    expect(await whoIsTold('EDIT')).toEqual(FOLLOWERS);
    await ask(edit('Third heads'), as('A'));
    expect(await whoIsTold('EDIT')).toHaveLength(2 * FOLLOWERS.length);
    expect(await readTold(as('starrer'))).toEqual([
      {
        kind: 'EDIT',
        text: expect.stringMatching(/ edited the finding “Third heads”\.$/),
        address: '/findings/name-movers',
        collection: null,
      },
      expect.objectContaining({ kind: 'EDIT' }),
    ]);
  });

  it('by an administrator is told to its author, too', async () => {
    await ask(
      'mutation { editFinding(input: { findingId: "F", title: "Other heads" }) { id } }',
      administrator,
    );
    expect(await whoIsTold('EDIT')).toEqual(['A', ...FOLLOWERS]);
  });

  it('is told when it is withdrawn', async () => {
    await ask('mutation { withdrawFinding(findingId: "F", reason: "Wrong.") { id } }', as('A'));
    expect(await whoIsTold('WITHDRAWAL')).toEqual(FOLLOWERS);
    expect((await readTold(as('drafter')))[0]).toMatchObject({
      text: expect.stringMatching(/ withdrew the finding/),
    });
  });
});

describe('a finding that is added to a collection', () => {
  const create = (visibility: string, items = '') =>
    `mutation { createCollection(input: { title: "Heads", visibility: ${visibility}, items: [${items}] }) { id } }`;
  const add = (id: string, finding: string) =>
    `mutation { addToCollection(collectionId: "${id}", findingId: "${finding}") { version } }`;

  async function createShared(visibility: string): Promise<string> {
    const { createCollection } = await ask<{ createCollection: { id: string } }>(
      create(visibility),
      as('starrer'),
    );
    const { id } = createCollection;
    await services.db.collectionEditor.createMany({
      data: ['commenter', 'D'].map((userId) => ({ collectionId: id, userId })),
    });
    return id;
  }

  it('is told to its other writers once, and to the author if it is public', async () => {
    const id = await createShared('PUBLIC');
    await ask(add(id, 'name-movers'), as('commenter'));
    await ask(add(id, 'F'), as('D'));
    expect(await whoIsTold('SHARED_COLLECTION')).toEqual(['D', 'starrer']);
    expect(await whoIsTold('COLLECTION')).toEqual(['A']);
    const said = { text: 'The commenter added your finding “Name movers” to the collection “Heads”.' };
    expect(await readTold(as('A'))).toMatchObject([
      { ...said, address: '/collections/heads', collection: { title: 'Heads' } },
    ]);
  });

  it('is told when the collection is saved, too: of new findings alone', async () => {
    const id = await createShared('PUBLIC');
    await ask(add(id, 'F'), as('starrer'));
    const { version } = await services.db.collection.findUniqueOrThrow({ where: { id } });
    const items = '[{ finding: "G" }, { finding: "F" }]';
    const input = `{ id: "${id}", version: ${version}, title: "Heads", visibility: PUBLIC, items: ${items} }`;
    await ask(`mutation { saveCollection(input: ${input}) { id } }`, as('D'));
    const rows = await services.db.notification.findMany({ where: { findingId: 'G' } });
    expect(rows.map(({ userId, kind }) => `${kind} ${userId}`).toSorted()).toEqual([
      'COLLECTION forker',
      'SHARED_COLLECTION commenter',
      'SHARED_COLLECTION starrer',
    ]);
  });

  it('says nothing of a private collection to the author, nor of one that became private', async () => {
    await ask(add(await createShared('PRIVATE'), 'F'), as('commenter'));
    await ask(add(await createShared('UNLISTED'), 'F'), as('commenter'));
    expect(await whoIsTold('COLLECTION')).toEqual([]);
    const { createCollection } = await ask<{ createCollection: { id: string } }>(
      create('PUBLIC', '{ finding: "F" }'),
      as('D'),
    );
    await services.db.collection.update({
      where: { id: createCollection.id },
      data: { visibility: 'PRIVATE', title: 'Secret' },
    });
    expect(await readTold(as('A'))).toEqual([
      {
        kind: 'COLLECTION',
        text: 'The D added your finding “Name movers” to a collection.',
        address: '/findings/name-movers',
        collection: null,
      },
    ]);
  });
});

it('tells each of many recipients once and keeps the newest of each', async () => {
  const { db } = services;
  const ids = Array.from({ length: 450 }, (_, at) => `many ${at}`);
  await db.user.createMany({ data: ids.map((id) => ({ id, name: id })) });
  await db.notification.createMany({
    data: Array.from({ length: MAX_NOTIFICATIONS }, (_, at) => ({
      id: `old ${at}`,
      key: `old ${at}`,
      kind: 'FORK',
      userId: 'many 7',
      actorId: 'A',
      findingId: 'F',
      createdAt: new Date(at),
    })),
  });
  const notice = {
    kind: 'EDIT',
    findingId: 'F',
    version: 2,
    actorId: 'A',
    recipientIds: [...ids, 'many 1', 'A'],
  } as const;
  await storeNotice(services.db, notice);
  await storeNotice(services.db, notice);
  expect(await whoIsTold('EDIT')).toEqual(ids.toSorted());
  const kept = await db.notification.findMany({ where: { userId: 'many 7' }, orderBy: { createdAt: 'asc' } });
  expect(kept).toHaveLength(MAX_NOTIFICATIONS);
  expect([kept[0]!.key, kept.at(-1)!.kind]).toEqual(['old 1', 'EDIT']);
});

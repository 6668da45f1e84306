/** Collections through the API: who sees and changes them, their order, and two writers at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../testing/browser';
import { storeRuns, storeFakeModel } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let uninstall: () => void;
/** Cookies of accounts. */
let ada: string;
let bob: string;
let eve: string;

beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '0', RATE_LIMIT_GUESTS_PER_HOUR: '0' });
  uninstall = installServices(services);
  await storeFakeModel(services);
  const signUp = async (name: string, email: string): Promise<string> => {
    const browser = openBrowser(services);
    await browser.signUp(email, name);
    return browser.cookie();
  };
  await signUp('Administrator', 'administrator@example.org');
  ada = await signUp('Ada', 'ada@example.org');
  bob = await signUp('Bob', 'bob@example.org');
  eve = await signUp('Eve', 'eve@example.org');
  await signUp('Eve', 'other-eve@example.org');
  await storeRuns(services, ['A1', 'A2', 'A3'], { status: 'SUCCEEDED' });
  for (const id of ['A1', 'A2', 'A3']) {
    const text = { title: id, summary: 'x', card: '{}', text: id };
    await services.db.finding.create({
      data: { id, slug: id.toLowerCase(), runId: id, ownerId: 'A', ...text },
    });
  }
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});
beforeEach(async () => {
  await services.db.collection.deleteMany();
});

async function ask<T>(source: string, variables: object, cookie: string | null): Promise<T> {
  const { data, errors } = await services.ask(source, variables, cookie);
  expect(errors).toBeUndefined();
  return data as T;
}

async function refuse(source: string, variables: object, cookie: string | null) {
  return (await services.ask(source, variables, cookie)).errors?.[0]?.extensions;
}

const READ = `query ($id: ID!) { collection(id: $id) {
  id slug title visibility version isMine canSave findingCount owner { name } editors { name } forkedFrom { title }
  items { text textTree finding { slug } } } }`;
const CREATE = 'mutation ($input: CollectionInput!) { createCollection(input: $input) { id slug version } }';
const SAVE = 'mutation ($input: SaveCollectionInput!) { saveCollection(input: $input) { version } }';
const ADD = `mutation ($collectionId: ID!, $findingId: ID!) {
  addToCollection(collectionId: $collectionId, findingId: $findingId) { version } }`;
const SHARE =
  'mutation ($id: ID!, $editors: [String!]!) { shareCollection(id: $id, editors: $editors) { id } }';
const FORK = 'mutation ($id: ID!) { forkCollection(id: $id) { id slug } }';
const DELETE = 'mutation ($id: ID!) { deleteCollection(id: $id) }';
const LIST = 'query ($mine: Boolean!) { collections(mine: $mine) { edges { node { title } } } }';

interface Read {
  readonly collection:
    | ({ readonly items: { text: string | null; finding: { slug: string } | null }[] } & Record<
        string,
        unknown
      >)
    | null;
}

async function create(cookie: string | null, input: object): Promise<{ id: string; slug: string }> {
  const { createCollection } = await ask<{ createCollection: { id: string; slug: string } }>(
    CREATE,
    { input: { title: 'Name movers', ...input } },
    cookie,
  );
  return createCollection;
}

const read = async (id: string, cookie: string | null) => (await ask<Read>(READ, { id }, cookie)).collection;

async function readOrder(id: string, cookie: string | null): Promise<string[]> {
  return (await read(id, cookie))!.items.map(({ text, finding }) => text ?? finding!.slug);
}

async function list(cookie: string | null, mine = false): Promise<string[]> {
  const { collections } = await ask<{ collections: { edges: { node: { title: string } }[] } }>(
    LIST,
    { mine },
    cookie,
  );
  return collections.edges.map(({ node }) => node.title);
}

describe('visibility', () => {
  it('shows private ones to their writers only, and lists public ones', async () => {
    const secret = await create(ada, { title: 'Secret heads' });
    const unlisted = await create(ada, { title: 'Unlisted heads', visibility: 'UNLISTED' });
    const open = await create(ada, { title: 'Open heads', visibility: 'PUBLIC' });
    expect(open.slug).toBe('open-heads');
    // A title that is not public cannot be found by trying addresses.
    expect(secret.slug).toMatch(/^secret-heads-[0-9a-f]{12}$/);
    for (const cookie of [bob, null]) {
      expect(await read(secret.id, cookie)).toBeNull();
      expect(await read(secret.slug, cookie)).toBeNull();
      expect(await read(unlisted.slug, cookie)).toMatchObject({ title: 'Unlisted heads', canSave: false });
      expect(await list(cookie)).toEqual(['Open heads']);
      expect(await list(cookie, true)).toEqual([]);
    }
    expect(await list(ada, true)).toEqual(['Open heads', 'Unlisted heads', 'Secret heads']);
    // The same answer as for one that does not exist.
    const input = { id: secret.id, version: 1, title: 'x', visibility: 'PUBLIC', items: [] };
    for (const [source, variables] of [
      [SAVE, { input }],
      [ADD, { collectionId: secret.id, findingId: 'a1' }],
      [SHARE, { id: secret.id, editors: [] }],
      [FORK, { id: secret.id }],
      [DELETE, { id: secret.id }],
    ] as const)
      expect(await refuse(source, variables, bob)).toMatchObject({ code: 'NOT_FOUND' });
    await ask(SHARE, { id: secret.id, editors: ['Bob'] }, ada);
    expect(await read(secret.id, bob)).toMatchObject({
      canSave: true,
      isMine: false,
      editors: [{ name: 'Bob' }],
    });
    expect(await list(bob)).toEqual(['Open heads', 'Secret heads']);
  });

  it('is changed by the owner alone', async () => {
    const { id } = await create(ada, {});
    await ask(SHARE, { id, editors: ['Bob'] }, ada);
    const input = { id, version: 1, title: 'By Bob', visibility: 'PUBLIC', items: [] };
    expect(await refuse(SAVE, { input }, bob)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(SAVE, { input: { ...input, visibility: 'PRIVATE' } }, bob)).toEqual({
      saveCollection: { version: 2 },
    });
    await ask(SAVE, { input: { ...input, version: 2 } }, ada);
    expect(await list(null)).toEqual(['By Bob']);
    expect(await refuse(SHARE, { id, editors: [] }, bob)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refuse(DELETE, { id }, bob)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('items', () => {
  it('keep their order, are replaced and added', async () => {
    const items = [{ text: ' First **this**. ' }, { finding: 'a2' }, { finding: 'A1' }];
    const { id } = await create(ada, { items, visibility: 'PUBLIC' });
    expect(await readOrder(id, null)).toEqual(['First **this**.', 'a2', 'a1']);
    const tree = JSON.parse(String((await read(id, null))!.items[0]!['textTree' as 'text'])) as object;
    expect(tree).toMatchObject({ type: 'root', children: [{ type: 'paragraph' }] });
    await ask(ADD, { collectionId: id, findingId: 'a3' }, ada);
    // It is there already: nothing changes.
    expect(await ask(ADD, { collectionId: id, findingId: 'A3' }, ada)).toEqual({
      addToCollection: { version: 2 },
    });
    expect(await readOrder(id, null)).toEqual(['First **this**.', 'a2', 'a1', 'a3']);
    expect(await read(id, null)).toMatchObject({ version: 2, findingCount: 3 });
    const moved = [{ finding: 'a3' }, { finding: 'a1' }, { text: 'Last.' }];
    const input = { id, version: 2, title: 'Name movers', visibility: 'PUBLIC', items: moved };
    await ask(SAVE, { input }, ada);
    expect(await readOrder(id, null)).toEqual(['a3', 'a1', 'Last.']);
  });

  it('are refused together, each with its place, and no guest is made', async () => {
    const users = await services.db.user.count();
    const items = [{ finding: 'none' }, { text: ' ' }, {}, { finding: 'a1' }, { finding: 'A1' }];
    expect(await refuse(CREATE, { input: { title: ' ', items } }, null)).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [
        { path: 'title' },
        { path: 'items.0.finding', message: "There is no finding 'none'." },
        { path: 'items.1.text' },
        { path: 'items.2' },
        { path: 'items.4.finding' },
      ],
    });
    expect(await services.db.user.count()).toBe(users);
  });
});

it('refuses the second of two writers, who loses nothing', async () => {
  const { id } = await create(ada, { items: [{ finding: 'a1' }] });
  await ask(SHARE, { id, editors: ['Bob'] }, ada);
  const write = (text: string, version: number) => ({
    input: { id, version, title: 'Name movers', visibility: 'PRIVATE', items: [{ text }] },
  });
  const answers = await Promise.all([
    services.ask(SAVE, write('By Ada.', 1), ada),
    services.ask(SAVE, write('By Bob.', 1), bob),
  ]);
  const refused = answers.filter(({ errors }) => errors);
  expect(refused).toHaveLength(1);
  expect(refused[0]!.errors![0]).toMatchObject({
    message: expect.stringMatching(/version 2 is stored, and yours is made from version 1/),
    extensions: { code: 'CONFLICT', version: 2 },
  });
  const [first] = await readOrder(id, ada);
  const [other, cookie] = first === 'By Ada.' ? ['By Bob.', bob] : ['By Ada.', ada];
  await ask(SAVE, write(other, 2), cookie);
  expect(await readOrder(id, ada)).toEqual([other]);
});

it('is shared with accounts by name or id, and says which name is not one account', async () => {
  const { id } = await create(ada, {});
  const refused = await refuse(SHARE, { id, editors: ['Bob', 'Nobody', 'Eve'] }, ada);
  expect(refused).toMatchObject({
    issues: [
      { path: 'editors.1', message: expect.stringContaining("no account 'Nobody'") },
      { path: 'editors.2', message: expect.stringContaining("2 accounts are called 'Eve'") },
    ],
  });
  const account = await services.db.userAccount.findUniqueOrThrow({ where: { email: 'eve@example.org' } });
  await ask(SHARE, { id, editors: [account.id, 'Bob'] }, ada);
  expect(await read(id, eve)).toMatchObject({ canSave: true });
  await ask(SHARE, { id, editors: [] }, ada);
  expect(await read(id, eve)).toBeNull();
});

it('is forked as a private copy of one’s own, and says of what as long as that can be read', async () => {
  const original = await create(ada, { items: [{ text: 'So.' }, { finding: 'a1' }], visibility: 'UNLISTED' });
  const { forkCollection } = await ask<{ forkCollection: { id: string } }>(FORK, { id: original.slug }, bob);
  expect(await read(forkCollection.id, bob)).toMatchObject({
    visibility: 'PRIVATE',
    isMine: true,
    forkedFrom: { title: 'Name movers' },
    owner: { name: 'Bob' },
  });
  expect(await readOrder(forkCollection.id, bob)).toEqual(['So.', 'a1']);
  const input = { id: original.id, version: 1, title: 'Name movers', visibility: 'PRIVATE', items: [] };
  await ask(SAVE, { input }, ada);
  expect(await read(forkCollection.id, bob)).toMatchObject({ forkedFrom: null });
  await ask(DELETE, { id: original.id }, ada);
  expect(await services.db.collection.count()).toBe(1);
  expect(await services.db.finding.count()).toBe(3);
});

/** The search of the list of runs, on SQLite and on PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_SEARCH } from '../../domain/limits';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let cookie: string | null = null;
const ids: Record<string, string> = {};

interface Fields {
  readonly clean: string;
  readonly corrupted: string;
  readonly visibility?: 'PUBLIC' | 'PRIVATE';
}

async function ask<T>(source: string, variables: object = {}): Promise<T> {
  const { data, errors, setCookie } = await services.ask(source, variables, cookie);
  expect(errors).toBeUndefined();
  cookie ??= setCookie[0]?.split(';')[0] ?? null;
  return data as T;
}

async function create(name: string, { visibility = 'PUBLIC', ...prompts }: Fields): Promise<void> {
  const pairs = [{ ...prompts, correct: ' Mary', incorrect: ' John' }];
  const { createRun } = await ask<{ createRun: { id: string } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { model: 'fake', visibility, pairs, sweeps: ['HEAD_Z'], recompute: true } },
  );
  ids[name] = createRun.id;
}

const edit = (name: string, changes: object): Promise<{ editRun: { title: string; tags: string[] } }> =>
  ask('mutation ($input: EditRunInput!) { editRun(input: $input) { title tags } }', {
    input: { id: ids[name], ...changes },
  });

/** Names of the runs that are found, newest first. */
async function find(filter: object, who: string | null = cookie): Promise<string[]> {
  const { data, errors } = await services.ask(
    `query ($search: String, $tag: String, $mine: Boolean! = false, $first: Int! = 20, $after: String) {
      runs(search: $search, tag: $tag, mine: $mine, first: $first, after: $after) { edges { node { id } } } }`,
    filter,
    who,
  );
  expect(errors).toBeUndefined();
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  const { runs } = data as { runs: { edges: { node: { id: string } }[] } };
  return runs.edges.map(({ node }) => names.get(node.id)!);
}

beforeAll(async () => {
  services = await createTestServices();
  await create('house', {
    clean: 'The White House is big and Éric saw it',
    corrupted: 'The White house is big and Éric saw it',
  });
  await create('shops', {
    clean: 'When John went to the shops_1 for 50% off',
    corrupted: 'When Mary went to the shops_1 for 50% off',
  });
  await create('secret', {
    clean: 'A quagga ran away',
    corrupted: 'A zebra ran away',
    visibility: 'PRIVATE',
  });
  await edit('house', { title: 'Capital letters', tags: ['IOI', 'name-movers'] });
});
afterAll(() => services.dispose());

it.each<[search: string, found: string[]]>([
  ['', ['secret', 'shops', 'house']],
  ['white', ['house']],
  ['whi', ['house']],
  ['ÉRIC', ['house']],
  ['house white', ['house']],
  ['"white house"', ['house']],
  ['“White House', ['house']],
  ['"house white"', []],
  ['capital', ['house']],
  ['name-mov', ['house']],
  ['#ioi', ['house']],
  ['#IOI mary', ['house']],
  ['#io', []],
  ['# mary', []],
  ['fake mary', ['secret', 'shops', 'house']],
  ['shops_1', ['shops']],
  ['shops%', []],
  ['w_ite', []],
  ['50%', ['shops']],
  [String.raw`\shops`, []],
  ["mary' OR 1", []],
  ['quagga', ['secret']],
])('%s', async (search, found) => {
  expect(await find({ search })).toEqual(found);
});

it('finds a run by its id, however it is written', async () => {
  expect(await find({ search: ids['shops']!.toUpperCase() })).toEqual(['shops']);
});

it('shows no private run of others', async () => {
  expect(await find({ search: 'quagga' }, null)).toEqual([]);
  expect(await find({ search: ids['secret'] }, null)).toEqual([]);
  expect(await find({ search: 'fake' }, null)).toEqual(['shops', 'house']);
});

it('works together with tags, owners and pages', async () => {
  expect(await find({ search: 'mary', tag: 'Ioi' })).toEqual(['house']);
  expect(await find({ search: 'shops', tag: 'ioi' })).toEqual([]);
  expect(await find({ search: 'mary', mine: true })).toEqual(['secret', 'shops', 'house']);
  expect(await find({ search: 'mary', mine: true }, null)).toEqual([]);
  const { runs } = await ask<{ runs: { pageInfo: { hasNextPage: boolean; endCursor: string } } }>(
    '{ runs(search: "mary", first: 2) { pageInfo { hasNextPage endCursor } } }',
  );
  expect(runs.pageInfo.hasNextPage).toBe(true);
  expect(await find({ search: 'mary', first: 2, after: runs.pageInfo.endCursor })).toEqual(['house']);
});

it('refuses a search that is too long', async () => {
  const search = 'x'.repeat(MAX_SEARCH + 1);
  const { errors } = await services.ask(
    'query ($search: String) { runs(search: $search) { edges { cursor } } }',
    {
      search,
    },
  );
  expect(errors?.[0]?.message).toContain('The search is 501 characters long; use up to 500.');
});

describe('tags', () => {
  it('are lower case, each once, and found after a change', async () => {
    const { editRun } = await edit('shops', { tags: [' Greater-Than', 'greater-than', 'b'] });
    expect(editRun.tags).toEqual(['b', 'greater-than']);
    expect(await find({ tag: 'greater-than' })).toEqual(['shops']);
    // Another change leaves them.
    expect((await edit('shops', { title: 'Sums' })).editRun).toEqual({
      title: 'Sums',
      tags: ['b', 'greater-than'],
    });
    expect(await find({ search: 'sums greater' })).toEqual(['shops']);
    expect((await edit('shops', { title: null, tags: null })).editRun.tags).toEqual([]);
    expect(await find({ search: 'greater' })).toEqual([]);
  });

  it('that are none are refused', async () => {
    const { errors } = await services.ask(
      'mutation ($input: EditRunInput!) { editRun(input: $input) { tags } }',
      { input: { id: ids['shops'], tags: ['two words', 'fine'] } },
      cookie,
    );
    expect(JSON.stringify(errors)).toContain("'two words' cannot be a tag");
  });
});

it('deletes what is searched with the run', async () => {
  await create('gone', { clean: 'A quokka ran away', corrupted: 'A zebra ran away' });
  await edit('gone', { tags: ['brief'] });
  expect(await find({ search: 'quokka' })).toEqual(['gone']);
  await ask('mutation ($id: ID!) { deleteRun(id: $id) }', { id: ids['gone'] });
  const where = { runId: ids['gone']! };
  expect(await services.db.runText.count({ where })).toBe(0);
  expect(await services.db.runTag.count({ where })).toBe(0);
});

/** Prompt sets, families and the reading of files, as scripts outside use them. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
beforeEach(async () => {
  services = await createTestServices({ MAX_RUN_PAIRS: '64' });
  dispatcher = startDispatcher(services, services.engine);
});
afterEach(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const SWAPPED = {
  clean: PAIR.corrupted,
  corrupted: PAIR.clean,
  correctSet: [' John', ' Tom'],
  incorrect: ' Mary',
};
const CREATE =
  'mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id version pairCount visibility isMine } }';
const INPUT = {
  name: 'Names',
  description: 'Who gets it?',
  source: 'by hand',
  licence: 'MIT',
  pairs: [PAIR, SWAPPED],
};

interface Answer<T> {
  readonly data: T;
  readonly errors: readonly { extensions: unknown }[] | undefined;
  /** The requester's, or that of the guest who was made. */
  readonly cookie: string | null;
}

async function ask<T>(
  source: string,
  variables: object = {},
  cookie: string | null = null,
): Promise<Answer<T>> {
  const { data, errors, setCookie } = await services.ask(source, variables, cookie);
  return { data: data as T, errors, cookie: setCookie[0]?.split(';')[0] ?? cookie };
}

async function create(input: object = {}, cookie: string | null = null) {
  const result = await ask<{ createPromptSet: { id: string } } | null>(
    CREATE,
    { input: { ...INPUT, ...input } },
    cookie,
  );
  return { ...result, id: result.data?.createPromptSet.id ?? '' };
}

const listIssues = (errors: readonly { extensions: unknown }[] | undefined) =>
  (errors?.[0]?.extensions as { issues?: { path: string; message: string }[] } | undefined)?.issues;

const READ = `query ($text: String!, $format: PromptFormat, $columns: [ColumnInput!]) {
  readPrompts(text: $text, format: $format, model: "fake", columns: $columns) {
    format pairs { clean corrupted correct incorrect roles { name cleanPositions corruptedPositions } }
    refused { row reason } suggestions { message }
  }
}`;

it('reads prompts by the fields that scripts rely on', async () => {
  const text = `a,b,c,d\n"${PAIR.clean}","${PAIR.corrupted}", Mary, John\nx,y\n`;
  const columns = ['clean', 'corrupted', 'correct', 'incorrect'].map((as, index) => ({
    column: 'abcd'[index]!,
    as,
  }));
  const { data, errors } = await ask<{ readPrompts: object }>(READ, { text, columns });
  expect(errors).toBeUndefined();
  const at = (name: string, position: number) => ({
    name,
    cleanPositions: [position],
    corruptedPositions: [position],
  });
  expect(data.readPrompts).toEqual({
    format: 'CSV',
    pairs: [{ ...PAIR, roles: [at('IO', 4), at('S1', 2), at('S2', 7), at('END', 10)] }],
    refused: [
      {
        row: 2,
        reason:
          'Line 3: 2 fields, but the header has 4. Fields are separated by commas; add what is missing.',
      },
    ],
    suggestions: [],
  });
  const broken = await ask(READ, { text: '[', format: 'JSON' });
  expect(listIssues(broken.errors)).toEqual([
    { path: 'text', message: 'Line 1 is not JSON: the text ends before the JSON does.' },
  ]);
});

const SET = `query ($id: ID!) { promptSet(id: $id) {
  id version latestVersion name description source licence visibility isMine pairCount
  versions { number name pairCount } forkedFrom { id version }
  pairs(model: "fake") { index clean correct correctSet incorrect cleanTokens { text } roles { name } problem }
  check(model: "fake") { usable lengths { tokens count } refused { row reason } }
} }`;

it('stores a set, and keeps each version as it was', async () => {
  const { id, cookie, data } = await create();
  expect(data).toMatchObject({
    createPromptSet: { version: 1, pairCount: 2, visibility: 'PRIVATE', isMine: true },
  });
  const first = await ask<{ promptSet: object }>(SET, { id }, cookie);
  expect(first.errors).toBeUndefined();
  expect(first.data.promptSet).toMatchObject({
    name: 'Names',
    description: 'Who gets it?',
    source: 'by hand',
    licence: 'MIT',
    latestVersion: 1,
    pairs: [
      { index: 0, clean: PAIR.clean, correct: ' Mary', correctSet: null, problem: null },
      { index: 1, correct: ' John', correctSet: [' John', ' Tom'] },
    ],
    check: { usable: 2, lengths: [{ tokens: 11, count: 2 }], refused: [] },
  });
  const EDIT =
    'mutation ($input: EditPromptSetInput!) { editPromptSet(input: $input) { version pairCount visibility } }';
  const edit = (input: object) => ask<{ editPromptSet: object }>(EDIT, { input: { id, ...input } }, cookie);
  expect((await edit({ visibility: 'PUBLIC' })).data.editPromptSet).toMatchObject({
    version: 1,
    visibility: 'PUBLIC',
  });
  expect((await edit({ name: 'Two names' })).data.editPromptSet).toMatchObject({ version: 2, pairCount: 2 });
  expect((await edit({ pairs: [PAIR] })).data.editPromptSet).toMatchObject({ version: 3, pairCount: 1 });
  expect((await edit({ name: ' ' })).errors).toHaveLength(1);
  const newest = await ask<{ promptSet: object }>(SET, { id });
  expect(newest.data.promptSet).toMatchObject({
    version: 3,
    name: 'Two names',
    isMine: false,
    versions: [{ number: 3 }, { number: 2, name: 'Two names', pairCount: 2 }, { number: 1, name: 'Names' }],
  });
  const old = await ask<{ promptSet: object }>(SET, { id: `${id}@1` });
  expect(old.data.promptSet).toMatchObject({ version: 1, name: 'Names', latestVersion: 3, pairCount: 2 });
});

it('hides private sets from others, and lists public ones', async () => {
  const { id, cookie } = await create();
  const hidden = await create({ name: 'Unlisted', visibility: 'UNLISTED' }, cookie);
  const open = await create({ name: 'Everybody', visibility: 'PUBLIC', source: 'A paper' }, cookie);
  expect((await ask<{ promptSet: null }>(SET, { id })).data.promptSet).toBeNull();
  expect((await ask<{ promptSet: object }>(SET, { id: hidden.id })).data.promptSet).not.toBeNull();
  const LIST =
    'query ($mine: Boolean!, $search: String!, $after: String) { promptSets(first: 2, mine: $mine, search: $search, after: $after) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }';
  interface List {
    promptSets: {
      edges: { node: { name: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }
  const list = async (who: string | null, variables: object = {}) => {
    const { data } = await ask<List>(LIST, { mine: false, search: '', ...variables }, who);
    return { names: data.promptSets.edges.map(({ node }) => node.name), ...data.promptSets.pageInfo };
  };
  expect((await list(null)).names).toEqual(['Everybody']);
  const page = await list(cookie);
  expect(page.names).toEqual(['Everybody', 'Unlisted']);
  expect((await list(cookie, { after: page.endCursor })).names).toEqual(['Names']);
  expect((await list(cookie, { search: 'PAPER every' })).names).toEqual(['Everybody']);
  expect((await list(null, { mine: true })).names).toEqual([]);
  const EDIT = `mutation { editPromptSet(input: { id: "${open.id}", name: "Mine" }) { id } }`;
  expect((await ask(EDIT, {}, (await create()).cookie)).errors?.[0]?.extensions).toMatchObject({
    code: 'FORBIDDEN',
  });
  const DELETE = `mutation { deletePromptSet(id: "${open.id}") }`;
  expect((await ask(DELETE, {}, (await create()).cookie)).errors?.[0]?.extensions).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect((await ask(DELETE, {}, cookie)).data).toEqual({ deletePromptSet: open.id });
  expect((await list(null)).names).toEqual([]);
});

it.each<[name: string, input: object, path: string, message: RegExp]>([
  ['no pairs', { pairs: null }, 'pairs', /Give pairs, or a family/],
  ['an empty list', { pairs: [] }, 'pairs', /1 to 10,000 pairs, and there are 0/],
  ['both', { family: { family: 'ioi', count: 2 } }, 'pairs', /Both pairs and family/],
  ['an empty prompt', { pairs: [{ ...PAIR, clean: '' }] }, 'pairs.0.clean', /is empty/],
  [
    'half of a character',
    { pairs: [{ ...PAIR, corrupted: '\ud800' }] },
    'pairs.0.corrupted',
    /half of a character/,
  ],
  ['a missing answer', { pairs: [{ ...PAIR, correct: null }] }, 'pairs.0.correct', /is missing/],
  ['an empty name', { name: ' ' }, 'name', /Name the set/],
  ['a long source', { source: 'x'.repeat(501) }, 'source', /501 characters long; up to 500/],
  [
    'an unknown family',
    { pairs: null, family: { family: 'x', count: 2 } },
    'family.family',
    /Use one of ioi,/,
  ],
  [
    'an unknown template',
    { pairs: null, family: { family: 'ioi', templates: ['x'], count: 2 } },
    'family.templates',
    /Use one of abba-/,
  ],
  ['too many', { pairs: null, family: { family: 'ioi', count: 10_001 } }, 'family.count', /1 to 10,000/],
])('refuses %s', async (_, input, path, message) => {
  const { errors } = await create(input);
  expect(listIssues(errors)).toEqual([{ path, message: expect.stringMatching(message) }]);
});

it('generates a set from a family, with its roles, the same each time', async () => {
  const family = { family: 'ioi', corruption: 'third-name', templates: ['baba-went'], seed: 4, count: 3 };
  const READ_FAMILY =
    'query ($id: ID!) { promptSet(id: $id) { pairCount family { family { id name } corruption templates seed } pairs(model: "fake") { clean corrupted correct roles { name cleanPositions } } } }';
  const [first, second] = await Promise.all(
    [1, 2].map(() => create({ pairs: null, family, visibility: 'PUBLIC' })),
  );
  const read = async (id: string) =>
    (await ask<{ promptSet: { pairs: object[] } }>(READ_FAMILY, { id })).data.promptSet;
  const set = await read(first!.id);
  expect(set).toMatchObject({
    pairCount: 3,
    family: { family: { id: 'ioi' }, corruption: 'third-name', templates: ['baba-went'], seed: 4 },
  });
  expect(set.pairs[0]).toMatchObject({
    roles: [
      { name: 'IO', cleanPositions: [4] },
      { name: 'S1', cleanPositions: [2] },
      { name: 'S2', cleanPositions: [9] },
      { name: 'END' },
    ],
  });
  expect(await read(second!.id)).toEqual(set);
  const families = await ask<{ promptFamilies: { id: string; purpose: string }[] }>(
    '{ promptFamilies { id name purpose source templates { id text } corruptions { id name } roles } }',
  );
  expect(families.data.promptFamilies.map(({ id }) => id)).toEqual([
    'ioi',
    'greater-than',
    'pronouns',
    'agreement',
    'induction',
    'docstring',
    'capitals',
  ]);
});

const DEFINITION = `templates: {t: "{NAME} saw {OTHER}. {NAME} saw"}
words: {names: [Mary, John, Tom]}
variables: {NAME: names, OTHER: names, THIRD: names}
different: [[NAME, OTHER, THIRD]]
corruptions: {third: {slots: {OTHER: THIRD}}}
answers: {correct: OTHER, incorrect: THIRD}`;

it('generates a set from a family of its own, and says where its definition is wrong', async () => {
  const family = { definition: DEFINITION, seed: 1, count: 10 };
  const { id, cookie } = await create({ pairs: null, family, visibility: 'PUBLIC' });
  const READ = `query ($id: ID!) { promptSet(id: $id) { pairCount pairs(first: 10) { clean corrupted }
    family { family { id } definition corruption templates seed } } }`;
  const { promptSet } = (await ask<{ promptSet: { pairs: object[] } }>(READ, { id })).data;
  // All orders of three names.
  expect(promptSet).toMatchObject({
    pairCount: 6,
    family: { family: null, definition: DEFINITION, corruption: 'third', templates: ['t'], seed: 1 },
  });
  const sample = await ask<{ readFamily: { pairs: object[] } }>(
    'query ($text: String!) { readFamily(definition: $text, first: 6) { problems { line message } pairs { clean corrupted } } }',
    { text: DEFINITION },
  );
  expect(sample.data.readFamily).toEqual({ problems: [], pairs: promptSet.pairs });

  const broken = DEFINITION.replace('OTHER: THIRD', 'OTHER: FOURTH');
  const refused = await ask(
    CREATE,
    { input: { ...INPUT, pairs: null, family: { ...family, definition: broken } } },
    cookie,
  );
  expect(refused.errors![0]!.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    issues: [
      { path: 'family.definition', message: expect.stringMatching(/^Line 5: 'FOURTH' names no variable/) },
    ],
  });
  const both = await ask(
    CREATE,
    { input: { ...INPUT, pairs: null, family: { ...family, family: 'ioi' } } },
    cookie,
  );
  expect(both.errors![0]!.extensions).toMatchObject({ issues: [{ path: 'family.family' }] });
  const none = DEFINITION.replace('Mary, John, Tom', 'Mary, Mary');
  const empty = await ask(
    CREATE,
    { input: { ...INPUT, pairs: null, family: { ...family, definition: none } } },
    cookie,
  );
  expect(empty.errors![0]!.extensions).toMatchObject({
    issues: [{ path: 'family.count', message: expect.stringMatching(/^The family generates no pair/) }],
  });
});

const RUN =
  'mutation ($input: CreateRunInput!) { createRun(input: $input) { id pairs { clean correct correctSet } promptSet { id version name } } }';

it('runs on the pairs of a set, and remembers the version', async () => {
  const { id, cookie } = await create({ visibility: 'PUBLIC' });
  const run = (input: object) =>
    ask<{ createRun: { id: string } }>(
      RUN,
      { input: { model: 'fake', sweeps: ['HEAD_Z'], ...input } },
      cookie,
    );
  const { data, errors } = await run({ promptSet: id });
  expect(errors).toBeUndefined();
  expect(data.createRun).toMatchObject({
    pairs: [{ clean: PAIR.clean }, { correct: ' John', correctSet: [' John', ' Tom'] }],
    promptSet: { id, version: 1, name: 'Names' },
  });
  for await (const progress of followProgress(services, data.createRun.id))
    expect(progress.status).not.toBe('FAILED');
  await ask(
    `mutation { editPromptSet(input: { id: "${id}", name: "Later", pairs: [{ clean: "a b", corrupted: "c d", correct: " x", incorrect: " y" }] }) { id } }`,
    {},
    cookie,
  );
  const READ_RUN = `{ run(id: "${data.createRun.id}") { pairs { clean } promptSet { version name } } promptSet(id: "${id}") { runs { edges { node { id } } } } }`;
  expect((await ask(READ_RUN, {}, cookie)).data).toEqual({
    run: {
      pairs: [{ clean: PAIR.clean }, { clean: PAIR.corrupted }],
      promptSet: { version: 1, name: 'Names' },
    },
    promptSet: { runs: { edges: [{ node: { id: data.createRun.id } }] } },
  });
  // The same experiment by its pairs has the same results.
  const listed = await run({ pairs: [PAIR, SWAPPED] });
  expect(listed.data.createRun.id).toBe(data.createRun.id);
  const chosen = await run({ promptSet: `${id}@1`, promptSetPairs: [1] });
  expect(chosen.data.createRun).toMatchObject({
    pairs: [{ clean: PAIR.corrupted }],
    promptSet: { version: 1 },
  });
  await ask(`mutation { deletePromptSet(id: "${id}") }`, {}, cookie);
  expect(
    (
      await ask<{ run: object }>(
        `{ run(id: "${data.createRun.id}") { pairs { clean } promptSet { id } } }`,
        {},
        cookie,
      )
    ).data.run,
  ).toMatchObject({
    pairs: [{ clean: PAIR.clean }, {}],
    promptSet: null,
  });
});

it('refuses a run without pairs, with both, with a set that is too large or that is hidden', async () => {
  const large = await create({ pairs: Array.from({ length: 70 }, () => PAIR), visibility: 'PUBLIC' });
  const secret = await create();
  const PREVIEW = 'query ($input: CreateRunInput!) { previewRun(input: $input) { issues { path message } } }';
  const refusals: [object, string, RegExp][] = [
    [{}, 'pairs', /There are no prompt pairs/],
    [{ pairs: [PAIR], promptSet: large.id }, 'promptSet', /Both pairs and promptSet/],
    [
      { promptSet: large.id },
      'promptSet',
      /'Names' has 70 pairs; a run on this site takes up to 64\. Choose/,
    ],
    [{ promptSet: large.id, promptSetPairs: [70] }, 'promptSetPairs', /no pair 70; its pairs are 0 to 69/],
    [{ promptSet: large.id, promptSetPairs: [1, 1] }, 'promptSetPairs', /named twice/],
    [{ promptSet: secret.id }, 'promptSet', /There is no prompt set/],
    [{ pairs: [PAIR], promptSetPairs: [0] }, 'promptSetPairs', /is not given/],
  ];
  for (const [source, path, message] of refusals) {
    const input = { model: 'fake', sweeps: ['HEAD_Z'], ...source };
    const issue = { path, message: expect.stringMatching(message) };
    expect(listIssues((await ask(RUN, { input }, large.cookie)).errors)).toEqual([issue]);
    const preview = await ask<{ previewRun: object }>(PREVIEW, { input }, large.cookie);
    expect(preview.data.previewRun).toEqual({ issues: [issue] });
  }
});

it('says how many pairs of a set a run cannot use, and which', async () => {
  const long = { ...PAIR, correct: ' Mary Ann' };
  const { id, cookie } = await create({ pairs: [PAIR, long, SWAPPED] });
  const input = { model: 'fake', sweeps: ['HEAD_Z'], promptSet: id };
  const refused = await ask(RUN, { input }, cookie);
  expect(refused.errors![0]!.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    issues: [
      {
        path: 'promptSet',
        message: expect.stringMatching(
          /^1 of 3 pairs cannot be used with fake\. Pair 1: .* Set leaveOutUnusable to use the other 2, or name them in promptSetPairs; /,
        ),
      },
    ],
  });
  expect((await ask(RUN, { input: { ...input, promptSetPairs: [0, 2] } }, cookie)).errors).toBeUndefined();
});

it('remembers what a fork was made from, while that can be seen', async () => {
  const { id } = await create({ visibility: 'PUBLIC' });
  const secret = await create();
  const fork = await create({ forkedFrom: `${id}@1`, visibility: 'PUBLIC' });
  const FORK = 'query ($id: ID!) { promptSet(id: $id) { forkedFrom { id version } } }';
  expect((await ask(FORK, { id: fork.id })).data).toEqual({ promptSet: { forkedFrom: { id, version: 1 } } });
  const copy = await create({ forkedFrom: id, pairs: null, name: 'Copy' });
  expect(copy.data).toMatchObject({ createPromptSet: { pairCount: 2 } });
  const hidden = await create({ forkedFrom: secret.id });
  expect(listIssues(hidden.errors)).toMatchObject([{ path: 'forkedFrom' }]);
  const other = await create({ forkedFrom: secret.id, visibility: 'PUBLIC' }, secret.cookie);
  expect((await ask(FORK, { id: other.id })).data).toEqual({ promptSet: { forkedFrom: null } });
});

it('keeps roles as parts of the texts, and runs on them', async () => {
  const roles = [{ name: 'VERB', cleanPositions: [8], corruptedPositions: [8] }];
  const missing = await create({ pairs: [{ ...PAIR, roles }] });
  expect(listIssues(missing.errors)).toMatchObject([
    { path: 'model', message: expect.stringMatching(/have roles/) },
  ]);
  const outside = [{ name: 'VERB', cleanPositions: [20], corruptedPositions: [20] }];
  const wrong = await create({ model: 'fake', pairs: [{ ...PAIR, roles: outside }] });
  expect(listIssues(wrong.errors)).toMatchObject([{ path: 'pairs.0.roles' }]);
  const { id, cookie } = await create({ model: 'fake', pairs: [{ ...PAIR, roles }], visibility: 'PUBLIC' });
  const READ_ROLES =
    'query ($id: ID!, $bos: Boolean!) { promptSet(id: $id) { pairs(model: "fake", prependBos: $bos) { roles { name cleanPositions } } } }';
  const read = async (bos: boolean) => (await ask(READ_ROLES, { id, bos })).data;
  const expected = (at: number) => ({
    promptSet: {
      pairs: [
        {
          roles: [
            { name: 'VERB', cleanPositions: [at] },
            { name: 'END', cleanPositions: [at + 2] },
          ],
        },
      ],
    },
  });
  expect(await read(true)).toEqual(expected(8));
  expect(await read(false)).toEqual(expected(7));
  const ROLE_RUN =
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { roles pairs { roles { name cleanPositions } } } }';
  const input = { model: 'fake', sweeps: ['RESID_PRE'], promptSet: id, positionsBy: 'ROLE' };
  const run = await ask<{ createRun: object }>(ROLE_RUN, { input }, cookie);
  expect(run.data?.createRun).toMatchObject({
    roles: ['VERB', 'END'],
    pairs: [{ roles: [{ name: 'VERB', cleanPositions: [8] }, { name: 'END' }] }],
  });
});

const ALTERNATIVE = /must be one token, unless answers are read as a whole \(wholeAnswers\)/;

it('checks a set with answers of several tokens, and a run reads them as a whole', async () => {
  const several = { ...PAIR, correct: ' Mary and John' };
  // The last one is longer than what can be read as a whole.
  const long = { ...PAIR, correct: ' a'.repeat(40) };
  const { id, cookie } = await create({ pairs: [PAIR, several] });
  const CHECK = `query ($id: ID!) { promptSet(id: $id) {
    one: check(model: "fake") { usable usableAsWhole refused { reason } }
    whole: check(model: "fake", wholeAnswers: true) { usable usableAsWhole refused { reason } }
    pairs(model: "fake") { problem usableAsWhole } } }`;
  const { data } = await ask<{ promptSet: object }>(CHECK, { id }, cookie);
  expect(data.promptSet).toEqual({
    one: { usable: 1, usableAsWhole: 1, refused: [{ reason: expect.stringMatching(ALTERNATIVE) }] },
    whole: { usable: 2, usableAsWhole: 0, refused: [] },
    pairs: [
      { problem: null, usableAsWhole: false },
      { problem: expect.stringMatching(ALTERNATIVE), usableAsWhole: true },
    ],
  });
  const neither = await create({ pairs: [PAIR, long] });
  const ofLong = await ask<{ promptSet: object }>(CHECK, { id: neither.id }, neither.cookie);
  expect(ofLong.data.promptSet).toMatchObject({
    one: { usable: 1, usableAsWhole: 0 },
    whole: { usable: 1 },
    pairs: [{}, { problem: expect.not.stringMatching(/wholeAnswers/), usableAsWhole: false }],
  });
  const RUN =
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { pairs { correct whole { correct { text } } } } }';
  const submit = (wholeAnswers: boolean) =>
    ask<{ createRun: { pairs: { correct: string; whole: object | null }[] } }>(
      RUN,
      { input: { model: 'fake', promptSet: id, sweeps: ['HEAD_Z'], wholeAnswers } },
      cookie,
    );
  expect(JSON.stringify((await submit(false)).errors)).toMatch(/1 of 2 pairs cannot be used with fake/);
  const run = await submit(true);
  expect(run.errors).toBeUndefined();
  expect(run.data.createRun.pairs[1]).toMatchObject({
    correct: ' Mary and John',
    whole: { correct: [{ text: ' Mary' }, { text: ' and' }, { text: ' John' }] },
  });
});

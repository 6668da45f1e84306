/** Pairs that the model cannot use: left out when asked for, and kept with the run, its copies, forks and replications. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
beforeEach(async () => {
  services = await createTestServices();
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
const SEVERAL = { ...PAIR, correct: ' Mary Ann' };
const UNEQUAL = { ...PAIR, corrupted: 'When John and Mary went out to eat, Mary gave it to' };
const EQUAL = { ...PAIR, corrupted: PAIR.clean };
const SAME_ANSWER = { ...PAIR, incorrect: ' Mary' };
const LONGER = { ...PAIR, clean: `Then ${PAIR.clean}`, corrupted: `Then ${PAIR.corrupted}` };
const PAIRS = [SEVERAL, PAIR, UNEQUAL, LONGER, EQUAL, SAME_ANSWER, { ...PAIR, incorrect: ' Tom' }];

const UNUSABLE = 'unusable { given counts { reason count } pairs { index reason message clean corrupted } }';
const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { id pairs { clean incorrect }
  filter { given } copiedFrom { id } promptSet { id } ${UNUSABLE} } }`;
const PREVIEW = `query ($input: CreateRunInput!) { previewRun(input: $input) { issues { path message } warnings { path }
  estimatedMs baseline { perPrompt { clean } } pairs { index } ${UNUSABLE} } }`;
/** Patterns of prompts of different lengths cannot be patched. */
const INPUT = { model: 'fake', sweeps: ['HEAD_PATTERN'], pairs: PAIRS };

interface Unusable {
  readonly given: number;
  readonly counts: readonly { readonly reason: string; readonly count: number }[];
  readonly pairs: readonly { readonly index: number; readonly reason: string; readonly message: string }[];
}
interface Created {
  readonly id: string;
  readonly pairs: readonly object[];
  readonly unusable: Unusable | null;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the shape of the answer
async function ask<T>(source: string, variables: object, cookie: string | null = null) {
  const { data, errors, setCookie } = await services.ask(source, variables, cookie);
  return { data: data as T, errors, cookie: setCookie[0]?.split(';')[0] ?? cookie };
}

async function create(input: object, cookie: string | null = null) {
  const { data, errors, ...rest } = await ask<{ createRun: Created }>(CREATE, { input }, cookie);
  expect(errors).toBeUndefined();
  return { run: data.createRun, ...rest };
}

async function finish(id: string): Promise<void> {
  for await (const { status } of followProgress(services, id)) if (status === 'SUCCEEDED') return;
}

it('leaves out the pairs that cannot be used alone, and keeps each with its reason', async () => {
  const refused = await ask(CREATE, { input: INPUT });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  const { run } = await create({ ...INPUT, leaveOutUnusable: true });
  expect(run.pairs).toEqual([
    { clean: PAIR.clean, incorrect: ' John' },
    { clean: LONGER.clean, incorrect: ' John' },
    { clean: PAIR.clean, incorrect: ' Tom' },
  ]);
  expect(run.unusable).toMatchObject({
    given: 7,
    counts: [
      { reason: 'ANSWER_OF_SEVERAL_TOKENS', count: 1 },
      { reason: 'EQUAL_ANSWERS', count: 1 },
      { reason: 'UNEQUAL_LENGTHS', count: 1 },
      { reason: 'EQUAL_PROMPTS', count: 1 },
    ],
  });
  expect(run.unusable!.pairs.map(({ index, reason }) => [index, reason])).toEqual([
    [0, 'ANSWER_OF_SEVERAL_TOKENS'],
    [2, 'UNEQUAL_LENGTHS'],
    [4, 'EQUAL_PROMPTS'],
    [5, 'EQUAL_ANSWERS'],
  ]);
  expect(run.unusable!.pairs[0]).toMatchObject({
    message: expect.stringContaining("' Mary Ann' is 2 tokens") as string,
    clean: SEVERAL.clean,
    corrupted: SEVERAL.corrupted,
  });
});

it('keeps the most frequent length where positions are by index, and says so', async () => {
  const { run } = await create({ ...INPUT, sweeps: ['RESID_PRE'], leaveOutUnusable: true });
  expect(run.pairs).toHaveLength(2);
  expect(run.unusable!.pairs.filter(({ reason }) => reason === 'OTHER_LENGTH')).toEqual(
    // Denoising patches the corrupted prompts.
    [2, 3].map((index) =>
      expect.objectContaining({
        index,
        message: expect.stringMatching(
          /^The pair is \d+ tokens long and most usable pairs are \d+; a sweep/,
        ) as string,
      }),
    ),
  );
});

it('keeps pairs of one length on both sides where both directions are by index', async () => {
  const both = { sweeps: ['RESID_PRE'], directions: ['DENOISING', 'NOISING'], leaveOutUnusable: true };
  const { run } = await create({ ...INPUT, ...both });
  expect(run.pairs).toHaveLength(2);
  expect(run.unusable!.pairs.slice(1, 3).map(({ index, reason }) => [index, reason])).toEqual([
    [2, 'UNEQUAL_LENGTHS'],
    [3, 'OTHER_LENGTH'],
  ]);
});

it('leaves out pairs of a set by their index there, before the filter', async () => {
  const SET = 'mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }';
  const set = { name: 'Names', description: 'Who?', source: 'by hand', licence: 'MIT', pairs: PAIRS };
  const made = await ask<{ createPromptSet: { id: string } }>(SET, { input: set });
  const { id } = made.data.createPromptSet;
  const input = { model: 'fake', sweeps: ['HEAD_Z'], promptSet: id };
  const refused = await ask(CREATE, { input }, made.cookie);
  expect(refused.errors?.[0]?.message).toContain('Set leaveOutUnusable to use the other 4');
  const preview = await ask<{ previewRun: { unusable: Unusable; issues: object[] } }>(
    PREVIEW,
    { input },
    made.cookie,
  );
  expect(preview.data.previewRun).toMatchObject({
    issues: [{ path: 'promptSet' }],
    unusable: { given: 7 },
    pairs: [{ index: 1 }, { index: 2 }, { index: 3 }, { index: 6 }],
  });

  const chosen = { ...input, promptSetPairs: [6, 5, 3, 2, 1], leaveOutUnusable: true };
  const usable = await ask<{ previewRun: object }>(PREVIEW, { input: chosen }, made.cookie);
  expect(usable.data.previewRun).toMatchObject({
    issues: [],
    pairs: [{ index: 6 }, { index: 3 }, { index: 2 }, { index: 1 }],
    baseline: { perPrompt: [{}, {}, {}, {}] },
    unusable: { given: 5, pairs: [{ index: 5 }] },
  });
  const { run } = await create({ ...chosen, filter: { minGap: 0, onlyRight: true } }, made.cookie);
  // The fake engine answers pair i with 3 + i and -1 + i, so only the first one is right on both sides.
  expect(run).toMatchObject({
    pairs: [{ incorrect: ' Tom' }],
    filter: { given: 4 },
    promptSet: { id },
    unusable: { given: 5, pairs: [{ index: 5 }] },
  });
});

it('refuses when no pair is left, and for what is of no single pair', async () => {
  const none = { ...INPUT, pairs: [SEVERAL, EQUAL], leaveOutUnusable: true };
  const refused = await ask(CREATE, { input: none });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ issues: [{ path: 'leaveOutUnusable' }] });
  expect(refused.errors?.[0]?.message).toMatch(
    /^None of the 2 pairs can be used with fake: 1 with an answer of/,
  );
  const preview = await ask<{ previewRun: object }>(PREVIEW, { input: none });
  expect(preview.data.previewRun).toMatchObject({
    issues: [{ path: 'leaveOutUnusable' }],
    unusable: { given: 2 },
  });
  const empty = await ask(CREATE, { input: { ...none, pairs: [] } });
  expect(empty.errors?.[0]?.message).toContain('There is no prompt pair');
  const unknown = await ask<{ previewRun: object }>(PREVIEW, { input: { ...none, model: 'unknown' } });
  expect(unknown.data.previewRun).toMatchObject({ issues: [{ path: 'model' }], unusable: null });
});

it('has the hash of the usable pairs, and never returns a run that leaves out others', async () => {
  const plain = await create({ ...INPUT, pairs: [PAIR, LONGER, PAIRS[6]!] });
  await finish(plain.run.id);
  const left = await create({ ...INPUT, leaveOutUnusable: true }, plain.cookie);
  expect(left.run).toMatchObject({ copiedFrom: { id: plain.run.id }, unusable: { given: 7 } });
  const hashes = await services.db.run.findMany({ select: { contentHash: true } });
  expect(new Set(hashes.map(({ contentHash }) => contentHash)).size).toBe(1);
  const again = await create({ ...INPUT, leaveOutUnusable: true }, plain.cookie);
  expect(again.run.id).toBe(left.run.id);
  const listed = await create({ ...INPUT, pairs: [PAIR, LONGER, PAIRS[6]!] }, plain.cookie);
  expect(listed.run.id).toBe(plain.run.id);
});

it('pages the pairs', async () => {
  const { run } = await create({ ...INPUT, leaveOutUnusable: true, visibility: 'UNLISTED' });
  const PAGE =
    'query ($id: ID!, $first: Int!, $offset: Int!) { run(id: $id) { unusable { pairs(first: $first, offset: $offset) { index } } } }';
  const page = await ask(PAGE, { id: run.id, first: 2, offset: 1 });
  expect(page.data).toEqual({ run: { unusable: { pairs: [{ index: 2 }, { index: 4 }] } } });
  expect((await ask(PAGE, { id: run.id, first: 201, offset: 0 })).errors?.[0]?.message).toContain('200');
});

it('goes with replications and forks on the same pairs, and not with forks on others', async () => {
  const input = { ...INPUT, leaveOutUnusable: true, filter: { minGap: 0, onlyRight: false } };
  const { run, cookie } = await create(input);
  await finish(run.id);
  const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }';
  const finding = { runId: run.id, title: 'Names', summary: 'Names.', claims: [] };
  const published = await ask<{ publishFinding: { id: string } }>(PUBLISH, { input: finding }, cookie);
  expect(published.errors).toBeUndefined();
  const { id } = published.data.publishFinding;
  const PART = `run { ${UNUSABLE} filter { given } }`;
  const replicated = await ask<object>(
    `mutation ($id: ID!) { replicateFinding(findingId: $id) { ${PART} } }`,
    { id },
    cookie,
  );
  expect(replicated.data).toMatchObject({
    replicateFinding: { run: { unusable: run.unusable, filter: { given: 3 } } },
  });
  const FORK = `mutation ($id: ID!, $changes: ExperimentChanges) { forkFinding(findingId: $id, changes: $changes) { ${PART} } }`;
  const fork = async (changes: object) => {
    const { data, errors } = await ask<object>(FORK, { id, changes }, cookie);
    expect(errors).toBeUndefined();
    return data;
  };
  expect(await fork({ sweeps: ['HEAD_Q'] })).toMatchObject({
    forkFinding: { run: { unusable: run.unusable, filter: { given: 3 } } },
  });
  expect(await fork({ prependBos: false })).toEqual({
    forkFinding: { run: { unusable: null, filter: null } },
  });
  expect(await fork({ pairs: [PAIR] })).toEqual({ forkFinding: { run: { unusable: null, filter: null } } });
  expect(await fork({ pairs: [EQUAL, PAIR], leaveOutUnusable: true })).toMatchObject({
    forkFinding: { run: { unusable: { given: 2, pairs: [{ index: 0 }] }, filter: null } },
  });
});

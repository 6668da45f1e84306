/** The API as scripts outside use it: the executable schema over a real database file. */
import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { administratorCookie } from '../accounts/administrator';
import { AppError } from '../errors';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { schema } from './schema';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000', MAX_RUN_PAIRS: '80' });
  dispatcher = startDispatcher(services, services.engine);
});
afterEach(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const experiment = {
  model: 'fake',
  visibility: 'UNLISTED',
  pairs: [pair, { ...pair, clean: pair.corrupted, corrupted: pair.clean }],
};
const input = { ...experiment, sweeps: ['RESID_PRE', 'HEAD_Z'] };

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id status isMine } }';

async function create(overrides: object = {}, cookie: string | null = null) {
  const result = await services.ask(CREATE, { input: { ...input, ...overrides } }, cookie);
  const run = (result.data as { createRun: { id: string; status: string } } | null)?.createRun;
  return { ...result, run, cookie: result.setCookie[0]?.split(';')[0] ?? cookie };
}

async function ended(id: string): Promise<string> {
  let status = '';
  for await (const progress of followProgress(services, id)) ({ status } = progress);
  return status;
}

/** Issue paths and messages of the first error, which must be BAD_USER_INPUT. */
function listIssues(result: Awaited<ReturnType<typeof create>>): { path: string; message: string }[] {
  expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  return result.errors![0]!.extensions['issues'] as { path: string; message: string }[];
}

describe('a run', () => {
  it('is queued, computed, and read in every view', async () => {
    const { run } = await create();
    expect(run).toMatchObject({ status: 'QUEUED', isMine: true });
    expect(await ended(run!.id)).toBe('SUCCEEDED');
    const result = await services.ask(
      `query ($id: ID!) { run(id: $id) {
        status progress { fraction finishedSweeps remainingMs }
        baseline { clean corrupted gapTooSmall perPrompt { clean corrupted gapTooSmall } }
        pairs { clean cleanTokens { text } differingPositions }
        sweep(kind: HEAD_Z) { shape axes { name labels } values raw: values(normalised: false, prompt: 1) data top(k: 1) { layer head recovery }
          cell(layer: 1, head: 2) { mean { recovery } perPrompt { logitDiff recovery } } }
        topHeads(kind: HEAD_Z, k: 2) { layer head logitDiff }
        provenance { modelSha256 checks { name passed } }
        attention(layer: 1, head: 0, on: CORRUPTED) { tokens { text } values data }
      } }`,
      { id: run!.id },
    );
    expect(result.errors).toBeUndefined();
    const read = (result.data as { run: Record<string, never> }).run as Record<string, unknown>;
    expect(read).toMatchObject({
      status: 'SUCCEEDED',
      progress: { fraction: 1, finishedSweeps: ['RESID_PRE', 'HEAD_Z'], remainingMs: null },
      baseline: {
        clean: 3.5,
        corrupted: -0.5,
        gapTooSmall: false,
        perPrompt: [
          { clean: 3, corrupted: -1 },
          { clean: 4, corrupted: 0 },
        ],
      },
      topHeads: [
        { layer: 1, head: 2 },
        { layer: 1, head: 1 },
      ],
      provenance: { modelSha256: 'a'.repeat(64) },
    });
    const sweep = read['sweep'] as { values: number[]; raw: number[]; data: string };
    // Cell c of prompt p is c / 10 + p: the mean is c / 10 + 0.5, the base -0.5, the gap 4.
    sweep.values.forEach((value, cell) => expect(value).toBeCloseTo((cell / 10 + 1) / 4, 6));
    sweep.raw.forEach((value, cell) => expect(value).toBeCloseTo(cell / 10 + 1, 6));
    const bytes = Buffer.from(sweep.data, 'base64');
    expect(Array.from(sweep.values, Math.fround)).toEqual(
      sweep.values.map((_, cell) => bytes.readFloatLE(cell * 4)),
    );
    expect((read['pairs'] as { differingPositions: number[] }[])[0]!.differingPositions).toEqual([7]);
    // Cell 5 of both prompts: 0.5 and 1.5, between -1 and 3, and 0 and 4.
    expect(sweep).toMatchObject({
      cell: {
        mean: { recovery: 0.375 },
        perPrompt: [
          { logitDiff: 0.5, recovery: 0.375 },
          { logitDiff: 1.5, recovery: 0.375 },
        ],
      },
    });
    const attention = read['attention'] as { tokens: unknown[]; values: number[][]; data: string };
    expect(attention.values).toHaveLength(attention.tokens.length);
    const packed = Buffer.from(attention.data, 'base64');
    const below = attention.values.flatMap((row, dest) => row.slice(0, dest + 1));
    expect(Array.from({ length: packed.length / 4 }, (_, at) => packed.readFloatLE(4 * at))).toEqual(below);
  });

  it('answers the same experiment from store, unless recompute is asked for', async () => {
    const first = await create();
    await ended(first.run!.id);
    const again = await create({ sweeps: ['HEAD_Z', 'RESID_PRE'] }, first.cookie);
    expect(again.run!.id).toBe(first.run!.id);
    const recomputed = await create({ recompute: true }, first.cookie);
    expect(recomputed.run!.id).not.toBe(first.run!.id);
    for (const other of [{ direction: 'NOISING' }, { prependBos: false }, { sweeps: ['HEAD_Z'] }]) {
      const different = await create(other, first.cookie);
      expect(different.run!.id).not.toBe(first.run!.id);
    }
  });

  it('that waits says where it stands in line', async () => {
    await dispatcher.stop();
    const first = await create();
    const second = await create({ direction: 'NOISING' }, first.cookie);
    const others = await create({ sweeps: ['HEAD_Z'] });
    const positions = async (): Promise<unknown[]> => {
      const ids = [first, second, others].map(({ run }) => run!.id);
      return Promise.all(
        ids.map(async (id) => {
          const { data } = await services.ask(`{ run(id: "${id}") { progress { queuePosition } } }`);
          return (data as { run: { progress: { queuePosition: number | null } } }).run.progress.queuePosition;
        }),
      );
    };
    expect(await positions()).toEqual([1, 3, 2]);
    dispatcher = startDispatcher(services, services.engine);
    await ended(second.run!.id);
    expect(await positions()).toEqual([null, null, null]);
  });

  it('is waited for when asked, until it has ended or the time is up', async () => {
    const query = 'query ($id: ID!, $settleMs: Int!) { run(id: $id, settleMs: $settleMs) { status } }';
    const waitForStatus = async (id: string, settleMs: number) =>
      (await services.ask(query, { id, settleMs })).data;
    let release = (): void => {};
    services.engine.beforeSweep = () => new Promise((resolve) => (release = resolve));
    const held = await create();
    expect(await waitForStatus(held.run!.id, 50)).not.toEqual({ run: { status: 'SUCCEEDED' } });
    services.engine.beforeSweep = async () => {};
    release();
    expect(await waitForStatus(held.run!.id, 1000)).toEqual({ run: { status: 'SUCCEEDED' } });
    expect(await waitForStatus('nowhere', 1000)).toEqual({ run: null });
  });

  it('may be cancelled by its owner alone, and keeps finished sweeps', async () => {
    const reached = new Promise<void>((resolve) => {
      services.engine.beforeSweep = async (kind, signal) => {
        if (kind !== 'HEAD_Z') return;
        resolve();
        await new Promise((stopped) => signal!.addEventListener('abort', stopped));
      };
    });
    const { run, cookie } = await create();
    await reached;
    // The engine computes the second sweep while the first one is stored.
    await expect.poll(() => services.db.sweep.count({ where: { runId: run!.id } })).toBe(1);
    const cancel = (as: string | null) =>
      services.ask('mutation ($id: ID!) { cancelRun(id: $id) { status } }', { id: run!.id }, as);
    expect((await cancel(null)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await cancel('patchbay_guest=nonsense')).errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await cancel(cookie)).data).toEqual({ cancelRun: { status: 'CANCELLED' } });
    expect(await ended(run!.id)).toBe('CANCELLED');
    const stored = await services.db.sweep.findMany({ where: { runId: run!.id } });
    expect(stored.map(({ kind }) => kind)).toEqual(['RESID_PRE']);
  });

  it('is queued again when the engine dies, and goes on after its finished sweeps', async () => {
    let failures = 0;
    services.engine.beforeSweep = async (kind) => {
      if (kind === 'HEAD_Z' && failures++ === 0)
        throw new AppError('ENGINE_FAILED', 'The engine process ended.');
    };
    const { run } = await create();
    expect(await ended(run!.id)).toBe('SUCCEEDED');
    expect(services.engine.runs.map(({ kinds }) => kinds)).toEqual([['RESID_PRE', 'HEAD_Z'], ['HEAD_Z']]);
  });

  it('fails after three attempts, with the reason', async () => {
    services.engine.beforeSweep = async () => {
      throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
    };
    const { run } = await create();
    expect(await ended(run!.id)).toBe('FAILED');
    expect(services.engine.runs).toHaveLength(3);
    const { data } = await services.ask('query ($id: ID!) { run(id: $id) { error { code message } } }', {
      id: run!.id,
    });
    expect(data).toEqual({
      run: { error: { code: 'ENGINE_FAILED', message: 'The engine process ended (signal SIGKILL).' } },
    });
  });

  it('does not tell strangers what went wrong inside', async () => {
    services.engine.beforeSweep = async () => {
      throw new TypeError('secret path /etc/passwd');
    };
    const { run } = await create();
    expect(await ended(run!.id)).toBe('FAILED');
    const { errorMessage } = await services.db.run.findUniqueOrThrow({ where: { id: run!.id } });
    expect(errorMessage).toMatch(/unexpected/);
    expect(errorMessage).not.toMatch(/secret/);
  });

  it('whose server was killed goes on when its lease has lapsed', async () => {
    await dispatcher.stop();
    const { run } = await create();
    await services.db.run.update({
      where: { id: run!.id },
      data: { status: 'RUNNING', attempts: 1, leaseHolder: 'dead', leaseUntil: new Date(Date.now() + 500) },
    });
    dispatcher = startDispatcher(services, services.engine);
    expect(await ended(run!.id)).toBe('SUCCEEDED');
  });

  it('with too small a gap keeps raw values, and recovery is null', async () => {
    services.engine.gap = { clean: 1, corrupted: 0.995 };
    const { run } = await create();
    await ended(run!.id);
    const { data } = await services.ask(
      `query ($id: ID!) { run(id: $id) { baseline { gapTooSmall } sweep(kind: HEAD_Z) {
        values raw: values(normalised: false) top(k: 1) { recovery logitDiff } } } }`,
      { id: run!.id },
    );
    const { baseline, sweep } = (data as { run: { baseline: object; sweep: Record<string, unknown[]> } }).run;
    expect(baseline).toEqual({ gapTooSmall: true });
    expect(new Set(sweep['values'])).toEqual(new Set([null]));
    expect(sweep['raw']).not.toContain(null);
    expect(sweep['top']).toEqual([{ recovery: null, logitDiff: expect.any(Number) }]);
  });
});

describe('bad input', () => {
  const cases: [string, object, string, RegExp][] = [
    ['no pair', { pairs: [] }, 'pairs', /at least one/],
    [
      'too many pairs',
      { pairs: Array.from({ length: 81 }, () => pair) },
      'pairs',
      /^81 prompt pairs .* this site takes up to 80\./,
    ],
    ['no sweep', { sweeps: [] }, 'sweeps', /at least one/],
    ['a sweep twice', { sweeps: ['HEAD_Z', 'HEAD_Z'] }, 'sweeps', /twice/],
    ['an empty prompt', { pairs: [{ ...pair, clean: '' }] }, 'pairs.0.clean', /empty/],
    ['equal prompts', { pairs: [{ ...pair, corrupted: pair.clean }] }, 'pairs.0.corrupted', /same tokens/],
    [
      'unequal counts by position in both directions',
      {
        pairs: [{ ...pair, corrupted: 'When John' }],
        sweeps: ['RESID_PRE'],
        directions: ['DENOISING', 'NOISING'],
      },
      'pairs.0.corrupted',
      /11 tokens.*3/,
    ],
    [
      'unequal counts with patterns',
      { pairs: [{ ...pair, corrupted: 'When John' }], sweeps: ['HEAD_PATTERN'] },
      'sweeps',
      /rows of their attention patterns/,
    ],
    [
      'a long answer',
      { pairs: [{ ...pair, correct: ' Mary Ann' }] },
      'pairs.0.correct',
      /2 tokens \(' Mary', ' Ann'\)/,
    ],
    ['an empty answer', { pairs: [{ ...pair, incorrect: '' }] }, 'pairs.0.incorrect', /empty/],
    ['equal answers', { pairs: [{ ...pair, incorrect: ' Mary' }] }, 'pairs.0.incorrect', /Both answers/],
    ['half a character', { pairs: [{ ...pair, clean: 'a\ud800' }] }, 'pairs.0.clean', /surrogate/],
    ['a long prompt', { pairs: [{ ...pair, clean: 'a '.repeat(20) }] }, 'pairs.0.clean', /at most 16/],
    [
      'pairs of different lengths',
      { pairs: [pair, { ...pair, clean: 'So John', corrupted: 'So Mary' }] },
      'pairs.1.clean',
      /3 tokens long and pair 1 is 11/,
    ],
  ];
  it.each(cases)('%s is refused beside its field', async (_name, overrides, path, message) => {
    const issues = listIssues(await create(overrides));
    expect(issues.find((issue) => issue.path === path)?.message).toMatch(message);
    expect(await services.db.run.count()).toBe(0);
    expect(await services.db.user.count()).toBe(0);
  });

  it('names every problem at once', async () => {
    const bad = { ...pair, clean: '', correct: ' Mary Ann' };
    const uneven = { ...pair, corrupted: pair.clean, incorrect: '' };
    const paths = listIssues(await create({ pairs: [bad, uneven], sweeps: [] })).map(({ path }) => path);
    expect(paths).toEqual([
      'sweeps',
      'pairs.0.clean',
      'pairs.0.correct',
      'pairs.1.corrupted',
      'pairs.1.incorrect',
    ]);
  });

  it('of a model that is not there is MODEL_UNAVAILABLE', async () => {
    const { errors } = await create({ model: 'gpt5' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('of a page, cursor, prompt or head that is not there is refused', async () => {
    const { run } = await create();
    await ended(run!.id);
    const queries = [
      '{ runs(first: 101) { edges { cursor } } }',
      '{ findings(first: 0) { edges { cursor } } }',
      '{ runs(after: "nonsense") { edges { cursor } } }',
      `{ run(id: "${run!.id}") { sweep(kind: HEAD_Z) { values(prompt: 2) } } }`,
      `{ run(id: "${run!.id}") { attention(layer: 2, head: 0) { values } } }`,
      `{ run(id: "${run!.id}") { topHeads(kind: RESID_PRE) { layer } } }`,
      '{ predict(model: "fake", prompt: "a", top: 101) { logit } }',
    ];
    for (const query of queries) {
      const { errors } = await services.ask(query);
      expect(errors?.[0]?.extensions, query).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
});

describe('previewRun', () => {
  const PREVIEW = `query ($input: CreateRunInput!) { previewRun(input: $input) {
    pairs { cleanTokens { text } differingPositions } issues { path } warnings { path message }
    baseline { clean } estimatedMs } }`;

  it('shows tokens, baseline and time, and stores nothing', async () => {
    const { data, setCookie } = await services.ask(PREVIEW, { input });
    expect(data).toMatchObject({
      previewRun: { issues: [], warnings: [], baseline: { clean: 3.5 }, estimatedMs: 120 },
    });
    expect(setCookie).toEqual([]);
    expect(await services.db.run.count()).toBe(0);
  });

  it('reports issues and keeps the tokens', async () => {
    const { data } = await services.ask(PREVIEW, { input: { ...input, pairs: [{ ...pair, correct: '' }] } });
    expect(data).toMatchObject({
      previewRun: { issues: [{ path: 'pairs.0.correct' }], baseline: null, estimatedMs: null },
    });
  });

  it('warns of a gap too small to normalise by', async () => {
    services.engine.gap = { clean: 1, corrupted: 1 };
    const { data } = await services.ask(PREVIEW, { input });
    const { warnings, issues } = (
      data as { previewRun: { warnings: { path: string; message: string }[]; issues: [] } }
    ).previewRun;
    expect(issues).toEqual([]);
    expect(warnings[0]).toMatchObject({
      path: 'pairs',
      message: expect.stringMatching(
        /^The mean gap is 0\.00 logits over 2 pairs; .* not defined below 0\.01/,
      ),
    });
  });
});

describe('publishing', () => {
  const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug tags } }';
  const text = { title: 'Name movers, again!', summary: 'L9H9 **moves** names.', tags: ['IOI', 'ioi'] };

  it('makes a finding that is found by words, tag, model and result', async () => {
    const { run, cookie } = await create();
    await ended(run!.id);
    const { data, errors } = await services.ask(PUBLISH, { input: { runId: run!.id, ...text } }, cookie);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ publishFinding: { slug: 'name-movers-again', tags: ['ioi'] } });
    const find = async (args: string): Promise<number> => {
      const found = await services.ask(
        `{ findings(${args}) { edges { node { slug card { kind values topComponents { label } } } } } }`,
      );
      expect(found.errors, args).toBeUndefined();
      return (found.data as { findings: { edges: [] } }).findings.edges.length;
    };
    // Head L1H2 recovers (0.5 + 1) / 4 = 0.375; L0H0 (0 + 1) / 4 = 0.25.
    for (const hit of [
      'first: 5',
      'search: "NAME mary"',
      'tag: "ioi"',
      'model: "fake"',
      'search: "L1H2 > 0.37"',
      'search: "moves L0H0 < 0.26"',
    ]) {
      expect(await find(hit), hit).toBe(1);
    }
    for (const miss of [
      'search: "elsewhere"',
      'tag: "facts"',
      'model: "gpt2"',
      'search: "L1H2 > 0.38"',
      'search: "L7H7 < 1"',
    ]) {
      expect(await find(miss), miss).toBe(0);
    }
  });

  it('is for the owner, once, after success, with all problems said at once', async () => {
    const { run, cookie } = await create();
    await ended(run!.id);
    const publish = (fields: object, as: string | null) =>
      services.ask(PUBLISH, { input: { runId: run!.id, ...text, ...fields } }, as);
    const refused = await publish({ title: 'x', summary: ' ', tags: ['no good'] }, cookie);
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ path: 'title' }, { path: 'summary' }, { path: 'tags.0' }],
    });
    expect((await publish({}, null)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await publish({ runId: 'none' }, cookie)).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await publish({}, cookie)).errors).toBeUndefined();
    expect((await publish({}, cookie)).errors?.[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      slug: 'name-movers-again',
    });
  });
});

describe('predictions under a patch', () => {
  const patched = (id: string, args: string, kind = 'HEAD_Z') =>
    services.ask(`{ run(id: "${id}") { sweep(kind: ${kind}) { patched(${args}) {
      base { logit } source { logit } patched { token { id text } logit probability } } } } }`);

  it('come from the engine, and with a published finding from the database', async () => {
    const { run, cookie } = await create();
    await ended(run!.id);
    const asked = await patched(run!.id, 'layer: 1, head: 2, prompt: 1');
    expect(asked.errors).toBeUndefined();
    expect(asked.data).toMatchObject({
      run: {
        sweep: {
          patched: {
            patched: [
              { logit: 5, probability: 0.05, token: { id: 0 } },
              ...Array.from({ length: 9 }, () => expect.anything()),
            ],
          },
        },
      },
    });
    const input = { runId: run!.id, title: 'As told', summary: 'See [[L0H1]].', tags: [] };
    const { errors } = await services.ask(
      'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
      { input },
      cookie,
    );
    expect(errors).toBeUndefined();
    const gone = async (): Promise<never> => {
      throw new Error('the model is gone');
    };
    Object.assign(services.engine, { patched: gone, predict: gone, attention: gone });
    for (const cell of ['layer: 0, head: 1', 'layer: 1, head: 2']) {
      for (const prompt of [0, 1]) {
        const kept = await patched(run!.id, `${cell}, prompt: ${prompt}`);
        expect(kept.errors, cell).toBeUndefined();
      }
    }
    const { errors: attentionErrors } = await services.ask(
      `{ run(id: "${run!.id}") { attention(layer: 0, head: 1, on: CORRUPTED) { values } } }`,
    );
    expect(attentionErrors).toBeUndefined();
  });

  it('are refused for cells and prompts that are not there', async () => {
    const { run } = await create();
    await ended(run!.id);
    for (const [args, message] of [
      ['layer: 2, head: 0', /no layer 2; HEAD_Z has layers 0 to 1/],
      ['layer: 0, head: 3', /no head 3/],
      ['layer: 0, position: 1', /give the head, 0 to 2/],
      ['layer: 0, head: 0, prompt: 2', /no prompt 2/],
    ] as const) {
      const { errors } = await patched(run!.id, args);
      expect(errors?.[0]?.message, args).toMatch(message);
    }
  });
});

describe('administration', () => {
  const administrator = (): string => administratorCookie(services, false).split(';')[0]!;
  /** What was believed once: a request that seems to come from this machine. */
  const local = { host: '127.0.0.1:3000', 'x-forwarded-for': '127.0.0.1' };
  const MUTATIONS = [
    'mutation { installModel(id: "gpt2") { id } }',
    'mutation { cancelInstallation(id: "gpt2") { id } }',
    'mutation { verifyModel(id: "fake") { id } }',
    'mutation { publishNotebook(model: "fake") { id } }',
  ];

  it.each(MUTATIONS)('is refused to everybody else: %s', async (mutation) => {
    const { errors, data } = await services.ask(mutation, {}, null, local);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect(data).toBeNull();
    expect((await services.ask('{ isAdministrator }', {}, null, local)).data).toEqual({
      isAdministrator: false,
    });
  });

  it('lists what can be installed, and says why not', async () => {
    const { data } = await services.ask(
      '{ isAdministrator installableModels { id hasKnownChecksum installation { state } } models { verification { state } } }',
      {},
      administrator(),
    );
    expect(data).toMatchObject({
      isAdministrator: true,
      installableModels: [
        { id: 'gpt2', hasKnownChecksum: true, installation: { state: 'NONE' } },
        { id: 'distilgpt2', hasKnownChecksum: true },
        { id: 'gpt2-medium', hasKnownChecksum: false },
        { id: 'gpt2-large' },
        { id: 'gpt2-xl' },
      ],
      models: [{ verification: null }],
    });
    const none = await services.ask('mutation { installModel(id: "x") { id } }', {}, administrator());
    expect(none.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    const unknown = await services.ask('mutation { verifyModel(id: "fake") { id } }', {}, administrator());
    expect(unknown.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/No published values are known for 'fake'/),
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it("publishes the notebook's findings once, also where a guest ran the same", async () => {
    const publish = () => services.ask(MUTATIONS[3]!, {}, administrator());
    const [first, second] = await Promise.all([publish(), publish()]);
    expect(first.errors).toBeUndefined();
    expect(second.errors).toBeUndefined();
    await expect.poll(() => services.db.finding.count()).toBe(2);
    const third = await publish();
    const runs = (third.data as { publishNotebook: { id: string }[] }).publishNotebook;
    expect(await services.db.finding.count({ where: { runId: { in: runs.map(({ id }) => id) } } })).toBe(2);
    const seeds = (await services.db.finding.findMany()).map(({ seed }) => seed);
    expect(new Set(seeds)).toEqual(new Set(['facts/fake', 'ioi/fake']));
  });
});

describe('lists', () => {
  it('page through everything once, newest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      ids.unshift((await create({ recompute: true, visibility: 'PUBLIC' })).run!.id);
    }
    await Promise.all(ids.map(ended));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await services.ask(
        'query ($after: String) { runs(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      const { edges, pageInfo } = (
        data as {
          runs: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        }
      ).runs;
      seen.push(...edges.map(({ node }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen).toHaveLength(5);
  });
});

it('a broken invariant reaches nobody but the log', async () => {
  services.engine.estimate = async () => {
    throw new Error('secret');
  };
  const { errors } = await services.ask(
    'query ($input: CreateRunInput!) { previewRun(input: $input) { estimatedMs } }',
    { input },
  );
  expect(errors?.[0]).toMatchObject({
    extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) },
  });
  expect(errors?.[0]?.message).not.toMatch(/secret/);
});

it('describes every type, field, argument and value', () => {
  const undescribed = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isSpecifiedScalarType(type) || isIntrospectionType(type)) return [];
    const parts: { name: string; description?: string | null | undefined }[] = [type];
    if (isObjectType(type) || isInputObjectType(type)) parts.push(...Object.values(type.getFields()));
    if (isObjectType(type)) parts.push(...Object.values(type.getFields()).flatMap(({ args }) => args));
    if (isEnumType(type)) parts.push(...type.getValues());
    return parts.flatMap(({ name, description }) => (description ? [] : [`${type.name}.${name}`]));
  });
  expect(undescribed).toEqual([]);
});

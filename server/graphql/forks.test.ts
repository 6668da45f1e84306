/** Forks of findings through the API: the run, the publication, the family and the difference. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;

beforeAll(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
  dispatcher = startDispatcher(services, services.engine);
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});
beforeEach(async () => {
  await services.db.finding.deleteMany();
  await services.db.run.deleteMany();
  services.engine.gap = { clean: 3, corrupted: -1 };
});

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const other = { ...pair, clean: 'When John and Mary went home, John gave it to' };
const otherPair = { ...other, corrupted: 'When John and Mary went home, Mary gave it to' };

/** Asks as the bearer of a cookie, or as a new guest; returns the cookie too. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the operation selects
async function ask<T>(source: string, variables: object, cookie: string | null = null) {
  const answer = await services.ask(source, variables, cookie);
  expect(answer.errors).toBeUndefined();
  return { data: answer.data as T, cookie: cookie ?? answer.setCookie[0]?.split(';')[0] ?? null };
}

async function refuse(source: string, variables: object, cookie: string | null = null) {
  return (await services.ask(source, variables, cookie)).errors?.[0]?.extensions;
}

async function finish(id: string): Promise<void> {
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
}

interface Published {
  readonly id: string;
  readonly slug: string;
  readonly runId: string;
  readonly cookie: string;
}

const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id slug } }';
const FORK = `mutation ($findingId: ID!, $changes: ExperimentChanges, $text: FindingTextInput) {
  forkFinding(findingId: $findingId, changes: $changes, text: $text) {
    run { id status isMine copiedFrom { id } forkedFrom { id } draft { title } }
    draft { title summary tags claims forkedFrom { slug } } } }`;

interface Forked {
  readonly forkFinding: {
    readonly run: { readonly id: string } & Record<string, unknown>;
    readonly draft: Record<string, unknown>;
  };
}

async function publishOriginal(): Promise<Published> {
  const created = await ask<{ createRun: { id: string } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { model: 'fake', pairs: [pair, pair], sweeps: ['HEAD_Z'], recompute: true } },
  );
  const runId = created.data.createRun.id;
  await finish(runId);
  const input = {
    runId,
    title: 'Name movers',
    summary: 'Heads move [[L1H2]].',
    tags: ['ioi'],
    claims: ['z[1.2] > 0.3', 'z[1.1] > 0'],
  };
  const { data } = await ask<{ publishFinding: { id: string; slug: string } }>(
    PUBLISH,
    { input },
    created.cookie,
  );
  return { ...data.publishFinding, runId, cookie: created.cookie! };
}

/** Forks a finding as a new guest and publishes the fork as it is. */
async function publishFork(findingId: string, changes: object = {}, input: object = {}): Promise<Published> {
  const { data, cookie } = await ask<Forked>(FORK, { findingId, changes });
  const runId = data.forkFinding.run.id;
  await finish(runId);
  const published = await ask<{ publishFinding: { id: string; slug: string } }>(
    PUBLISH,
    { input: { runId, ...input } },
    cookie,
  );
  return { ...published.data.publishFinding, runId, cookie: cookie! };
}

const FAMILY = `query ($slug: String!) { finding(slug: $slug) {
  title tags claims { text verdicts { runId verdict } } forkCount
  forkedFrom { slug } forks { slug }
  lineage { depth isSameExperiment finding { slug author { id } } }
  forkDifference {
    isSameExperiment isSameText model { before after } sweeps { added removed } metrics { added removed }
    directions { added removed } prependBos { after }
    pairs { same added { clean } removed { clean } changed { before { clean } after { clean } } }
    claims { same added removed changed { before after } }
    cells { count largest { kind label before after } } } } }`;

async function readFamily(slug: string) {
  // oxlint-disable-next-line typescript/no-explicit-any -- compared as a whole
  return (await ask<{ finding: any }>(FAMILY, { slug })).data.finding;
}

it('answers an unchanged experiment by a copy that is published with text, tags and claims of the parent', async () => {
  const original = await publishOriginal();
  const { data, cookie } = await ask<Forked>(FORK, { findingId: original.id });
  const { run, draft } = data.forkFinding;
  expect(run).toEqual({
    id: expect.any(String),
    status: 'SUCCEEDED',
    isMine: true,
    copiedFrom: { id: original.runId },
    forkedFrom: { id: original.runId },
    draft: { title: 'Name movers' },
  });
  expect(draft).toEqual({
    title: 'Name movers',
    summary: 'Heads move [[L1H2]].',
    tags: ['ioi'],
    claims: ['z[1.2] > 0.3', 'z[1.1] > 0'],
    forkedFrom: { slug: original.slug },
  });
  // Asked again before it is published, the same run.
  const again = await ask<Forked>(FORK, { findingId: original.slug }, cookie);
  expect(again.data.forkFinding.run.id).toBe(run.id);

  // Nobody sees a fork that is not published.
  expect(await readFamily(original.slug)).toMatchObject({ forkCount: 0, forks: [], lineage: [] });
  const { data: published } = await ask<{ publishFinding: { slug: string } }>(
    PUBLISH,
    { input: { runId: run.id } },
    cookie,
  );
  const fork = await readFamily(published.publishFinding.slug);
  expect(fork).toMatchObject({ title: 'Name movers', tags: ['ioi'], forkedFrom: { slug: original.slug } });
  expect(fork.claims).toEqual([
    { text: 'z[1.2] > 0.3', verdicts: [{ runId: run.id, verdict: 'SUPPORTED' }] },
    { text: 'z[1.1] > 0', verdicts: [{ runId: run.id, verdict: 'SUPPORTED' }] },
  ]);
  expect(fork.forkDifference).toMatchObject({
    isSameExperiment: true,
    isSameText: true,
    model: null,
    pairs: { same: 2, added: [], removed: [], changed: [] },
    claims: { same: 2 },
  });
  expect(fork.forkDifference.cells).toMatchObject({ count: 6, largest: expect.anything() });
  expect(fork.forkDifference.cells.largest.before).toBe(fork.forkDifference.cells.largest.after);
  // A published fork is no longer offered: the next one is another run.
  const next = await ask<Forked>(FORK, { findingId: original.slug }, cookie);
  expect(next.data.forkFinding.run.id).not.toBe(run.id);
});

it('computes changed experiments, evaluates the claims on them and shows what differs', async () => {
  const original = await publishOriginal();
  services.engine.gap = { clean: 9, corrupted: -1 };
  const fork = await publishFork(
    original.slug,
    { pairs: [pair, otherPair], sweeps: ['HEAD_Z', 'RESID_PRE'], directions: ['DENOISING', 'NOISING'] },
    { claims: ['z[1.2] > 0.4', 'ld.clean > 3'], title: 'Other name movers' },
  );
  const read = await readFamily(fork.slug);
  expect(read.forkDifference).toMatchObject({
    isSameExperiment: false,
    isSameText: false,
    model: null,
    prependBos: null,
    sweeps: { added: ['RESID_PRE'], removed: [] },
    metrics: { added: [], removed: [] },
    directions: { added: ['NOISING'], removed: [] },
    pairs: {
      same: 1,
      added: [],
      removed: [],
      changed: [{ before: { clean: pair.clean }, after: { clean: otherPair.clean } }],
    },
    claims: {
      same: 0,
      added: ['ld.clean > 3'],
      removed: ['z[1.1] > 0'],
      changed: [{ before: 'z[1.2] > 0.3', after: 'z[1.2] > 0.4' }],
    },
  });
  // The largest difference, against the stored effects.
  const effects = (runId: string) =>
    services.db.effect.findMany({
      where: { runId, kind: 'HEAD_Z', metric: 'logit_diff', isFirstDirection: true },
    });
  const [before, after] = [await effects(original.runId), await effects(fork.runId)];
  const differences = before.map((one) => {
    const same = after.find(({ layer, head }) => layer === one.layer && head === one.head)!;
    return Math.abs(one.recovery! - same.recovery!);
  });
  const { count, largest } = read.forkDifference.cells;
  expect(count).toBe(before.length);
  expect(Math.abs(largest.before - largest.after)).toBeCloseTo(Math.max(...differences), 12);
  expect(Math.max(...differences)).toBeGreaterThan(0.01);
});

it('keeps the family in order and counts forks', async () => {
  const first = await publishOriginal();
  const a = await publishFork(first.slug);
  const b = await publishFork(first.slug, { sweeps: ['RESID_PRE', 'HEAD_Z'] });
  const c = await publishFork(a.slug);
  for (const slug of [first.slug, b.slug, c.slug]) {
    const { lineage } = await readFamily(slug);
    expect(
      lineage.map((entry: { depth: number; isSameExperiment: boolean; finding: { slug: string } }) => [
        entry.finding.slug,
        entry.depth,
        entry.isSameExperiment,
      ]),
    ).toEqual([
      [first.slug, 0, null],
      [a.slug, 1, true],
      [c.slug, 2, true],
      [b.slug, 1, false],
    ]);
  }
  expect(await readFamily(first.slug)).toMatchObject({
    forkCount: 2,
    forks: [{ slug: a.slug }, { slug: b.slug }],
    forkedFrom: null,
    forkDifference: null,
  });
  const list = await ask<{ findings: { edges: { node: { slug: string } }[] } }>(
    'query { findings(first: 10, sort: FORKED) { edges { node { slug } } } }',
    {},
  );
  expect(list.data.findings.edges.map(({ node }) => node.slug)).toEqual([first.slug, a.slug, c.slug, b.slug]);
  // Findings that are hidden or withdrawn are left out, and their forks stay in the family.
  const { db } = services;
  await db.hiddenFinding.create({ data: { findingId: a.id, reason: 'x' } });
  await db.finding.update({ where: { id: b.id }, data: { withdrawnAt: new Date() } });
  expect(await readFamily(first.slug)).toMatchObject({
    forkCount: 0,
    forks: [],
    lineage: [{ finding: { slug: first.slug } }, { finding: { slug: c.slug }, depth: 1 }],
  });
  expect(await readFamily(c.slug)).toMatchObject({ forkedFrom: null, forkDifference: null });
  await db.hiddenFinding.deleteMany();
  const remove = await services.ask(`mutation { deleteFinding(slug: "${a.slug}") }`, {}, a.cookie);
  expect(remove.errors?.[0]).toMatchObject({
    message: expect.stringMatching(/1 fork\. Withdraw it instead/),
    extensions: { code: 'CONFLICT' },
  });
  // A parent that was deleted before that was refused leaves its forks.
  await db.finding.delete({ where: { id: a.id } });
  expect(await readFamily(c.slug)).toMatchObject({ forkedFrom: null, lineage: [], forkDifference: null });
});

it('keeps the text that was given with the run until it is published, for its owner alone', async () => {
  const { slug } = await publishOriginal();
  const text = { title: 'A new title', claims: ['z[L1H2]>0.2'] };
  const { data, cookie } = await ask<Forked>(FORK, { findingId: slug, text });
  const { run, draft } = data.forkFinding;
  expect(draft).toMatchObject({ title: 'A new title', claims: ['z[1.2] > 0.2'], tags: ['ioi'] });
  const read = 'query ($id: ID!) { run(id: $id) { draft { title } } }';
  expect((await ask(read, { id: run.id }, cookie)).data).toEqual({
    run: { draft: { title: 'A new title' } },
  });
  expect((await services.ask(read, { id: run.id })).data?.['run'] ?? null).not.toMatchObject({
    draft: expect.anything(),
  });
  const later = { title: 'A later title' };
  await ask(FORK, { findingId: slug, text: later }, cookie);
  expect((await ask(read, { id: run.id }, cookie)).data).toEqual({
    run: { draft: { title: 'A later title' } },
  });
});

it('refuses what cannot be forked and stores nothing', async () => {
  const { slug } = await publishOriginal();
  const runs = await services.db.run.count();
  expect(await refuse(FORK, { findingId: 'none' })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refuse(FORK, { findingId: slug, changes: { sweeps: [] } })).toMatchObject({
    issues: [{ path: 'sweeps' }],
  });
  expect(await refuse(FORK, { findingId: slug, text: { title: '', claims: ['z[1.2 > 0'] } })).toMatchObject({
    issues: [{ path: 'title' }, { path: 'claims.0' }],
  });
  expect(await refuse(FORK, { findingId: slug, changes: { promptSet: 'none' } })).toMatchObject({
    issues: [{ path: 'promptSet' }],
  });
  expect(await refuse(FORK, { findingId: slug, changes: { model: 'none' } })).toMatchObject({
    code: 'MODEL_UNAVAILABLE',
  });
  expect(await services.db.run.count()).toBe(runs);
});

/** Versions, withdrawal, deletion and further runs of findings through the API. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
let author: string;

beforeAll(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
  dispatcher = startDispatcher(services, services.engine);
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};

async function ask<T>(source: string, variables: object, cookie: string | null): Promise<T> {
  const { data, errors } = await services.ask(source, variables, cookie);
  expect(errors).toBeUndefined();
  return data as T;
}

/** Code, message and issues of a refusal. */
async function refuse(
  source: string,
  variables: object,
  cookie: string | null,
): Promise<Record<string, unknown>> {
  const { errors } = await services.ask(source, variables, cookie);
  const [error] = errors ?? [];
  return { ...error?.extensions, message: error?.message };
}

async function compute(cookie: string | null, fields: object = {}) {
  const { data, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { model: 'fake', pairs: [pair, pair], sweeps: ['HEAD_Z'], recompute: true, ...fields } },
    cookie,
  );
  const { id } = (data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
  return { id, cookie: cookie ?? setCookie[0]!.split(';')[0]! };
}

const PUBLISH =
  'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id slug version } }';
const EDIT =
  'mutation ($input: EditFindingInput!) { editFinding(input: $input) { version title editedAt furtherRuns { runId label } } }';
const WITHDRAW =
  'mutation ($id: ID!, $reason: String!) { withdrawFinding(findingId: $id, reason: $reason) { withdrawnAt withdrawnReason } }';
const DELETE = 'mutation ($slug: String!) { deleteFinding(slug: $slug) }';
const READ = `query ($slug: String!) { finding(slug: $slug) { id slug version newestVersion title summary tags editedAt withdrawnAt
  withdrawnReason summaryTree claims { id text verdicts { runId verdict value low high } } claimCounts { supported refuted }
  furtherRuns { runId label run { id visibility } } evidence { id }
  versions { number reason title claims tags author { id } runs { runId label } } } }`;

interface Read {
  id: string;
  version: number;
  newestVersion: number;
  title: string;
  summary: string;
  summaryTree: string;
  tags: string[];
  editedAt: string | null;
  withdrawnAt: string | null;
  withdrawnReason: string | null;
  claims: { id: string; text: string; verdicts: { runId: string; verdict: string; value: number }[] }[];
  claimCounts: object;
  furtherRuns: { runId: string; label: string; run: object | null }[];
  evidence: object[];
  versions: { number: number; reason: string | null; title: string; claims: string[]; runs: object[] }[];
}

const read = async (slug: string): Promise<Read> =>
  (await ask<{ finding: Read }>(READ, { slug }, null)).finding;

let slug: string;
let id: string;
let runId: string;

beforeEach(async () => {
  const run = await compute(author ?? null);
  ({ cookie: author, id: runId } = run);
  const published = await ask<{ publishFinding: { id: string; slug: string; version: number } }>(
    PUBLISH,
    {
      input: {
        runId,
        title: 'Name movers',
        summary: 'Heads *move*.',
        tags: ['ioi'],
        claims: ['z[1.2] > 0.3'],
      },
    },
    author,
  );
  ({ id, slug } = published.publishFinding);
});

const edit = (fields: object, cookie: string | null = author) =>
  ask<{ editFinding: { version: number; title: string; editedAt: string | null } }>(
    EDIT,
    { input: { findingId: id, ...fields } },
    cookie,
  );

describe('a version', () => {
  it('shows for ever what was claimed then', async () => {
    const first = await read(slug);
    await edit({
      title: 'Head movers',
      summary: 'Other *text*.',
      tags: ['b'],
      claims: ['z[1.2] < 0.3'],
      reason: ' Why not. ',
    });
    const [old, now] = [await read(`${slug}@1`), await read(slug)];
    expect(old).toMatchObject({
      version: 1,
      newestVersion: 2,
      title: 'Name movers',
      summary: 'Heads *move*.',
      tags: ['ioi'],
      claimCounts: { supported: 1, refuted: 0 },
      evidence: [],
    });
    expect(old.summaryTree).toBe(first.summaryTree);
    expect(old.claims.map(({ text, verdicts }) => ({ text, verdicts }))).toEqual(
      first.claims.map(({ text, verdicts }) => ({ text, verdicts })),
    );
    expect(now).toMatchObject({
      version: 2,
      title: 'Head movers',
      claimCounts: { supported: 0, refuted: 1 },
    });
    expect(await read(`${slug}@2`)).toMatchObject({ version: 2, title: 'Head movers', tags: ['b'] });
    expect(now.versions).toMatchObject([
      { number: 2, reason: 'Why not.', title: 'Head movers', claims: ['z[1.2] < 0.3'], tags: ['b'] },
      { number: 1, reason: null, title: 'Name movers', runs: [{ runId, label: null }] },
    ]);
    for (const address of [`${slug}@3`, `${slug}@0`, `${slug}@x`, `none@1`]) {
      expect(await read(address), address).toBeNull();
    }
  });

  it('is made by a change only, by id or slug alike', async () => {
    expect((await edit({ title: 'Name movers' })).editFinding).toMatchObject({ version: 1, editedAt: null });
    expect((await edit({ findingId: slug, tags: ['x'] })).editFinding.version).toBe(2);
    expect((await edit({ findingId: null, slug, tags: ['y'] })).editFinding.version).toBe(3);
    expect(await refuse(EDIT, { input: { title: 'Another' } }, author)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('is not overwritten by a change that was made from an older one', async () => {
    await edit({ title: 'Second title', version: 1 });
    const late = await refuse(EDIT, { input: { findingId: id, title: 'Late title', version: 1 } }, author);
    expect(late).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/changed while you edited/),
    });
    expect((await read(slug)).title).toBe('Second title');
    const both = await Promise.all(
      ['Left title', 'Right title'].map((title) =>
        services.ask(EDIT, { input: { findingId: id, title, version: 2 } }, author),
      ),
    );
    expect(both.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect((await read(slug)).newestVersion).toBe(3);
  });

  it('of a finding that is older than versions is exactly what it says before its first edit', async () => {
    const before = await read(slug);
    await services.db.findingVersion.deleteMany({ where: { findingId: id } });
    const [{ versions }, pinned] = [await read(slug), await read(`${slug}@1`)];
    expect(versions).toEqual(before.versions);
    expect(pinned).toMatchObject({ title: before.title, tags: before.tags, version: 1, newestVersion: 1 });
    expect((await edit({ title: 'Head movers' })).editFinding.version).toBe(2);
    const after = await read(`${slug}@1`);
    expect(after.claims).toEqual(pinned.claims);
    expect(after.title).toBe('Name movers');
    const row = await services.db.findingVersion.findFirstOrThrow({ where: { findingId: id, number: 1 } });
    const finding = await services.db.finding.findUniqueOrThrow({ where: { id } });
    expect([row.createdAt, row.authorId]).toEqual([finding.createdAt, finding.ownerId]);
  });
});

describe('a withdrawn finding', () => {
  it('keeps its address, its reason and its versions, and is changed no more', async () => {
    const stranger = await compute(null, { visibility: 'UNLISTED' });
    expect(await refuse(WITHDRAW, { id, reason: 'Wrong.' }, stranger.cookie)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await refuse(WITHDRAW, { id, reason: ' ' }, author)).toMatchObject({
      issues: [{ path: 'reason', message: expect.stringMatching(/empty/) }],
    });
    await ask(WITHDRAW, { id: slug, reason: ' Wrong token. ' }, author);
    const tombstone = await read(slug);
    expect(tombstone.withdrawnReason).toBe('Wrong token.');
    expect(Date.parse(tombstone.withdrawnAt!)).toBeGreaterThan(0);
    expect(await read(`${slug}@1`)).toMatchObject({ title: 'Name movers', withdrawnReason: 'Wrong token.' });
    const { findings } = await ask<{ findings: { edges: { node: { slug: string } }[] } }>(
      '{ findings(first: 100) { edges { node { slug } } } }',
      {},
      null,
    );
    expect(findings.edges.map(({ node }) => node.slug)).not.toContain(slug);
    const attach = `mutation { attachEvidence(findingId: "${id}", runId: "${stranger.id}", stance: REFUTES, note: "x") { id } }`;
    for (const [source, variables, cookie] of [
      [WITHDRAW, { id, reason: 'Again.' }, author],
      [EDIT, { input: { findingId: id, title: 'Another' } }, author],
      [attach, {}, stranger.cookie],
      [`mutation { replicateFinding(findingId: "${slug}") { id } }`, {}, stranger.cookie],
      [`mutation { forkFinding(findingId: "${slug}") { run { id } } }`, {}, stranger.cookie],
    ] as const) {
      expect(await refuse(source, variables, cookie), source).toMatchObject({ code: 'CONFLICT' });
    }
  });
});

describe('deletion', () => {
  it('is refused while something of others depends on the finding', async () => {
    const other = await compute(null);
    const { attachEvidence } = await ask<{ attachEvidence: { id: string } }>(
      `mutation { attachEvidence(findingId: "${id}", runId: "${other.id}", stance: SUPPORTS, note: "x") { id } }`,
      {},
      other.cookie,
    );
    expect(await refuse(DELETE, { slug }, author)).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/1 replication or run of others\. Withdraw it instead/),
    });
    await ask(`mutation { removeEvidence(id: "${attachEvidence.id}") }`, {}, other.cookie);
    await edit({ title: 'Head movers' });
    expect(await ask(DELETE, { slug: id }, author)).toEqual({ deleteFinding: id });
    expect(await services.db.findingVersion.count({ where: { findingId: id } })).toBe(0);
  });
});

describe('further runs', () => {
  it('become public, judge the claims, and are part of the version', async () => {
    const second = await compute(author, { pairs: [pair] });
    const added = { addRuns: [{ runId: second.id, label: ' One prompt ' }] };
    await edit(added);
    const finding = await read(slug);
    expect(finding.furtherRuns).toEqual([
      { runId: second.id, label: 'One prompt', run: { id: second.id, visibility: 'PUBLIC' } },
    ]);
    expect(finding.claims[0]!.verdicts.map(({ runId: of, verdict }) => [of, verdict])).toEqual([
      [runId, 'SUPPORTED'],
      [second.id, 'SUPPORTED'],
    ]);
    // A new claim is judged on both.
    await edit({ claims: ['z[1.2] > 0.3', 'z[1.1] < 0'] });
    expect((await read(slug)).claims.map(({ verdicts }) => verdicts.length)).toEqual([2, 2]);
    expect(
      await refuse('mutation ($id: ID!) { deleteRun(id: $id) }', { id: second.id }, author),
    ).toMatchObject({
      code: 'CONFLICT',
    });
    await edit({ removeRuns: [second.id], claims: ['z[1.2] > 0.3'] });
    expect((await read(slug)).claims.map(({ verdicts }) => verdicts.length)).toEqual([1]);
    await ask('mutation ($id: ID!) { deleteRun(id: $id) }', { id: second.id }, author);
    const old = await read(`${slug}@3`);
    expect(old.furtherRuns).toEqual([{ runId: second.id, label: 'One prompt', run: null }]);
    expect(old.claims.map(({ verdicts }) => verdicts.length)).toEqual([2, 2]);
    expect(old.versions[0]).toMatchObject({ number: 4, runs: [{ runId, label: null }] });
  });

  it('belong to the author, and are each there once', async () => {
    const other = await compute(null, { visibility: 'PUBLIC' });
    const issue = async (fields: object) =>
      (await refuse(EDIT, { input: { findingId: id, ...fields } }, author))['issues'];
    expect(await issue({ addRuns: [{ runId: other.id, label: 'x' }] })).toEqual([
      { path: 'addRuns.0.runId', message: expect.stringMatching(/no run of yours/) },
    ]);
    expect(await issue({ addRuns: [{ runId, label: '' }] })).toEqual([
      { path: 'addRuns.0.runId', message: expect.stringMatching(/already/) },
      { path: 'addRuns.0.label', message: expect.stringMatching(/empty/) },
    ]);
    expect(await issue({ removeRuns: [runId] })).toEqual([
      { path: 'removeRuns.0', message: expect.stringMatching(/no further run/) },
    ]);
    const own = await compute(author);
    const published = await ask<{ publishFinding: { slug: string } }>(
      PUBLISH,
      {
        input: {
          runId: own.id,
          title: 'On two runs',
          summary: 'x',
          furtherRuns: [{ runId, label: 'The first one' }],
        },
      },
      author,
    );
    expect((await read(published.publishFinding.slug)).furtherRuns).toMatchObject([{ runId }]);
  });
});

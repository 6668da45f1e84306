/** Claims of findings, replications and attached runs through the API. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_EVIDENCE } from '../../domain/limits';
import { decodeFloats, encodeFloats } from '../runs/results/float-bytes';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
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

async function ask<T>(source: string, variables: object, cookie: string | null = null): Promise<T> {
  const { data, errors } = await services.ask(source, variables, cookie);
  expect(errors).toBeUndefined();
  return data as T;
}

async function refuse(source: string, variables: object, cookie: string | null = null) {
  const { errors } = await services.ask(source, variables, cookie);
  return errors?.[0]?.extensions;
}

/** A succeeded run by a new guest, or by the bearer of a cookie. */
async function compute(cookie: string | null = null, fields: object = {}) {
  const created = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    {
      input: {
        model: 'fake',
        visibility: 'UNLISTED',
        pairs: [pair, pair],
        sweeps: ['HEAD_Z'],
        recompute: true,
        ...fields,
      },
    },
    cookie,
  );
  expect(created.errors).toBeUndefined();
  const { id } = (created.data as { createRun: { id: string } }).createRun;
  await finish(id);
  return { id, cookie: cookie ?? created.setCookie[0]!.split(';')[0]! };
}

async function finish(id: string): Promise<void> {
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
}

const CLAIMS = ['z[L1H2]>0.3', 'z[1.2] < 0.3', 'ld.clean > 3.2', 'v[1.1] > 0'];

async function publish(claims: readonly string[] = CLAIMS) {
  const run = await compute();
  const input = { runId: run.id, title: 'Name movers', summary: 'Heads move.', claims };
  const { publishFinding } = await ask<{ publishFinding: { id: string; slug: string } }>(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id slug } }',
    { input },
    run.cookie,
  );
  return { ...publishFinding, runId: run.id, cookie: run.cookie };
}

interface ReadFinding {
  claims: {
    id: string;
    text: string;
    verdicts: { runId: string; verdict: string; value: number | null }[];
  }[];
  claimCounts: Record<string, number>;
  evidence: ({ id: string; isJudged: boolean; run: { id: string } } & Record<string, unknown>)[];
  evidenceCounts: Record<string, number>;
}

const FINDING = `query ($slug: String!) { finding(slug: $slug) {
  claims { id text verdicts { runId verdict value } }
  claimCounts { supported refuted undecided invalid }
  evidence { id isReplication stance note author { id } run { id } isJudged canRemove response
    comparison { isSame metrics { metric difference tolerance } } }
  evidenceCounts { replicated notReplicated supporting refuting } } }`;

async function read(slug: string, cookie: string | null = null): Promise<ReadFinding> {
  return (await ask<{ finding: ReadFinding }>(FINDING, { slug }, cookie)).finding;
}

/** Reads a finding until its attached runs are judged. */
async function readJudged(slug: string): Promise<ReadFinding> {
  return expect
    .poll(() => read(slug), { timeout: 10_000 })
    .toSatisfy(
      ({ evidence }: ReadFinding) => evidence.length > 0 && evidence.every(({ isJudged }) => isJudged),
    )
    .then(() => read(slug));
}

interface FindingsPage {
  findings: {
    edges: { node: { slug: string } }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

const REPLICATE =
  'mutation ($id: ID!) { replicateFinding(findingId: $id) { id isReplication run { id status } } }';
const ATTACH = `mutation ($findingId: ID!, $runId: ID!, $stance: Stance!, $note: String!) {
  attachEvidence(findingId: $findingId, runId: $runId, stance: $stance, note: $note) { id stance note isJudged run { id } } }`;
const RESPOND =
  'mutation ($id: ID!, $response: String!) { respondToEvidence(id: $id, response: $response) { response respondedAt } }';
const REMOVE = 'mutation ($id: ID!) { removeEvidence(id: $id) }';
const EDIT = 'mutation ($input: EditFindingInput!) { editFinding(input: $input) { slug } }';

describe('claims of a finding', () => {
  it('are stored in canonical form with what the run says, also where it refutes them', async () => {
    const { slug, runId } = await publish();
    const finding = await read(slug);
    expect(
      finding.claims.map(({ text, verdicts }) => [text, ...verdicts.map(({ verdict }) => verdict)]),
    ).toEqual([
      ['z[1.2] > 0.3', 'SUPPORTED'],
      ['z[1.2] < 0.3', 'REFUTED'],
      ['ld.clean > 3.2', 'UNDECIDED'],
      ['v[1.1] > 0', 'INVALID'],
    ]);
    expect(finding.claims[0]!.verdicts[0]).toMatchObject({ runId, value: expect.closeTo(0.375, 6) });
    expect(finding.claimCounts).toEqual({ supported: 1, refuted: 1, undecided: 1, invalid: 1 });
  });

  it('are refused when they cannot be read, with the field and the character', async () => {
    const { id, cookie } = await compute();
    const input = { runId: id, title: 'Name movers', summary: 'x', claims: ['z[1.2] > 0', 'z[1.2 > 0'] };
    const refused = await refuse(
      'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }',
      { input },
      cookie,
    );
    expect(refused).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [
        { path: 'claims.1', message: expect.stringMatching(/'z\[1\.2 > 0' .* at character 2: .*not closed/) },
      ],
    });
  });

  it('keep their identity when others are added, moved and removed', async () => {
    const { slug, cookie } = await publish();
    const before = await read(slug);
    const claims = ['ld.corrupted < 1', 'z[1.2] < 0.3', 'z[1.2] > 0.3'];
    await ask(EDIT, { input: { slug, claims } }, cookie);
    const { claims: after } = await read(slug);
    expect(after.map(({ text }) => text)).toEqual(claims);
    expect(after[1]).toEqual(before.claims[1]);
    expect(after[2]).toEqual(before.claims[0]);
    expect(after[0]!.verdicts).toMatchObject([{ verdict: 'SUPPORTED' }]);
    await ask(EDIT, { input: { slug, title: 'Other' } }, cookie);
    expect((await read(slug)).claims).toEqual(after);
  });
});

describe('a replication', () => {
  it('computes the run again as the requester’s, compares the numbers and judges the claims', async () => {
    const { id, slug, runId } = await publish();
    const asked = await services.ask(REPLICATE, { id: slug });
    expect(asked.errors).toBeUndefined();
    const cookie = asked.setCookie[0]!.split(';')[0]!;
    const { replicateFinding } = asked.data as { replicateFinding: { id: string; run: { id: string } } };
    expect(replicateFinding.run.id).not.toBe(runId);
    await finish(replicateFinding.run.id);
    const finding = await readJudged(slug);
    expect(finding.evidence).toMatchObject([
      {
        isReplication: true,
        stance: null,
        note: null,
        comparison: {
          isSame: true,
          metrics: [{ metric: 'LOGIT_DIFF', difference: 0, tolerance: expect.closeTo(1e-5, 9) }],
        },
      },
    ]);
    expect(finding.evidenceCounts).toEqual({ replicated: 1, notReplicated: 0, supporting: 0, refuting: 0 });
    expect(finding.claims[0]!.verdicts.map((verdict) => [verdict.runId, verdict.verdict])).toEqual([
      [runId, 'SUPPORTED'],
      [replicateFinding.run.id, 'SUPPORTED'],
    ]);
    // It is a run of the requester's, by either name of the finding, and computed, not copied.
    const { run } = await ask<{ run: object }>(
      'query ($id: ID!) { run(id: $id) { isMine copiedFrom { id } } }',
      { id: replicateFinding.run.id },
      cookie,
    );
    expect(run).toEqual({ isMine: true, copiedFrom: null });
    expect(
      (await ask<{ replicateFinding: object }>(REPLICATE, { id }, cookie)).replicateFinding,
    ).toMatchObject({
      isReplication: true,
    });
  });

  const SET = `mutation ($definition: String!, $count: Int!) { createPromptSet(input: { name: "Names", visibility: PUBLIC,
    family: { definition: $definition, seed: 1, count: $count } }) { id } }`;
  const FRESH = `mutation ($id: ID!, $seed: Int!) { replicateFinding(findingId: $id, freshSeed: $seed) {
    id isReplication isFresh stance run { id freshSeed promptSet { id } pairs { clean corrupted } } } }`;
  const DEFINITION = `templates: {one: "{A} saw {B}. {A} saw", two: "Then {A} saw {B} there. {A} saw"}
words: {names: [Mary, John, Tom, Anna, Paul]}
variables: {A: names, B: names, C: names}
different: [[A, B, C]]
corruptions: {third: {slots: {B: C}}}
answers: {correct: B, incorrect: C}`;

  /** A finding on a set of a family of its own. */
  async function publishOnSet(
    claims: readonly string[],
    { count = 3, definition = DEFINITION }: { readonly count?: number; readonly definition?: string } = {},
  ) {
    const set = await services.ask(SET, { definition, count });
    expect(set.errors).toBeUndefined();
    const setId = (set.data as { createPromptSet: { id: string } }).createPromptSet.id;
    const run = await compute(null, { pairs: null, promptSet: setId, positionsBy: 'ROLE' });
    const input = { runId: run.id, title: 'Sights', summary: 'Names.', claims };
    const { publishFinding } = await ask<{ publishFinding: { slug: string } }>(
      'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
      { input },
      run.cookie,
    );
    return { ...run, slug: publishFinding.slug, setId, setCookie: set.setCookie[0]!.split(';')[0]! };
  }

  it('judges the claims on fresh prompts of the family, and counts whether they survive', async () => {
    const { id, slug, setId, cookie } = await publishOnSet(['z[1.2] > 0.3', 'z[1.2] < 0.3']);
    const { finding: before } = await ask<{ finding: object }>(
      'query ($slug: String!) { finding(slug: $slug) { hasFreshPrompts run { pairs { clean corrupted } } } }',
      { slug },
    );
    const known = before as { hasFreshPrompts: boolean; run: { pairs: { clean: string }[] } };
    expect(known.hasFreshPrompts).toBe(true);
    const { replicateFinding } = await ask<{
      replicateFinding: { run: { id: string; pairs: { clean: string; corrupted: string }[] } };
    }>(FRESH, { id: slug, seed: 7 });
    expect(replicateFinding).toMatchObject({
      isReplication: false,
      isFresh: true,
      stance: null,
      run: { freshSeed: 7, promptSet: { id: setId } },
    });
    // As many, and none of the finding's own.
    expect(replicateFinding.run.pairs).toHaveLength(3);
    for (const own of known.run.pairs) expect(replicateFinding.run.pairs).not.toContainEqual(own);
    await finish(replicateFinding.run.id);
    const judged = await readJudged(slug);
    expect(judged.evidence[0]).toMatchObject({ isReplication: false, comparison: null });
    const verdicts = judged.claims.map((claim) =>
      claim.verdicts.map(({ runId, verdict }) => [runId, verdict]),
    );
    expect(verdicts).toEqual([
      [
        [id, 'SUPPORTED'],
        [replicateFinding.run.id, 'SUPPORTED'],
      ],
      [
        [id, 'REFUTED'],
        [replicateFinding.run.id, 'REFUTED'],
      ],
    ]);
    const counts = async () =>
      (
        await ask<{ finding: { evidenceCounts: object } }>(
          'query ($slug: String!) { finding(slug: $slug) { evidenceCounts { replicated survived notSurvived } } }',
          { slug },
        )
      ).finding.evidenceCounts;
    expect(await counts()).toEqual({ replicated: 0, survived: 1, notSurvived: 0 });

    // A claim that the own run supports and the other one does not.
    const claim = await services.db.claim.findFirstOrThrow({ where: { text: 'z[1.2] > 0.3' } });
    await services.db.claimVerdict.update({
      where: { claimId_runId: { claimId: claim.id, runId: replicateFinding.run.id } },
      data: { verdict: 'UNDECIDED' },
    });
    await ask(EDIT, { input: { slug, claims: ['z[1.2] > 0.3', 'ld.clean > 1'] } }, cookie);
    expect(await counts()).toEqual({ replicated: 0, survived: 0, notSurvived: 1 });
    await ask(EDIT, { input: { slug, claims: ['z[1.2] < 0.3'] } }, cookie);
    expect(await counts()).toEqual({ replicated: 0, survived: 0, notSurvived: 0 });
  });

  it('refuses fresh prompts where no family generates them', async () => {
    const listed = await publish();
    expect(await refuse(FRESH, { id: listed.slug, seed: 1 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    // The set has all pairs that its family generates.
    const few = DEFINITION.replace(', Anna, Paul', '').replace(/, two: "[^"]*"/, '');
    const whole = await publishOnSet([], { count: 6, definition: few });
    expect(await refuse(FRESH, { id: whole.slug, seed: 1 })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    // Nobody but its owner can open the set.
    const { slug, setId, setCookie } = await publishOnSet([]);
    const has = async (cookie: string | null) =>
      (
        await ask<{ finding: { hasFreshPrompts: boolean } }>(
          'query ($slug: String!) { finding(slug: $slug) { hasFreshPrompts } }',
          { slug },
          cookie,
        )
      ).finding.hasFreshPrompts;
    expect(await has(null)).toBe(true);
    await ask(
      'mutation ($id: ID!) { editPromptSet(input: { id: $id, visibility: PRIVATE }) { id } }',
      { id: setId },
      setCookie,
    );
    expect([await has(null), await has(setCookie)]).toEqual([false, true]);
    expect(await refuse(FRESH, { id: slug, seed: 1 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await read(slug)).evidence).toEqual([]);
  });

  it('says how far its numbers are from those of the finding', async () => {
    const { slug, runId } = await publish();
    // The stored original differs by 0.5 in one value from what the engine computes.
    const sweep = await services.db.sweep.findFirstOrThrow({ where: { runId } });
    const key = { sweepId_metric: { sweepId: sweep.id, metric: 'logit_diff' } };
    const values = decodeFloats((await services.db.sweepValue.findUniqueOrThrow({ where: key })).values);
    values[7]! += 0.5;
    await services.db.sweepValue.update({ where: key, data: { values: encodeFloats(values) } });
    const { replicateFinding } = await ask<{ replicateFinding: { run: { id: string } } }>(REPLICATE, {
      id: slug,
    });
    await finish(replicateFinding.run.id);
    const finding = await readJudged(slug);
    expect(finding.evidence[0]!['comparison']).toEqual({
      isSame: false,
      metrics: [
        { metric: 'LOGIT_DIFF', difference: expect.closeTo(0.5, 6), tolerance: expect.closeTo(4e-5, 9) },
      ],
    });
    expect(finding.evidenceCounts).toMatchObject({ replicated: 0, notReplicated: 1 });
  });

  it('is computed once at a time for each requester', async () => {
    const { slug, cookie } = await publish();
    await dispatcher.stop();
    const first = await ask<{ replicateFinding: { id: string } }>(REPLICATE, { id: slug }, cookie);
    const second = await ask<{ replicateFinding: { id: string } }>(REPLICATE, { id: slug }, cookie);
    expect(second).toEqual(first);
    expect((await read(slug)).evidence).toMatchObject([{ isJudged: false, comparison: null }]);
  });

  it('is stored once when a requester asks for it several times at once', async () => {
    const { slug, cookie } = await publish();
    await dispatcher.stop();
    const ids = await Promise.all(
      [1, 2, 3].map(async () => {
        const answer = await ask<{ replicateFinding: { id: string } }>(REPLICATE, { id: slug }, cookie);
        return answer.replicateFinding.id;
      }),
    );
    expect(new Set(ids).size).toBe(1);
    expect([await services.db.evidence.count(), await services.db.run.count()]).toEqual([1, 2]);
  });

  it('is not stored, nor is its run, when others have taken the last place meanwhile', async () => {
    const { id, slug } = await publish();
    const others = await Promise.all([1, 2].map(() => compute()));
    await dispatcher.stop();
    const { db } = services;
    const { id: runId, ...run } = await db.run.findFirstOrThrow({ where: { finding: { id } } });
    for (let index = 1; index < MAX_EVIDENCE; index++) {
      await db.run.create({ data: { ...run, id: `${runId}${index}`, contentHash: String(index) } });
      await db.evidence.create({
        data: {
          id: `e${index}`,
          findingId: id,
          runId: `${runId}${index}`,
          creatorId: run.ownerId,
          stance: 'SUPPORTS',
        },
      });
    }
    const runs = await db.run.count();
    const answers = await Promise.all(
      others.map(({ cookie }) => services.ask(REPLICATE, { id: slug }, cookie)),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.['code'] ?? 'stored');
    expect(new Set(codes)).toEqual(new Set(['QUOTA_EXCEEDED', 'stored']));
    expect(await db.evidence.count()).toBe(MAX_EVIDENCE);
    expect(await db.run.count()).toBe(runs + 1);
  });
});

describe('an attached run', () => {
  it('is judged by the claims, counted, answered by the author and removed by who attached it', async () => {
    const { slug, id, runId, cookie } = await publish();
    services.engine.gap = { clean: 9, corrupted: -1 };
    const other = await compute();
    const variables = {
      findingId: slug,
      runId: other.id,
      stance: 'REFUTES',
      note: ' Not with other prompts. ',
    };
    const { attachEvidence } = await ask<{ attachEvidence: { id: string } }>(ATTACH, variables, other.cookie);
    expect(attachEvidence).toMatchObject({
      stance: 'REFUTES',
      note: 'Not with other prompts.',
      isJudged: true,
    });
    const finding = await read(slug, other.cookie);
    expect(finding.claims[0]!.verdicts.map((verdict) => [verdict.runId, verdict.verdict])).toEqual([
      [runId, 'SUPPORTED'],
      [other.id, 'REFUTED'],
    ]);
    expect(finding.evidenceCounts).toEqual({ replicated: 0, notReplicated: 0, supporting: 0, refuting: 1 });
    expect(finding.evidence).toMatchObject([{ canRemove: true, comparison: null, response: null }]);

    // A claim that is added later is judged on attached runs, too.
    await ask(EDIT, { input: { slug, claims: ['z[1.2] > 0.3', 'z[1.2] > 0.31'] } }, cookie);
    expect((await read(slug)).claims[1]!.verdicts.map(({ verdict }) => verdict)).toEqual([
      'SUPPORTED',
      'REFUTED',
    ]);

    const evidenceId = attachEvidence.id;
    expect(await refuse(RESPOND, { id: evidenceId, response: 'No.' }, other.cookie)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const { respondToEvidence } = await ask<{ respondToEvidence: object }>(
      RESPOND,
      { id: evidenceId, response: ' Other prompts. ' },
      cookie,
    );
    expect(respondToEvidence).toEqual({ response: 'Other prompts.', respondedAt: expect.any(String) });
    expect(await refuse(REMOVE, { id: evidenceId }, cookie)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refuse(ATTACH, { ...variables, findingId: id }, other.cookie)).toMatchObject({
      code: 'CONFLICT',
    });
    await ask(REMOVE, { id: evidenceId }, other.cookie);
    const removed = await read(slug);
    expect([removed.evidence, removed.claims[0]!.verdicts.length]).toEqual([[], 1]);
    expect(await refuse(REMOVE, { id: evidenceId }, other.cookie)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused when there is nothing to attach', async () => {
    const { slug, runId, cookie } = await publish();
    const other = await compute();
    const attach = { findingId: slug, runId: other.id, stance: 'SUPPORTS', note: 'It does.' };
    expect(await refuse(ATTACH, { ...attach, runId }, cookie)).toMatchObject({ issues: [{ path: 'runId' }] });
    expect(await refuse(ATTACH, { ...attach, note: ' ' }, cookie)).toMatchObject({
      issues: [{ path: 'note' }],
    });
    expect(await refuse(ATTACH, { ...attach, note: 'x'.repeat(501) }, cookie)).toMatchObject({
      issues: [{ path: 'note' }],
    });
    expect(await refuse(ATTACH, { ...attach, runId: 'none' }, cookie)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refuse(ATTACH, { ...attach, findingId: 'none' }, cookie)).toMatchObject({
      code: 'NOT_FOUND',
    });
    await services.db.run.update({ where: { id: other.id }, data: { status: 'FAILED' } });
    expect(await refuse(ATTACH, attach, cookie)).toMatchObject({
      issues: [{ path: 'runId', message: expect.stringContaining('failed') }],
    });
    expect(await services.db.evidence.count()).toBe(0);
  });

  it('orders the list, over pages', async () => {
    const slugs: string[] = [];
    for (let count = 0; count < 3; count++) slugs.push((await publish([])).slug);
    const others = [await compute(), await compute()];
    const attach = (slug: string, at: number, stance: string) =>
      ask(ATTACH, { findingId: slug, runId: others[at]!.id, stance, note: 'So.' }, others[0]!.cookie);
    await attach(slugs[1]!, 0, 'REFUTES');
    await attach(slugs[1]!, 1, 'SUPPORTS');
    await attach(slugs[0]!, 0, 'REFUTES');
    await attach(slugs[0]!, 1, 'REFUTES');
    const list = async (sort: string): Promise<string[]> => {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page: FindingsPage = await ask<FindingsPage>(
          `query ($sort: FindingSort!, $after: String) { findings(first: 1, sort: $sort, after: $after) {
            edges { node { slug } } pageInfo { endCursor hasNextPage } } }`,
          { sort, after },
        );
        const { edges, pageInfo } = page.findings;
        found.push(...edges.map(({ node }) => node.slug));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return found;
    };
    const [a, b, c] = slugs;
    expect(await list('NEWEST')).toEqual([c, b, a]);
    expect(await list('DISPUTED')).toEqual([a, b, c]);
    expect(await list('SUPPORTED')).toEqual([b, c, a]);
    expect(await list('REPLICATED')).toEqual([c, b, a]);
  });

  it('goes when its run is deleted, and with the finding', async () => {
    const { slug, cookie } = await publish();
    const other = await compute();
    const attach = { findingId: slug, runId: other.id, stance: 'SUPPORTS', note: 'It does.' };
    await ask(ATTACH, attach, other.cookie);
    await ask('mutation ($id: ID!) { deleteRun(id: $id) }', { id: other.id }, other.cookie);
    expect((await read(slug)).evidence).toEqual([]);
    await ask('mutation ($slug: String!) { deleteFinding(slug: $slug) }', { slug }, cookie);
    expect([await services.db.claim.count(), await services.db.claimVerdict.count()]).toEqual([0, 0]);
  });
});

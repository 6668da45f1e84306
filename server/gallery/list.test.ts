/** The gallery's list on a real database file: what a search finds, and the indexes that it reads. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIndexes } from '../testing/schema-indexes';
import { isOnServer } from '../testing/databases';
import { createTestServices, type TestServices } from '../testing/test-services';
import { findingIds, findWideConditions, listFindings, type FindingFilter } from './list';

const ALL: FindingFilter = { first: 100, after: null, search: null, tag: null, model: null, author: null };

/** Recovery by finding: of a head (z, all positions) and of an MLP output by position; null for not measured. */
const FINDINGS = [
  { id: 'a', text: 'name movers\nwhen john and mary', z: 0.5, mlp: [0.05, 0.2] },
  { id: 'b', text: 'the movement of names, 100%_sure "quoted"', z: 0.1, mlp: [0.05, 0.09] },
  { id: 'c', text: 'ÜBER names; ünïcode ∑ 名前 of'.toLowerCase(), z: -0.2, mlp: null },
  { id: 'd', text: 'nothing', z: null, mlp: [0.3, null] },
];

/** Of the same head: other directions and metrics. */
const OTHERS = [
  { direction: 'NOISING', isFirstDirection: false, recovery: 0.9 },
  { metric: 'prob', recovery: 0.3, value: 0.02 },
  { direction: 'NOISING', isFirstDirection: false, metric: 'prob', recovery: -0.6 },
  { metric: 'rank', recovery: null, value: 4 },
];

let services: TestServices;

beforeAll(async () => {
  services = await createTestServices();
  const { db } = services;
  const { unavailable: _usable, ...model } = (await services.models.list())[0]!;
  await db.model.create({ data: model });
  await db.user.create({ data: { id: 'owner', name: 'Owner' } });
  for (const [index, { id, text, z, mlp }] of FINDINGS.entries()) {
    const effect = { layer: 0, value: 0 };
    await db.run.create({
      data: {
        id: `run-${id}`,
        ownerId: 'owner',
        modelId: 'fake',
        direction: id === 'c' ? 'NOISING' : 'DENOISING',
        ...(id === 'a' && { directions: '["DENOISING","NOISING"]', metrics: '["logit_diff","prob","rank"]' }),
        prependBos: true,
        kinds: '[]',
        contentHash: id,
        status: 'SUCCEEDED',
        effects: {
          create: [
            {
              ...effect,
              kind: 'HEAD_Z',
              head: 1,
              recovery: z,
              ...(id === 'c' && { direction: 'NOISING' }),
            },
            ...(id === 'a' ? OTHERS.map((other) => ({ ...effect, kind: 'HEAD_Z', head: 1, ...other })) : []),
            ...(mlp ?? []).map((recovery, position) => ({ ...effect, kind: 'MLP_OUT', position, recovery })),
            // Entries of a pattern from destination 3: source position 1 of the first finding, 2 of the second.
            ...[1, 2].map((src) => ({
              ...effect,
              kind: 'HEAD_PATTERN_DEST_SRC',
              head: 1,
              position: 3,
              src,
              recovery: src === index + 1 ? 0.4 : 0.01,
            })),
          ],
        },
      },
    });
    await db.finding.create({
      data: {
        id,
        slug: id,
        createdAt: new Date(1000 * index),
        runId: `run-${id}`,
        ownerId: 'owner',
        title: id,
        summary: '',
        card: '{}',
        text,
        tags: { create: { tag: index < 2 ? 'early' : 'late' } },
      },
    });
  }
});
afterAll(() => services.dispose());

const EVERYTHING = new (class extends Set<string> {
  override has = (): boolean => true;
})();

/** Ids that a search finds, in order of age. */
async function found(filter: Partial<FindingFilter>): Promise<string> {
  const { nodes } = await listFindings(services, { ...ALL, ...filter });
  // However many effects a condition matches, the answer is the same.
  const wide = await services.db.$queryRaw<{ id: string }[]>(
    findingIds(services.db, { ...ALL, ...filter }, EVERYTHING),
  );
  expect(wide.slice(0, ALL.first).map(({ id }) => id)).toEqual(nodes.map(({ id }) => id));
  return nodes
    .map(({ id }) => id)
    .toReversed()
    .join('');
}

describe('a search by words', () => {
  it.each([
    ['names', 'bc'],
    ['name', 'abc'],
    ['NAME move', 'ab'],
    ['100%_', 'b'],
    ['_', 'b'],
    ['a_e', ''],
    ['"of names"', 'b'],
    ['"names of"', ''],
    ['“of names,”', 'b'],
    ['"quoted"', 'b'],
    ['#early', 'ab'],
    ['tag:LATE names', 'c'],
    ['#earl', ''],
    ['model:FAKE names', 'bc'],
    ['model:fak', ''],
    ['名前', 'c'],
    ['ünï', 'c'],
    ['of', 'bc'],
    ['o', 'abcd'],
    ['%', 'b'],
    ['names zebra', ''],
  ])('finds %s', async (search, ids) => {
    expect(await found({ search })).toBe(ids);
  });

  it('finds what the text contains, whatever it is, and never fails', async () => {
    const piece = fc.constantFrom(
      ..."nameovt*^:(){}-+%_\\'∑名\u0000".split(''),
      'name',
      ' and ',
      'NEAR',
      'OR',
    );
    const search = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(search, async (text) => {
        const words = text
          .toLowerCase()
          .split(/[\s,;]+/)
          .filter((word) => word !== '');
        const ids = FINDINGS.filter((finding) => words.every((word) => finding.text.includes(word)));
        expect(await found({ search: text })).toBe(ids.map(({ id }) => id).join(''));
      }),
      { numRuns: 300 },
    );
  });

  it('follows changed texts and deleted findings', async () => {
    const { db } = services;
    await db.finding.update({ where: { id: 'd' }, data: { text: 'zanzibar' } });
    expect([await found({ search: 'zanzi' }), await found({ search: 'nothing' })]).toEqual(['d', '']);
    await db.finding.update({ where: { id: 'd' }, data: { text: 'nothing' } });
    expect([await found({ search: 'zanzi' }), await found({ search: 'nothing' })]).toEqual(['', 'd']);
    const { searchId: _own, ...row } = await db.finding.findUniqueOrThrow({ where: { id: 'd' } });
    await db.finding.delete({ where: { id: 'd' } });
    expect(await found({ search: 'nothing' })).toBe('');
    await db.finding.create({ data: row });
    await db.findingTag.create({ data: { findingId: 'd', tag: 'late' } });
    expect(await found({ search: 'nothing' })).toBe('d');
  });
});

describe('a search by result on a finding with further runs', () => {
  /** z of head 0.1 in a further run of a finding. */
  const FURTHER = [
    { finding: 'b', z: 0.9 },
    { finding: 'd', z: -0.4 },
    { finding: 'd', z: null },
  ];
  beforeAll(async () => {
    const { db } = services;
    const { id: _id, ...run } = await db.run.findUniqueOrThrow({ where: { id: 'run-a' } });
    const { id: _fake, ...model } = await db.model.findFirstOrThrow();
    await db.model.create({ data: { ...model, id: 'other' } });
    for (const [index, { finding, z }] of FURTHER.entries()) {
      const effect = { kind: 'HEAD_Z', layer: 0, head: 1, value: 0, recovery: z };
      const id = `further-${index}`;
      const modelId = z === null ? 'other' : 'fake';
      await db.run.create({ data: { ...run, id, modelId, contentHash: id, effects: { create: effect } } });
      await db.findingRun.create({ data: { findingId: finding, runId: id, index, label: 'x' } });
    }
  });
  afterAll(async () => {
    await services.db.findingRun.deleteMany();
    await services.db.run.deleteMany({ where: { id: { startsWith: 'further-' } } });
    await services.db.model.delete({ where: { id: 'other' } });
  });

  it.each([
    ['L0H1 > 0.6', 'b'],
    ['L0H1 > 0.4', 'ab'],
    ['L0H1 = 0.1', 'b'],
    // Each condition holds on one of the runs.
    ['L0H1 = 0.1, L0H1 > 0.6', 'b'],
    ['L0H1 < -0.3', 'd'],
    ['L0H1 < 0.2', 'bcd'],
    ['|L0H1| > 0.3', 'abd'],
    ['|L0H1| < 0.15', 'b'],
    ['|L0H1| = 0.4', 'd'],
    ['L0H1 > 0.95', ''],
    ['direction:noising', 'abcd'],
    ['metric:rank', 'abd'],
    ['model:other', 'd'],
    ['model:fake', 'abcd'],
  ])('finds %s on any of the runs', async (search, ids) => {
    expect(await found({ search })).toBe(ids);
  });

  it('finds a model that only a further run is on', async () => {
    expect(await found({ model: 'other' })).toBe('d');
    expect(await found({ model: 'fake' })).toBe('abcd');
  });
});

describe('a search by result', () => {
  it.each([
    ['L0H1 > 0.1', 'a'],
    ['L0H1 >= 0.1', 'ab'],
    ['L0H1 < 0.1', 'c'],
    ['L0H1 <= 0.1', 'bc'],
    ['L0H1 > -1', 'abc'],
    ['L0H0 < 1', ''],
    ['mlp 0 > 0.1', 'ad'],
    ['mlp 0 < 0.1', 'b'],
    ['mlp 0 <= 0.2', 'ab'],
    ['mlp 0 @ 0 < 0.1', 'ab'],
    ['mlp 0 @ 1 > 0.1', 'a'],
    ['L0H1 > 0, mlp 0 < 0.1 names', 'b'],
    ['|L0H1| > 0.1', 'ac'],
    ['|L0H1| >= 0.1', 'abc'],
    ['|L0H1| <= 0.2', 'bc'],
    ['|L0H1| < 0.2', 'b'],
    ['|L0H1| = 0.2', 'c'],
    ['L0H1 = 0.5', 'a'],
    ['L0H1 = 0.52', ''],
    ['L0H1 = 0.46', ''],
    ['mlp 0 = 0.1', 'ab'],
    ['L0H1 > abc', ''],
    ['pattern L0H1 @ 3 <- 1 > 0.3', 'a'],
    ['0.1 @ 3 <- 2 > 0.3', 'b'],
    ['pattern L0H1 @ 3 <- 1 < 0.3', 'bcd'],
    ['pattern L0H1 @ 2 <- 1 < 0.3', ''],
    ['pattern L0H1 @ 3 > 0.3', ''],
    // The first direction and the logit difference alone, unless another is named.
    ['L0H1 > 0.6', ''],
    ['L0H1 < -0.5', ''],
    ['direction:noising', 'ac'],
    ['direction:denoising', 'abd'],
    ['direction:noising L0H1 > 0.6', 'a'],
    ['direction:noising L0H1 < 0', 'c'],
    ['direction:denoising L0H1 > -1', 'ab'],
    ['z[0.1 | noising] > 0.6', 'a'],
    ['z[0.1 | noising] < 0.6', 'c'],
    ['z[0.1 | noising] > -1, z[0.1] > 0.3', 'a'],
    ['metric:prob', 'a'],
    ['metric:ld', 'abcd'],
    ['metric:prob L0H1 = 0.3', 'a'],
    ['metric:prob L0H1 > 0.4', ''],
    ['z[0.1 | noising, prob] <= -0.6', 'a'],
    ['|z[0.1 | noising, prob]| > 0.5', 'a'],
    ['z[0.1 | prob, raw] = 0.02', 'a'],
    ['z[0.1 | rank, raw] < 5', 'a'],
    ['z[0.1 | rank, raw] > 5', ''],
    ['mlp_out[0, *] > 0.1', 'ad'],
  ])('finds %s', async (search, ids) => {
    expect(await found({ search })).toBe(ids);
  });
});

it('finds authors, verdicts on any run, and claims in any notation', async () => {
  const { db } = services;
  const claim = (id: string, findingId: string, text: string) =>
    db.claim.create({ data: { id, findingId, index: 0, text } });
  await claim('ca', 'a', 'z[0.1] > 0.3');
  await claim('cb', 'b', 'z[0.1] > 0.4');
  await db.claimVerdict.create({ data: { claimId: 'ca', runId: 'run-a', verdict: 'SUPPORTED' } });
  // On an attached run.
  await db.claimVerdict.create({ data: { claimId: 'ca', runId: 'run-d', verdict: 'REFUTED' } });
  await db.claimVerdict.create({ data: { claimId: 'cb', runId: 'run-b', verdict: 'UNDECIDED' } });
  expect(await found({ search: 'verdict:supported' })).toBe('a');
  expect(await found({ search: 'verdict:refuted verdict:supported' })).toBe('a');
  expect(await found({ search: 'verdict:undecided' })).toBe('b');
  expect(await found({ search: 'verdict:invalid' })).toBe('');
  expect(await found({ verdict: 'UNDECIDED' })).toBe('b');
  expect(await found({ verdict: 'REFUTED', search: 'verdict:supported' })).toBe('a');
  expect(await found({ search: 'claim:"z[L0H1]>0.3"' })).toBe('a');
  expect(await found({ search: 'claim:"z[0.1] > 0.30"' })).toBe('');
  expect(await found({ search: 'author:oWn' })).toBe('abcd');
  expect(await found({ search: 'author:"Owner" tag:early verdict:supported' })).toBe('a');
  expect(await found({ search: 'author:nobody' })).toBe('');
  await db.claim.deleteMany();
});

it('is narrowed by tag and model, and pages without gaps', async () => {
  expect(await found({ tag: 'Early' })).toBe('ab');
  expect(await found({ model: 'fake', search: 'names' })).toBe('bc');
  expect(await found({ model: 'gpt2' })).toBe('');
  expect(await found({ author: 'owner', tag: 'late' })).toBe('cd');
  expect(await found({ author: 'somebody' })).toBe('');
  const after = (ms: number, id: string) => Buffer.from(`${ms}:${id}`).toString('base64url');
  expect(await found({ after: after(2000, 'c') })).toBe('ab');
  expect(await found({ after: after(2000, 'bz') })).toBe('ab');
  expect(await found({ after: after(2000, 'cz') })).toBe('abc');
});

it('finds sweeps of the main run and of further runs, together with a search and an author', async () => {
  const { db } = services;
  const sweep = { axes: '["layer","head"]', shape: '[1,2]', elapsedMs: 1, flops: 1 };
  await db.sweep.createMany({
    data: [
      { ...sweep, runId: 'run-a', kind: 'HEAD_Z' },
      { ...sweep, runId: 'run-b', kind: 'HEAD_Z' },
      { ...sweep, runId: 'run-c', kind: 'HEAD_Q' },
    ],
  });
  expect(await found({ kind: 'HEAD_Z' })).toBe('ab');
  expect(await found({ kind: 'HEAD_Z', search: '100%_sure', author: 'owner' })).toBe('b');
  expect(await found({ kind: 'HEAD_V' })).toBe('');
  await db.findingRun.create({ data: { findingId: 'a', runId: 'run-c', index: 0, label: 'c' } });
  expect(await found({ kind: 'HEAD_Q' })).toBe('ac');
  await db.findingRun.deleteMany({ where: { findingId: 'a' } });
});

it('has indexes with every column that a search reads', () => {
  // Otherwise a search would read whole rows of all findings. `npm run bench -- --site` measures it.
  expect(readIndexes('Finding')).toContainEqual(['createdAt', 'id', 'runId', 'searchId']);
  expect(readIndexes('FindingTag')).toContainEqual(['tag', 'findingId']);
  expect(readIndexes('Run')).toContainEqual(expect.arrayContaining(['modelId']));
  const ofEffects = readIndexes('Effect').filter(([first]) => first === 'kind');
  expect(ofEffects).toContainEqual(
    expect.arrayContaining(['kind', 'isFirstDirection', 'layer', 'head', 'runId', 'position', 'direction']),
  );
});

it.skipIf(isOnServer())('reads findings from their index only', async () => {
  const { db } = services;
  const [index] = await db.$queryRaw<{ sql: string }[]>`
    SELECT "sql" FROM sqlite_master WHERE "name" = 'Finding_createdAt_id_runId_searchId_idx'`;
  await db.$executeRawUnsafe('DROP INDEX "Finding_createdAt_id_runId_searchId_idx"');
  await expect(found({})).rejects.toThrow(/no such index/);
  await db.$executeRawUnsafe(index!.sql);
  expect(await found({})).toBe('abcd');
});

it
  .skipIf(isOnServer())
  .each([
    'L9H9 > 0.3',
    'L9H9 < 0.3',
    'z[9.9 | noising] > 0.3',
    'z[9.9 | noising] < 0.3',
    'z[9.9 | rank, raw] < 3',
  ])('reads the effects of the head alone for %s', async (search) => {
  const { sql, values } = findingIds(services.db, { ...ALL, search });
  const plan = await services.db.$queryRawUnsafe<{ detail: string }[]>(
    `EXPLAIN QUERY PLAN ${sql}`,
    ...values,
  );
  const steps = plan.map(({ detail }) => detail).filter((step) => /^(?:SEARCH|SCAN) Effect/.test(step));
  const ofHead = 'kind=? AND metric=? AND isFirstDirection=? AND layer=? AND head=?';
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) expect(step).toContain(ofHead);
  // Once for all findings, or for each finding by its run.
  expect(steps.filter((step) => !step.includes('runId=?'))).toHaveLength(1);
});

it('collects no set of runs that grows with what is not published', async () => {
  const { db } = services;
  const run = {
    ownerId: 'owner',
    modelId: 'fake',
    direction: 'DENOISING',
    prependBos: true,
    kinds: '[]',
    contentHash: 'x',
  };
  await db.run.create({ data: { id: 'private', ...run } });
  const effect = { runId: 'private', kind: 'HEAD_Q', layer: 0, head: 1, value: 5, recovery: 0.5 };
  for (let stored = 0; stored < 20_001; stored += 2000)
    await db.effect.createMany({ data: Array.from({ length: 2000 }, () => effect) });
  const searches = ['q[0.1] > 0.3', 'q[0.1] < 0.3', 'q[0.1 | raw] > 9', 'q[0.1] > 0.7', 'z[0.1] > 0.3'];
  const wide = await Promise.all(searches.map(async (search) => (await findWideConditions(db, search)).size));
  expect(wide).toEqual([1, 1, 1, 0, 0]);
  expect(await found({ search: 'q[0.1] > 0.3' })).toBe('');
  await db.run.delete({ where: { id: 'private' } });
});

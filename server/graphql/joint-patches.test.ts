/** Joint patches and controls of a stored run, with the real engine on the bundled model. */
import path from 'node:path';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_JOINT_PATCHES, MAX_JOINT_SITES } from '../../domain/limits';
import { createDirectReader } from '../engine/client/client';
import { createCore } from '../engine/worker/core';
import { createModels } from '../models/registry/installed';
import { createTestServices, type TestServices } from '../testing/test-services';
import { runOperation } from './operation';
import { schema } from './schema';

/** The clean answers are Mary, Tom, Mary; the corrupted ones John, James, Kate. */
const PAIRS = [
  ['When John and Mary went to the shops, John gave the bag to', 'John', 'Mary'],
  ['When Tom and James went to the park, James gave the ball to', 'James', 'Tom'],
  ['When Kate and Mary went to the park, Kate gave the ball to', 'Kate', 'Mary'],
].map(([clean, subject, other]) => ({
  clean: clean!,
  corrupted: clean!.replace(`, ${subject}`, `, ${other}`),
  correct: ` ${other}`,
  incorrect: ` ${subject}`,
}));
const SITES = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'MLP_OUT', layer: 0, position: 10 },
  { site: 'PATTERN', layer: 2, head: 1, position: 13, src: 10 },
];
const EFFECT =
  'base source patched change recovery singles sumOfSingles sumOfSinglesRecovery interaction interactionRecovery';
const JOINT = `id title isMine direction value valueFrom donors donorRule seed engine provider
  sites { site layer head position src label }
  results { metric base source patched singles mean { ${EFFECT} } perPrompt { ${EFFECT} } }`;
const PATCH = `mutation ($input: PatchTogetherInput!) { patchTogether(input: $input) { ${JOINT} controls { id } } }`;
const CONTROL = `mutation ($input: AddControlInput!) { addControl(input: $input) { ${JOINT} controlOf { id } } }`;
const DELETE = 'mutation ($id: ID!) { deleteJointPatch(id: $id) }';

const RUN_INPUT = {
  model: 'patchbay-mini',
  pairs: PAIRS,
  sweeps: ['HEAD_Z'],
  metrics: ['LOGIT_DIFF', 'RANK'],
  visibility: 'PUBLIC',
};

const folders = [path.resolve('models')];
const core = createCore({ folders });
let services: TestServices;
let run = '';
let owner = '';
/** Requests to the engine for patched runs. */
let interventions = 0;

beforeAll(async () => {
  services = await createTestServices();
  const create = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
  const created = await ask(create, { input: RUN_INPUT });
  [owner] = created.setCookie.map((header) => header.split(';')[0]!) as [string];
  run = (created.data as { createRun: { id: string } }).createRun.id;
});
afterAll(async () => {
  await services.dispose();
  await core.close();
});

async function ask(source: string, variables: object, cookie: string | null = null) {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const setCookie: string[] = [];
  const exchange = {
    header: (name: string) => (name === 'cookie' ? cookie : null),
    setCookie: (header: string) => setCookie.push(header),
  };
  const real = {
    ...services,
    models: createModels(folders, createDirectReader()),
    engine: {
      ...core,
      intervene: (...args: Parameters<typeof core.intervene>) => (
        (interventions += 1),
        core.intervene(...args)
      ),
      status: () => services.engine.status(),
    },
  };
  const { data, errors } = await runOperation(
    { document, variables: variables as Record<string, unknown> },
    exchange,
    real,
  );
  return { data: JSON.parse(JSON.stringify(data ?? null)) as unknown, error: errors?.[0], setCookie };
}

interface Effect {
  readonly base: number;
  readonly source: number;
  readonly change: number;
  readonly recovery: number | null;
  readonly singles: number[];
  readonly sumOfSingles: number;
  readonly interaction: number;
  readonly interactionRecovery: number | null;
}
interface Joint {
  readonly id: string;
  readonly title: string;
  readonly isMine: boolean;
  readonly donors: (number | null)[] | null;
  readonly sites: { label: string }[];
  readonly results: {
    metric: string;
    base: (number | null)[];
    source: (number | null)[];
    patched: (number | null)[];
    singles: (number | null)[][];
    mean: Effect;
    perPrompt: (Effect | null)[];
  }[];
}

async function patch(input: object, cookie: string | null = owner) {
  const { data, error, setCookie } = await ask(PATCH, { input: { run, sites: SITES, ...input } }, cookie);
  return { joint: (data as { patchTogether: Joint } | null)?.patchTogether as Joint, error, setCookie };
}

async function control(input: object, cookie: string | null = owner) {
  const { data, error } = await ask(CONTROL, { input }, cookie);
  return { joint: (data as { addControl: Joint } | null)?.addControl as Joint, error };
}

async function intervene(input: object) {
  const { data, error } = await ask(
    'query ($input: InterveneInput!) { intervene(input: $input) { results { metric base source patched singles } } }',
    {
      input: {
        model: 'patchbay-mini',
        pairs: PAIRS,
        sites: SITES,
        metrics: ['LOGIT_DIFF', 'RANK'],
        ...input,
      },
    },
  );
  expect(error).toBeUndefined();
  return (data as { intervene: { results: object[] } }).intervene.results;
}

/** What intervene gives, too. */
const takeNumbers = ({ metric, base, source, patched, singles }: Joint['results'][number]) => ({
  metric,
  base,
  source,
  patched,
  singles,
});
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('patchTogether', () => {
  it('stores what intervene computes for the pairs of the run', async () => {
    const { joint, error } = await patch({});
    expect(error).toBeUndefined();
    expect(joint).toMatchObject({
      title: 'L1H2 z, mlp 0 @ 10, L2H1 pattern @ 13 <- 10',
      isMine: true,
      direction: 'DENOISING',
      value: 'SOURCE',
      donors: null,
      provider: 'cpu',
    });
    const expected = await intervene({});
    expect(joint.results.map(takeNumbers)).toEqual(expected);
    // The patch has an effect, and each site has.
    for (const single of joint.results[0]!.singles) expect(single).not.toEqual(joint.results[0]!.base);

    const stored = await ask(
      `query ($id: ID!) { jointPatch(id: $id) { ${JOINT} } run(id: "${run}") { jointPatches { id } } }`,
      {
        id: joint.id,
      },
    );
    const { controls: _, ...written } = joint as Joint & { controls: unknown };
    expect(stored.data).toEqual({
      jointPatch: { ...written, isMine: false },
      run: { jointPatches: [{ id: joint.id }] },
    });
  });

  it('defines the interaction by metric, of means and of each prompt', async () => {
    const { joint } = await patch({ direction: 'NOISING' });
    const [logitDiff, rank] = joint.results;
    for (const effect of [logitDiff!.mean, ...logitDiff!.perPrompt]) {
      const { base, source, change, recovery, singles, sumOfSingles, interaction } = effect!;
      expect(sumOfSingles).toBeCloseTo(sum(singles), 5);
      expect(interaction).toBeCloseTo(change - sum(singles), 5);
      expect(recovery).toBeCloseTo(change / (source - base), 5);
      expect(effect!.interactionRecovery).toBeCloseTo(interaction / (source - base), 5);
      expect(Math.abs(interaction)).toBeGreaterThan(1e-4);
    }
    // The mean of changes is the change of means.
    expect(logitDiff!.mean.change).toBeCloseTo(sum(logitDiff!.perPrompt.map((one) => one!.change)) / 3, 4);
    // Ranks have no recovery.
    expect(rank!.mean).toMatchObject({ recovery: null, interactionRecovery: null });
  });

  it('returns an equal joint patch in any order of the sites, without computing it', async () => {
    const { joint } = await patch({});
    const before = interventions;
    const again = await patch({ sites: SITES.toReversed(), title: 'Another' }, null);
    expect(again.joint.id).toBe(joint.id);
    // A visitor to whom nothing new is stored becomes no guest.
    expect(again.setCookie).toEqual([]);
    expect(interventions).toBe(before);
  });

  it.each<[object, object]>([
    [{ value: 'ZERO' }, { value: 'ZERO' }],
    [
      { value: 'MEAN', valueFrom: 'CLEAN' },
      { value: 'MEAN', valueFrom: 'CLEAN' },
    ],
    [
      { value: 'RESAMPLE', seed: 4 },
      { value: 'RESAMPLE', seed: 4 },
    ],
  ])('replaces by %j', async (input, same) => {
    const { joint } = await patch(input);
    expect(joint).toMatchObject(input);
    expect(joint.results.map(takeNumbers)).toEqual(await intervene(same));
  });

  it.each<[object, string, RegExp]>([
    [{ sites: [] }, 'sites', /There is no site/],
    [{ sites: [{ site: 'Z', layer: 99 }] }, 'sites.0.layer', /There is no layer 99/],
    [
      {
        sites: Array.from({ length: MAX_JOINT_SITES + 1 }, (_, src) => ({ site: 'PATTERN', layer: 0, src })),
      },
      'sites',
      /201 sites are too many/,
    ],
    [{ title: 'x'.repeat(141) }, 'title', /141 characters/],
    [{ seed: 1 }, 'seed', /belong to RESAMPLE/],
  ])('refuses %j at %s', async (input, field, message) => {
    const { error } = await patch(input);
    expect(error?.extensions?.['issues']).toContainEqual({
      path: field,
      message: expect.stringMatching(message) as string,
    });
  });

  it('says that there is no such run', async () => {
    const { error } = await patch({ run: 'none' });
    expect(error?.extensions?.['code']).toBe('NOT_FOUND');
  });
});

describe('addControl', () => {
  it('patches the same sites from another prompt, or from one with the same answer', async () => {
    const { joint } = await patch({});
    const same = await control({ jointPatch: joint.id, rule: 'SAME_ANSWER' });
    // Pairs 0 and 2 have the answer Mary; pair 1 has no donor.
    expect(same.joint).toMatchObject({
      donors: [2, null, 0],
      donorRule: 'SAME_ANSWER',
      seed: 0,
      valueFrom: 'CLEAN',
      controlOf: { id: joint.id },
    });
    const [first, , third] = PAIRS;
    const [expected] = (await intervene({
      pairs: [first, third],
      value: 'RESAMPLE',
      valueFrom: 'CLEAN',
      donors: [1, 0],
    })) as { patched: number[]; singles: number[][] }[];
    const [result] = same.joint.results;
    expect(result!.patched).toEqual([expected!.patched[0], null, expected!.patched[1]]);
    expect(result!.singles.map((row) => [row[0], row[2]])).toEqual(expected!.singles);
    expect(result!.perPrompt[1]).toBeNull();
    expect(result!.mean.change).toBeCloseTo(
      (result!.perPrompt[0]!.change + result!.perPrompt[2]!.change) / 2,
      4,
    );
    const other = await control({ jointPatch: joint.id, rule: 'OTHER_PROMPT', seed: 3 });
    expect(other.joint.donors!.every((donor, prompt) => donor !== null && donor !== prompt)).toBe(true);
    const read = await ask(`{ run(id: "${run}") { jointPatches { id controls { donorRule seed } } } }`, {});
    const listed = (read.data as { run: { jointPatches: { id: string; controls: object[] }[] } }).run
      .jointPatches;
    expect(listed.find(({ id }) => id === joint.id)!.controls).toEqual([
      { donorRule: 'SAME_ANSWER', seed: 0 },
      { donorRule: 'OTHER_PROMPT', seed: 3 },
    ]);
  });

  it('refuses where no pair has a donor, and controls of controls', async () => {
    // The incorrect answers are all different.
    const { joint } = await patch({ direction: 'NOISING' });
    const none = await control({ jointPatch: joint.id, rule: 'SAME_ANSWER' });
    expect(none.error?.message).toMatch(/^No pair has another pair .* the same answer on the corrupted side/);
    const first = await control({ jointPatch: joint.id, rule: 'OTHER_PROMPT' });
    const second = await control({ jointPatch: first.joint.id, rule: 'OTHER_PROMPT' });
    expect(second.error?.message).toMatch(/is a control itself/);
  });
});

describe('predictions', () => {
  const PREDICTIONS = `query ($id: ID!, $prompt: Int!) { jointPatch(id: $id) { predictions(prompt: $prompt) {
    base { token { text } logit } source { token { text } logit } patched { token { text } logit }
    correct { base { rank } source { rank } patched { rank } } } } }`;

  it('gives the source run for the whole residual stream, and says which prompt was not patched', async () => {
    const { joint } = await patch({ sites: [{ site: 'RESID_PRE', layer: 0 }] });
    const { data } = await ask(PREDICTIONS, { id: joint.id, prompt: 1 });
    const { base, source, patched, correct } = (data as { jointPatch: { predictions: Predictions } })
      .jointPatch.predictions;
    expect(patched).toHaveLength(10);
    expect(patched.map(({ token }) => token)).toEqual(source.map(({ token }) => token));
    patched.forEach(({ logit }, at) => expect(logit).toBeCloseTo(source[at]!.logit, 3));
    expect(patched.map(({ logit }) => logit)).not.toEqual(base.map(({ logit }) => logit));
    expect(correct.patched).toEqual(correct.source);
    const resampled = await control({ jointPatch: joint.id, rule: 'SAME_ANSWER' });
    const ofDonor = await ask(PREDICTIONS, { id: resampled.joint.id, prompt: 2 });
    const { predictions } = (ofDonor.data as { jointPatch: { predictions: Predictions } }).jointPatch;
    // The whole prompt of pair 0, whose source run predicts that.
    const donor = await ask(PREDICTIONS, { id: joint.id, prompt: 0 });
    const wanted = (donor.data as { jointPatch: { predictions: Predictions } }).jointPatch.predictions.source;
    expect(predictions.patched.map(({ token }) => token)).toEqual(wanted.map(({ token }) => token));
    const refused = await ask(PREDICTIONS, { id: resampled.joint.id, prompt: 1 });
    expect(refused.error?.message).toMatch(/Prompt 1 has no donor/);
  });
});

interface Predictions {
  readonly base: { token: object; logit: number }[];
  readonly source: { token: object; logit: number }[];
  readonly patched: { token: object; logit: number }[];
  readonly correct: Record<'base' | 'source' | 'patched', { rank: number }>;
}

describe('runs that are made from another one', () => {
  const CREATE =
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id copiedFrom { id } forkedFrom { id } } }';
  const LIST = `query ($id: ID!) { run(id: $id) { jointPatches { creator { id } createdAt controls { ${JOINT} createdAt creator { id } } ${JOINT} } } }`;
  interface Listed extends Joint {
    readonly controls: Joint[];
  }
  const list = async (id: string): Promise<Listed[]> =>
    ((await ask(LIST, { id }, owner)).data as { run: { jointPatches: Listed[] } }).run.jointPatches;

  it('a copy has the joint patches and controls of the original, with who computed them and when', async () => {
    const { joint } = await patch({ title: 'Name movers' });
    await control({ jointPatch: joint.id, rule: 'OTHER_PROMPT', seed: 5 });
    await services.db.run.update({ where: { id: run }, data: { status: 'SUCCEEDED' } });
    const before = interventions;
    const { data, setCookie } = await ask(CREATE, { input: RUN_INPUT });
    const { createRun } = data as { createRun: { id: string; copiedFrom: { id: string } } };
    expect(createRun.copiedFrom).toEqual({ id: run });
    expect(interventions).toBe(before);
    const [original, copy] = [await list(run), await list(createRun.id)];
    const withoutIds = (patches: readonly Listed[]): unknown =>
      JSON.parse(
        JSON.stringify(patches, (key, value: unknown) =>
          key === 'id' || key === 'isMine' ? undefined : value,
        ),
      );
    expect(original.flatMap(({ controls }) => controls).length).toBeGreaterThan(0);
    expect(withoutIds(copy)).toEqual(withoutIds(original));
    const creators = (patches: readonly Listed[]) =>
      patches.map((one) => (one as unknown as { creator: object }).creator);
    expect(creators(copy)).toEqual(creators(original));
    const ids = copy.flatMap((one) => [one.id, ...one.controls.map(({ id }) => id)]);
    expect(original.some(({ id }) => ids.includes(id))).toBe(false);
    // An equal joint patch or control of the copy is found, not computed again.
    const found = copy.find(({ controls }) => controls.length > 0)!;
    const [stored] = found.controls as (Joint & { donorRule: string; seed: number })[];
    const cookie = setCookie[0]!.split(';')[0]!;
    const again = await control(
      { jointPatch: found.id, rule: stored!.donorRule, seed: stored!.seed },
      cookie,
    );
    expect(again.joint.id).toBe(stored!.id);
    expect(interventions).toBe(before);
  });

  it('remembers the run that it was made from, unless that was deleted', async () => {
    const made = async (forkedFrom: string) => {
      const input = { ...RUN_INPUT, recompute: true, forkedFrom };
      return ((await ask(CREATE, { input }, owner)).data as { createRun: object }).createRun;
    };
    expect(await made(run)).toMatchObject({ copiedFrom: null, forkedFrom: { id: run } });
    expect(await made('deleted')).toMatchObject({ forkedFrom: null });
  });
});

describe('ownership and limits', () => {
  it('lets any visitor add, and its creator and the owner of the run delete', async () => {
    const sites = [{ site: 'Z', layer: 0, head: 0 }];
    const { joint, setCookie } = await patch({ sites }, null);
    const guest = setCookie[0]!.split(';')[0]!;
    expect(joint.isMine).toBe(true);
    const [other] = (await patch({ sites: [{ site: 'Z', layer: 0, head: 1 }] }, null)).setCookie;
    const refused = await ask(DELETE, { id: joint.id }, other!.split(';')[0]);
    expect(refused.error?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await ask(DELETE, { id: joint.id }, guest)).data).toEqual({ deleteJointPatch: joint.id });
    const again = await patch({ sites }, guest);
    expect(again.joint.id).not.toBe(joint.id);
    expect((await ask(DELETE, { id: again.joint.id }, owner)).error).toBeUndefined();
    expect((await ask(DELETE, { id: again.joint.id }, owner)).error?.extensions?.['code']).toBe('NOT_FOUND');
  });

  it('refuses more than the limit, and deletes all of them with the run', async () => {
    const [row] = await services.db.jointPatch.findMany({
      where: { runId: run, controlOfId: null },
      take: 1,
    });
    const count = await services.db.jointPatch.count({ where: { runId: run } });
    await services.db.jointPatch.createMany({
      data: Array.from({ length: MAX_JOINT_PATCHES - count }, (_, at) => ({
        ...row!,
        id: `copy-${at}`,
        contentHash: `copy-${at}`,
      })),
    });
    const { error } = await patch({ sites: [{ site: 'Z', layer: 3, head: 3 }] });
    expect(error?.extensions?.['code']).toBe('QUOTA_EXCEEDED');
    expect(error?.message).toMatch(/^This run has 100 joint patches, and the limit is 100\. Delete one/);
    const deleted = await ask('mutation ($id: ID!) { deleteRun(id: $id) }', { id: run }, owner);
    expect(deleted.error).toBeUndefined();
    expect(await services.db.jointPatch.count({ where: { runId: run } })).toBe(0);
    expect(await services.db.jointPatchValue.count({ where: { jointPatch: { runId: run } } })).toBe(0);
  });
});

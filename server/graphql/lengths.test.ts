/** Runs by role of pairs of several lengths through the API, computed by the engine on a small model. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { computeRun, startSeededEngine, type SeededEngine } from '../testing/seeded-engine';
import { createTestServices, type TestServices } from '../testing/test-services';

/** One token a word; BOS is position 0. */
const role = (name: string, ...positions: number[]) => ({
  name,
  cleanPositions: positions,
  corruptedPositions: positions,
});
const short = {
  clean: 'John and Mary went out, John gave it to',
  corrupted: 'John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const long = {
  ...short,
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
};
const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { id positionsBy roles
  pairs { cleanTokens { text } differingPositions roles { name cleanPositions corruptedPositions } } } }`;

interface Created {
  readonly id: string;
  readonly positionsBy: string;
  readonly roles: readonly string[];
  readonly pairs: readonly {
    readonly cleanTokens: readonly { readonly text: string }[];
    readonly differingPositions: readonly number[];
    readonly roles: readonly { readonly name: string; readonly cleanPositions: readonly number[] }[];
  }[];
}

let seeded: SeededEngine;
let services: TestServices;

beforeAll(async () => {
  seeded = await startSeededEngine();
});
afterAll(() => seeded.close());
beforeEach(async () => {
  services = await createTestServices();
  seeded.replace(services.engine);
});
afterEach(() => services.dispose());

async function create(overrides: object, cookie: string | null = null): Promise<Created> {
  // Public: visitors read it, and it answers equal experiments.
  const visibility = 'PUBLIC';
  const input = { model: 'fake', pairs: [short, long], sweeps: ['HEAD_Z'], visibility, ...overrides };
  const { data, errors } = await services.ask(CREATE, { input }, cookie);
  expect(errors).toBeUndefined();
  return (data as { createRun: Created }).createRun;
}

async function refuse(overrides: object): Promise<string> {
  const input = { model: 'fake', pairs: [short, long], sweeps: ['HEAD_Z'], ...overrides };
  const { errors } = await services.ask(CREATE, { input });
  return JSON.stringify(errors);
}

const compute = (id: string): Promise<void> => computeRun(services, id);

async function read<T>(id: string, selection: string): Promise<T> {
  const { data, errors } = await services.ask(`query ($id: ID!) { run(id: $id) { ${selection} } }`, { id });
  expect(errors).toBeUndefined();
  return (data as { run: T }).run;
}

/** Where the prompts of a pair differ is the second subject. */
async function submitByRole(cookie: string | null = null): Promise<Created> {
  const probe = await create({ recompute: true });
  const pairs = [short, long].map((pair, index) => {
    const { cleanTokens, differingPositions } = probe.pairs[index]!;
    const first = cleanTokens.findIndex(({ text }) => text.trim() === 'John');
    return { ...pair, roles: [role('S1', first), role('S2', ...differingPositions)] };
  });
  return create({ pairs, sweeps: ['RESID_PRE', 'HEAD_Z'], positionsBy: 'ROLE' }, cookie);
}

it('takes several lengths where no position is named by its index, and offers roles otherwise', async () => {
  expect((await create({})).positionsBy).toBe('INDEX');
  const refusal = await refuse({ sweeps: ['RESID_PRE'] });
  expect(refusal).toMatch(/pairs\.1\.clean/);
  expect(refusal).toMatch(/sweep positions by role/);
});

it('stores roles with the pairs, with END, and sweeps them', async () => {
  const { id, positionsBy, roles, pairs } = await submitByRole();
  expect({ positionsBy, roles }).toEqual({ positionsBy: 'ROLE', roles: ['S1', 'S2', 'END'] });
  const lengths = pairs.map(({ cleanTokens }) => cleanTokens.length);
  expect(lengths[0]).toBe(lengths[1]! - 1);
  expect(pairs.map((pair) => pair.roles.at(-1))).toMatchObject(
    lengths.map((length) => ({ name: 'END', cleanPositions: [length - 1] })),
  );
  await compute(id);
  const run = await read<{
    sweep: {
      shape: number[];
      axes: {
        name: string;
        labels: string[];
        steps: { index: number; role: string | null; token: unknown }[];
      }[];
      values: number[];
      computed: string;
      cell: { mean: { value: number; computed: boolean }; perPrompt: { value: number }[] };
      patched: { patched: { probability: number }[] };
    };
    topEffect: { label: string };
    attention: { tokens: unknown[] };
    baseline: { perPrompt: { clean: number; corrupted: number }[] };
  }>(
    id,
    `topEffect { label } baseline { perPrompt { clean corrupted } }
     attention(layer: 0, head: 0, prompt: 1) { tokens { id } }
     sweep(kind: RESID_PRE) { shape axes { name labels steps { index role token { id } } } values(normalised: false) computed
       cell(layer: 0, position: 1) { mean { value computed } perPrompt { value } }
       patched(layer: 0, position: 2, prompt: 1) { patched { probability } } }`,
  );
  expect(run.sweep.shape).toEqual([2, 3]);
  expect(run.sweep.axes[1]!.steps).toEqual(
    ['S1', 'S2', 'END'].map((name, index) => ({ index, role: name, token: null })),
  );
  expect(run.sweep.axes[1]!.labels).toEqual(['S1', 'S2', 'END']);
  expect(run.sweep.axes[0]!.steps[0]).toEqual({ index: 0, role: null, token: null });
  // S1 is before the first difference of both pairs. All that differs is S2, so layer 0 gives the clean run there.
  expect([...Buffer.from(run.sweep.computed, 'base64')]).toEqual([0, 1, 1, 0, 1, 1]);
  const { cell } = run.sweep;
  expect(cell.mean.computed).toBe(true);
  for (const [index, { clean, corrupted }] of run.baseline.perPrompt.entries()) {
    expect(cell.perPrompt[index]!.value).toBeCloseTo(clean, 5);
    expect(Math.abs(clean - corrupted)).toBeGreaterThan(1e-4);
  }
  expect(run.attention.tokens).toHaveLength(lengths[1]!);
  expect(run.sweep.patched.patched).toHaveLength(10);
  const { errors } = await services.ask(
    `{ run(id: "${id}") { attention(layer: 0, head: 0) { tokens { id } } } }`,
  );
  expect(errors?.[0]?.message).toMatch(/several lengths, so their patterns have no mean/);
});

it('names cells by role in claims, searches, references and joint patches', async () => {
  const me = await services.ask('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }', {
    input: { model: 'fake', pairs: [short], sweeps: ['HEAD_Z'] },
  });
  const cookie = me.setCookie[0]!.split(';')[0]!;
  const { id } = await submitByRole(cookie);
  await compute(id);
  const claims = [
    'resid_pre[0, S2 | raw] > -99',
    'resid_pre[0, end | raw] < 99',
    'resid_pre[0, 2] > 0',
    'resid_pre[0, IO] > 0',
  ];
  const judged = await services.ask(
    `query ($runId: ID!, $claims: [String!]!) { evaluateClaims(runId: $runId, claims: $claims) { verdict canonical cell error { message } } }`,
    { runId: id, claims },
  );
  expect(judged.errors).toBeUndefined();
  const verdicts = (
    judged.data as { evaluateClaims: { verdict: string; cell: string; error: { message: string } | null }[] }
  ).evaluateClaims;
  expect(verdicts[0]).toMatchObject({ cell: 'RESID_PRE:0:1', error: null });
  expect(verdicts[1]).toMatchObject({ cell: 'RESID_PRE:0:2', error: null });
  expect(verdicts[2]!.error!.message).toMatch(/positions by role; write one role/);
  expect(verdicts[3]!.error!.message).toMatch(/no role IO; its roles are S1, S2, END/);

  const stored = await services.db.effect.findMany({ where: { runId: id, kind: 'RESID_PRE' } });
  expect(new Set(stored.map(({ position, role: name }) => `${position} ${name}`))).toEqual(
    new Set(['null S1', 'null S2', 'null END']),
  );
  const run = await read<{ sweep: { values: number[] } }>(
    id,
    'sweep(kind: RESID_PRE) { values(normalised: false) }',
  );
  const joint = await services.ask(
    `mutation ($input: PatchTogetherInput!) { patchTogether(input: $input) { results { patched } } }`,
    { input: { run: id, sites: [{ site: 'RESID_PRE', layer: 1, position: 2 }] } },
  );
  const refused = await services.ask(
    `mutation ($input: PatchTogetherInput!) { patchTogether(input: $input) { id } }`,
    { input: { run: id, sites: [{ site: 'RESID_PRE', layer: 1, position: 3 }] } },
  );
  expect(refused.errors?.[0]?.message).toMatch(/no position 3; choose 0 to 2/);
  expect(joint.errors).toBeUndefined();
  const { results } = (joint.data as { patchTogether: { results: { patched: number[] }[] } }).patchTogether;
  const [patched] = results.map((result) => (result.patched[0]! + result.patched[1]!) / 2);
  expect(patched).toBeCloseTo(run.sweep.values[5]!, 5);

  // Patterns of several lengths have no mean, so a finding stores none.
  const published = await services.ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug card { topComponents { label } } } }',
    {
      input: {
        runId: id,
        title: 'By role',
        summary: 'At [[L1 END]] and [[L0 S2]].',
        tags: [],
        claims: [claims[0]],
      },
    },
    cookie,
  );
  expect(published.errors).toBeUndefined();
  expect(await services.db.pattern.count()).toBe(0);
  expect(await services.db.patchedPrediction.count({ where: { kind: 'RESID_PRE', cell: 5 } })).toBe(2);
});

it('copies roles with the results, and tells other roles apart', async () => {
  const first = await submitByRole();
  await compute(first.id);
  const stored = await services.db.promptPair.findMany({
    where: { runId: first.id },
    orderBy: { index: 'asc' },
  });
  const pairs = [short, long].map((pair, index) => ({
    ...pair,
    roles: JSON.parse(stored[index]!.roles!) as object[],
  }));
  const same = { pairs, sweeps: ['RESID_PRE', 'HEAD_Z'], positionsBy: 'ROLE' };
  const copy = await create(same);
  expect(copy.roles).toEqual(first.roles);
  expect(copy.pairs).toEqual(first.pairs);
  const source = await services.db.run.findUniqueOrThrow({ where: { id: copy.id } });
  expect(source.copiedFromId).toBe(first.id);
  const copied = await services.db.effect.findMany({ where: { runId: copy.id, role: 'S2' } });
  expect(copied.length).toBeGreaterThan(0);
  const other = await create({
    ...same,
    pairs: pairs.map((pair) => ({ ...pair, roles: pair.roles.slice(1) })),
  });
  expect(other.roles).toEqual(['S2', 'END']);
  expect((await services.db.run.findUniqueOrThrow({ where: { id: other.id } })).copiedFromId).toBeNull();
});

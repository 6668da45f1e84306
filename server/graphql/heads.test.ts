/** What the findings on a model say of its heads. */
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

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};

/** Computes a run and sets the recovery of one head in it. @returns its id and the cookie of its owner. */
async function compute(sweeps: readonly string[], recovery: number, options: object = {}) {
  const { data, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { model: 'fake', visibility: 'UNLISTED', pairs: [pair], sweeps, recompute: true, ...options } },
  );
  const { id } = (data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
  await services.db.effect.updateMany({ where: { runId: id }, data: { recovery: 0.01 } });
  await services.db.effect.updateMany({ where: { runId: id, layer: 1, head: 2 }, data: { recovery } });
  return { id, cookie: setCookie[0]!.split(';')[0]! };
}

async function publish(
  title: string,
  sweeps: readonly string[],
  recovery: number,
  claims: readonly string[] = [],
  options: object = {},
): Promise<string> {
  const { id, cookie } = await compute(sweeps, recovery, options);
  const input = { runId: id, title, summary: 'Text.', tags: [], claims };
  const { errors } = await services.ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
    { input },
    cookie,
  );
  expect(errors).toBeUndefined();
  return id;
}

const HEAD = `query ($layer: Int!, $least: Float!) { head(model: "fake", layer: $layer, head: 2) {
  effects { kind recoveries } findings(least: $least) { finding { title } effects { kind recovery } } } }`;
const GRID =
  'query ($kind: SweepKind!) { headGrid(model: "fake", kind: $kind) { layers heads findings counts } }';

it('lists the findings in which a head matters, and its effects in all of them', async () => {
  await publish('Weak', ['HEAD_Z'], 0.05);
  await publish('Strong', ['HEAD_Z', 'HEAD_V'], 0.4);
  await publish('Negative', ['HEAD_Z'], -0.7);
  // A run that nobody has published counts nowhere.
  await compute(['HEAD_Z'], 0.9);
  const ask = async (layer: number, least: number) => (await services.ask(HEAD, { layer, least })).data;
  expect(await ask(1, 0.1)).toEqual({
    head: {
      effects: [
        { kind: 'HEAD_Z', recoveries: [0.4, 0.05, -0.7] },
        { kind: 'HEAD_V', recoveries: [0.4] },
      ],
      findings: [
        { finding: { title: 'Negative' }, effects: [{ kind: 'HEAD_Z', recovery: -0.7 }] },
        {
          finding: { title: 'Strong' },
          effects: [
            { kind: 'HEAD_Z', recovery: 0.4 },
            { kind: 'HEAD_V', recovery: 0.4 },
          ],
        },
      ],
    },
  });
  expect(await ask(0, 0.1)).toMatchObject({ head: { findings: [] } });
  expect(await ask(7, 0.1)).toEqual({ head: null });
  expect((await services.ask(GRID, { kind: 'HEAD_Z' })).data).toEqual({
    headGrid: { layers: 2, heads: 3, findings: 3, counts: [0, 0, 0, 0, 0, 2] },
  });
});

it('reads other directions and metrics where they are asked for', async () => {
  const id = await publish('Both', ['HEAD_Z'], 0.4, [], {
    directions: ['DENOISING', 'NOISING'],
    metrics: ['LOGIT_DIFF', 'PROB'],
  });
  await publish('Plain', ['HEAD_Z'], 0.3);
  const head = { runId: id, layer: 1, head: 2 };
  const set = (direction: string, metric: string, recovery: number) =>
    services.db.effect.updateMany({ where: { ...head, direction, metric }, data: { recovery } });
  await set('NOISING', 'logit_diff', -0.8);
  await set('DENOISING', 'prob', 0.05);
  await set('NOISING', 'prob', 0.6);
  const ask = async (choice: string) => {
    const { data, errors } = await services.ask(`{ head(model: "fake", layer: 1, head: 2) {
      effects${choice && `(${choice})`} { recoveries } findings(least: 0.1, ${choice}) { finding { title } } }
      headGrid(model: "fake", ${choice}) { findings counts } }`);
    expect(errors).toBeUndefined();
    const { head: shown, headGrid } = data as {
      head: { effects: { recoveries: number[] }[]; findings: { finding: { title: string } }[] };
      headGrid: { findings: number; counts: number[] };
    };
    return {
      recoveries: shown.effects.flatMap(({ recoveries }) => recoveries),
      findings: shown.findings.map(({ finding }) => finding.title),
      grid: [headGrid.findings, headGrid.counts.at(-1)],
    };
  };
  expect(await ask('metric: LOGIT_DIFF')).toEqual({
    recoveries: [0.4, 0.3],
    findings: ['Both', 'Plain'],
    grid: [2, 2],
  });
  expect(await ask('direction: NOISING')).toEqual({ recoveries: [-0.8], findings: ['Both'], grid: [1, 1] });
  expect(await ask('direction: DENOISING')).toMatchObject({ recoveries: [0.4, 0.3], grid: [2, 2] });
  expect(await ask('metric: PROB')).toEqual({ recoveries: [0.05], findings: [], grid: [1, 0] });
  expect(await ask('direction: NOISING, metric: PROB')).toMatchObject({ recoveries: [0.6], grid: [1, 1] });
  const rank = await services.ask(
    '{ head(model: "fake", layer: 1, head: 2) { effects(metric: RANK) { kind } } }',
  );
  expect(rank.errors![0]!.message).toMatch(/^Recovery is not defined of the rank of the correct answer/);

  const find = async (search: string) => {
    const { data } = await services.ask(
      `query ($search: String!) { findings(search: $search) {
        edges { node { title } } interpretation { direction metric conditions { meaning } problems { message } } } }`,
      { search },
    );
    return (data as { findings: { edges: { node: { title: string } }[]; interpretation: object } }).findings;
  };
  const titles = async (search: string) => (await find(search)).edges.map(({ node }) => node.title);
  expect(await titles('L1H2 > 0.2')).toEqual(['Plain', 'Both']);
  expect(await titles('direction:noising L1H2 < 0')).toEqual(['Both']);
  expect(await titles('z[1.2 | noising, prob] > 0.5')).toEqual(['Both']);
  expect(await titles('z[1.2 | noising] > 0')).toEqual([]);
  expect((await find('direction:noising metric:prob L1H2 > 0.5')).interpretation).toEqual({
    direction: 'NOISING',
    metric: 'PROB',
    conditions: [{ meaning: 'z of L1H2, noising: recovery of the probability of the correct answer > 0.5' }],
    problems: [],
  });
});

it('reads the further runs that a finding rests on', async () => {
  await publish('Main', ['HEAD_Z'], 0.2);
  const { finding, run } = { finding: await services.db.finding.findFirstOrThrow(), run: services.db.run };
  const { ownerId } = finding;
  const { id: further } = await compute(['HEAD_Z', 'HEAD_V'], -0.8);
  const { id: weaker } = await compute(['HEAD_Z'], 0.3);
  for (const [index, runId] of [further, weaker].entries()) {
    await run.update({ where: { id: runId }, data: { ownerId, visibility: 'PUBLIC' } });
    await services.db.findingRun.create({ data: { findingId: finding.id, runId, index, label: 'x' } });
  }
  const { data } = await services.ask(HEAD, { layer: 1, least: 0.25 });
  expect(data).toEqual({
    head: {
      effects: [
        { kind: 'HEAD_Z', recoveries: [0.3, 0.2, -0.8] },
        { kind: 'HEAD_V', recoveries: [-0.8] },
      ],
      // The finding once, with the largest effect of each kind.
      findings: [
        {
          finding: { title: 'Main' },
          effects: [
            { kind: 'HEAD_Z', recovery: -0.8 },
            { kind: 'HEAD_V', recovery: -0.8 },
          ],
        },
      ],
    },
  });
  expect((await services.ask(GRID, { kind: 'HEAD_Z' })).data).toEqual({
    headGrid: { layers: 2, heads: 3, findings: 1, counts: [0, 0, 0, 0, 0, 1] },
  });
  expect((await services.ask(GRID, { kind: 'HEAD_V' })).data).toMatchObject({ headGrid: { findings: 1 } });
  await services.db.finding.update({
    where: { id: finding.id },
    data: { hidden: { create: { reason: 'x' } } },
  });
  expect((await services.ask(HEAD, { layer: 1, least: 0.25 })).data).toEqual({
    head: { effects: [], findings: [] },
  });
});

it('lists the claims that name a head, with what all runs say of them', async () => {
  await publish('Older', ['HEAD_Z'], 0.4, ['z[L1H2] > 0.3', 'z[1.1] > 0', 'max(z[1.*]) > 0.1']);
  await publish('Newer', ['HEAD_Z'], 0.4, ['top(z, 1) = {1.2}', 'ld.clean > 1.2']);
  const CLAIMS = `{ head(model: "fake", layer: 1, head: 2) { claims {
    text counts { supported refuted undecided invalid } finding { title } } } }`;
  const { head } = (await services.ask(CLAIMS, {})).data as {
    head: { claims: { text: string; counts: Record<string, number>; finding: { title: string } }[] };
  };
  expect(head.claims.map(({ text, finding }) => [text, finding.title])).toEqual([
    ['top(z, 1) = {1.2}', 'Newer'],
    ['z[1.2] > 0.3', 'Older'],
  ]);
  expect(head.claims[1]!.counts).toEqual({ supported: 1, refuted: 0, undecided: 0, invalid: 0 });
});

it('refuses thresholds and kinds that mean nothing, and has no page for a model without runs', async () => {
  await publish('Weak', ['HEAD_Z'], 0.05);
  const threshold = await services.ask(HEAD, { layer: 1, least: 0 });
  expect(threshold.errors![0]!.message).toBe('The threshold is 0; it must be above 0, e.g. 0.1.');
  const kind = await services.ask(GRID, { kind: 'RESID_PRE' });
  expect(kind.errors![0]!.message).toMatch(/^RESID_PRE does not patch whole heads.*HEAD_Z/);
  const other = await services.ask('{ headGrid(model: "gpt9") { findings } }');
  expect(other.data).toEqual({ headGrid: null });
});

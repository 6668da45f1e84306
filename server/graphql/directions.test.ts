/** Runs of both directions and several metrics through the API, computed by the engine on a small model. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DIRECTIONS } from '../../domain/effect';
import { METRIC_IDS } from '../../domain/metrics';
import { readBaseline, readMetric, type Baseline, type RunEvent, type SweepResult } from '../engine/api';
import { readExperiment } from '../runs/experiment';
import { decodeFloats } from '../runs/results/float-bytes';
import { computeRun, startSeededEngine, type SeededEngine } from '../testing/seeded-engine';
import { createTestServices, type TestServices } from '../testing/test-services';

const KINDS = ['RESID_PRE', 'HEAD_Z'] as const;
const METRICS = METRIC_IDS.map((id) => id.toUpperCase());
const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const input = {
  model: 'fake',
  visibility: 'PUBLIC',
  pairs: [pair, { ...pair, clean: pair.corrupted, corrupted: pair.clean }],
  sweeps: KINDS,
};
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';

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

async function create(overrides: object, cookie: string | null = null): Promise<string> {
  const { data, errors } = await services.ask(CREATE, { input: { ...input, ...overrides } }, cookie);
  expect(errors).toBeUndefined();
  return (data as { createRun: { id: string } }).createRun.id;
}

const compute = (id: string): Promise<void> => computeRun(services, id);

async function read<T>(id: string, selection: string): Promise<T> {
  const { data, errors } = await services.ask(`query ($id: ID!) { run(id: $id) { ${selection} } }`, { id });
  expect(errors).toBeUndefined();
  return (data as { run: T }).run;
}

const floats = (text: string): Float32Array => decodeFloats(Uint8Array.from(Buffer.from(text, 'base64')));

/** The stored run's experiment, computed by the engine without a database. */
async function computeDirectly(id: string): Promise<{ baseline: Baseline; sweeps: SweepResult[] }> {
  const run = await services.db.run.findUniqueOrThrow({
    where: { id },
    include: { pairs: { orderBy: { index: 'asc' } } },
  });
  const events: RunEvent[] = [];
  const experiment = { ...readExperiment(run, run.pairs), expected: undefined };
  await seeded.core.run(experiment, KINDS, { onEvent: (event) => events.push(event) });
  const sweeps = events.flatMap((event) => (event.type === 'sweep' ? [event.sweep] : []));
  const baseline = events.find((event) => event.type === 'baseline')!;
  return { baseline: baseline.baseline, sweeps };
}

it('stores every metric of both directions as the engine computes them, prompt by prompt', async () => {
  const id = await create({ directions: DIRECTIONS, metrics: METRICS });
  await compute(id);
  const { baseline, sweeps } = await computeDirectly(id);
  expect(sweeps).toHaveLength(4);
  const perMetric = METRICS.map(
    (metric) => `${metric}: perPrompt(metric: ${metric})
      ${metric}_UNPATCHED: unpatched(metric: ${metric}) { metric clean perPrompt { clean corrupted } }`,
  );
  const stored = await read<{ directions: string[]; metrics: string[]; sweeps: Record<string, string>[] }>(
    id,
    `direction directions metrics progress { fraction finishedSweeps } sweeps { kind direction ${perMetric.join('\n')} }`,
  );
  expect(stored).toMatchObject({
    direction: 'DENOISING',
    directions: DIRECTIONS,
    metrics: METRICS,
    progress: { fraction: 1, finishedSweeps: KINDS },
  });
  expect(stored.sweeps.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual(
    sweeps.map(({ kind, direction }) => `${kind} ${direction}`),
  );
  for (const [at, sweep] of sweeps.entries()) {
    for (const metric of METRIC_IDS) {
      const name = metric.toUpperCase();
      expect(floats(stored.sweeps[at]![name]!)).toEqual(readMetric(sweep.values, metric));
      const unpatched = readMetric(readBaseline(baseline, sweep.direction), metric);
      const { perPrompt } = stored.sweeps[at]![`${name}_UNPATCHED`] as unknown as {
        perPrompt: { clean: number; corrupted: number }[];
      };
      expect(perPrompt.map(({ clean }) => clean)).toEqual([...unpatched.clean]);
      expect(perPrompt.map(({ corrupted }) => corrupted)).toEqual([...unpatched.corrupted]);
    }
  }
  // The two directions are not the same numbers, and a divergence is 0 in the run that it compares with.
  const [denoising, noising] = sweeps;
  expect(denoising!.values.logit_diff).not.toEqual(noising!.values.logit_diff);
  expect([...readMetric(readBaseline(baseline, 'NOISING'), 'kl_from_base').clean]).toEqual([0, 0]);
  expect(Math.max(...readMetric(readBaseline(baseline, 'DENOISING'), 'kl_from_base').clean)).toBeGreaterThan(
    0,
  );
});

interface CellValue {
  readonly metric: string;
  readonly value: number;
}

it('reads the first direction and the first metric where none is named', async () => {
  const id = await create({ directions: ['NOISING', 'DENOISING'], metrics: ['PROB', 'RANK'] });
  await compute(id);
  const FIELDS =
    'data(normalised: false, prompt: 0) top(k: 1) { metric value logitDiff } cell(layer: 1, head: 2) { mean { metric } }';
  const run = await read<Record<string, { direction: string; data: string } & Record<string, unknown>>>(
    id,
    `plain: sweep(kind: HEAD_Z) { direction ${FIELDS} }
     named: sweep(kind: HEAD_Z, direction: NOISING) { direction data(normalised: false, metric: PROB, prompt: 0) }
     other: sweep(kind: HEAD_Z, direction: DENOISING) { direction data(normalised: false, metric: PROB, prompt: 0) }
     rank: sweep(kind: HEAD_Z) { direction data(metric: RANK) values(metric: RANK) }
     difference: sweep(kind: HEAD_Z) { direction data(normalised: false, metric: LOGIT_DIFF) }
     direction topHeads(kind: HEAD_Z, k: 1) { metric recovery } topEffect { label }
     others: topHeads(kind: HEAD_Z, k: 1, direction: DENOISING, metric: LOGIT_DIFF) { metric logitDiff }
     cells: sweep(kind: HEAD_Z) { cellMetrics(layer: 1, head: 2) { mean { metric value } perPrompt { metric value } } }`,
  );
  expect(run['direction']).toBe('NOISING');
  expect(run['plain']!.direction).toBe('NOISING');
  expect(run['plain']!.data).toBe(run['named']!.data);
  expect(run['plain']!.data).not.toBe(run['other']!.data);
  expect(run['plain']!['top']).toMatchObject([{ metric: 'PROB', logitDiff: null }]);
  expect(run['plain']!['cell']).toMatchObject({ mean: { metric: 'PROB' } });
  // A rank has no recovery. The logit difference is stored although it was not asked for.
  expect(run['rank']!['values']).toEqual(Array(6).fill(null));
  expect(floats(run['difference']!.data)).toHaveLength(6);
  const cells = run['cells']!['cellMetrics'] as { mean: CellValue; perPrompt: CellValue[] }[];
  expect(cells.map(({ mean }) => mean.metric)).toEqual(['PROB', 'RANK', 'LOGIT_DIFF']);
  // Layer 1, head 2 is the last cell.
  expect(cells[0]!.perPrompt[0]).toEqual({ metric: 'PROB', value: floats(run['plain']!.data)[5] });
  expect(cells[2]!.mean.value).toBeCloseTo(floats(run['difference']!.data)[5]!, 5);
  expect(run['topHeads']).toMatchObject([{ metric: 'PROB' }]);
  expect(run['others']).toMatchObject([{ metric: 'LOGIT_DIFF', logitDiff: expect.any(Number) }]);
  expect(run['topEffect']).not.toBeNull();
  const stored = await services.db.effect.groupBy({
    by: ['direction', 'isFirstDirection', 'metric'],
    where: { runId: id, kind: 'HEAD_Z' },
    _count: true,
    orderBy: [{ direction: 'desc' }, { metric: 'asc' }],
  });
  expect(stored.map((row) => [row.direction, row.isFirstDirection, row.metric, row._count])).toEqual([
    ...['logit_diff', 'prob', 'rank'].map((metric) => ['NOISING', true, metric, 6]),
    ...['logit_diff', 'prob', 'rank'].map((metric) => ['DENOISING', false, metric, 6]),
  ]);
  const { errors } = await services.ask(
    `{ run(id: "${id}") { sweep(kind: HEAD_Z) { values(metric: ACCURACY) } } }`,
  );
  expect(errors?.[0]?.message).toMatch(/has no accuracy; it has probability of the correct answer/);
});

it('leaves an input of one direction what it was', async () => {
  const id = await create({ direction: 'NOISING' });
  const { contentHash } = await services.db.run.findUniqueOrThrow({ where: { id } });
  await compute(id);
  expect(await read(id, 'direction directions metrics sweeps { kind direction }')).toEqual({
    direction: 'NOISING',
    directions: ['NOISING'],
    metrics: ['LOGIT_DIFF'],
    sweeps: KINDS.map((kind) => ({ kind, direction: 'NOISING' })),
  });
  const hashes = [contentHash];
  for (const overrides of [
    { directions: ['NOISING'] },
    { direction: 'NOISING', directions: ['NOISING'], metrics: ['LOGIT_DIFF'] },
  ]) {
    const same = await services.db.run.findUniqueOrThrow({ where: { id: await create(overrides) } });
    expect(same.status).toBe('SUCCEEDED');
    hashes.push(same.contentHash);
  }
  expect(new Set(hashes).size).toBe(1);
});

it('copies both directions and every metric for another owner', async () => {
  const wanted = { directions: DIRECTIONS, metrics: ['KL_FROM_SOURCE', 'LOGIT_DIFF'] };
  const first = await create(wanted);
  await compute(first);
  const copy = await create(wanted);
  expect(copy).not.toBe(first);
  expect(services.engine.runs).toHaveLength(1);
  const ALL =
    'directions metrics sweeps { kind direction data unpatched { clean corrupted } other: data(metric: LOGIT_DIFF) }';
  expect(await read(copy, ALL)).toEqual(await read(first, ALL));
  expect(await services.db.sweep.count({ where: { runId: copy } })).toBe(4);
});

it('continues a run with the sweeps that are missing, by kind and direction', async () => {
  const id = await create({ directions: DIRECTIONS, metrics: ['PROB'] });
  await compute(id);
  const ALL = 'sweeps { kind direction } sweep(kind: HEAD_Z, direction: NOISING) { data }';
  const before = await read<{ sweep: { data: string } }>(id, ALL);
  await services.db.sweep.deleteMany({ where: { runId: id, kind: 'HEAD_Z', direction: 'NOISING' } });
  await services.db.run.update({ where: { id }, data: { status: 'QUEUED' } });
  services.queue.emit('queued');
  await compute(id);
  expect(services.engine.runs).toHaveLength(2);
  expect(services.engine.runs[1]).toMatchObject({
    kinds: ['HEAD_Z'],
    skip: [{ kind: 'HEAD_Z', direction: 'DENOISING' }],
  });
  expect((await read<{ sweep: { data: string } }>(id, ALL)).sweep).toEqual(before.sweep);
  expect(await services.db.sweep.count({ where: { runId: id } })).toBe(4);
});

it.each([
  [
    { direction: 'NOISING', directions: ['DENOISING', 'NOISING'] },
    /direction is NOISING, but directions begins with DENOISING/,
  ],
  [{ directions: [] }, /There is no direction/],
  [{ directions: ['NOISING', 'NOISING'] }, /NOISING is requested twice/],
  [{ metrics: [] }, /There is no metric/],
  [{ metrics: ['PROB', 'PROB'] }, /'Probability of the correct answer' is requested twice/],
])('refuses %j', async (overrides, message) => {
  const { errors } = await services.ask(CREATE, { input: { ...input, ...overrides } });
  expect(errors?.[0]).toMatchObject({
    message: expect.stringMatching(message),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('reads no blob of a metric that is not asked for', async () => {
  const id = await create({ directions: DIRECTIONS, metrics: METRICS });
  await compute(id);
  const asked: unknown[] = [];
  const findMany = services.db.sweepValue.findMany.bind(services.db.sweepValue);
  services.db.sweepValue.findMany = ((query: { where: unknown }) => {
    asked.push(query.where);
    return findMany(query as never);
  }) as never;
  await read(
    id,
    'sweep(kind: HEAD_Z, direction: NOISING) { data(metric: RANK) unpatched(metric: PROB) { clean } }',
  );
  const [row] = await services.db.sweep.findMany({
    where: { runId: id, kind: 'HEAD_Z', direction: 'NOISING' },
  });
  expect(asked).toEqual([{ sweepId: { in: [row!.id] }, metric: 'rank' }]);
});

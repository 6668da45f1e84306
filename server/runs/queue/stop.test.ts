/** Runs that stop early: when, that a continued one stops at the same batch, and that everything counts the pairs that were used. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../errors';
import { makeNumberedPairs, numberResults } from '../../testing/numbered-pairs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { readInput } from '../submit/read-input';
import { submitRun } from '../submit/submit';
import type { RunInput } from '../submit/validate';
import { startDispatcher, type Dispatcher } from './dispatcher';
import { followProgress } from './progress';

const PAIRS = 400;
/** Three batches: the widest interval of two is 0.0103, of three 0.0084. */
const STOPS_AT = 192;
const RULE = { interval: 0.009, sweep: null, minPairs: 128 };
const GAP = 3;
let services: TestServices;
let dispatcher: Dispatcher;

const pairs = makeNumberedPairs(PAIRS);

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
  await services.db.user.create({ data: { id: 'A', name: 'A' } });
  numberResults(services.engine, ({ length }) => ({
    clean: new Float32Array(length).fill(GAP),
    corrupted: new Float32Array(length),
  }));
  dispatcher = startDispatcher(services, services.engine, { minTurnMs: 0 });
});
afterEach(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const submit = (input: Partial<RunInput> = {}, recompute = true) =>
  submitRun(
    services,
    async () => 'A',
    {
      model: 'fake',
      pairs,
      sweeps: ['HEAD_Z', 'HEAD_Q'],
      direction: 'DENOISING',
      prependBos: true,
      visibility: 'UNLISTED',
      stopWhen: RULE,
      ...input,
    },
    recompute,
    'A',
  );
async function finish(id: string) {
  for await (const _ of followProgress(services, id));
  const run = await services.db.run.findUniqueOrThrow({
    where: { id },
    include: { sweeps: { include: { moments: true, batchValues: true }, orderBy: { kind: 'asc' } } },
  });
  expect({ status: run.status, error: run.errorMessage }).toEqual({ status: 'SUCCEEDED', error: null });
  return run;
}

it('stops at the first batch whose intervals are all narrow enough, and counts its pairs alone', async () => {
  const { id, batches } = await submit();
  expect(batches).toBe(7);
  const run = await finish(id);
  expect(run).toMatchObject({ batches: 3, pairCount: STOPS_AT, plannedPairs: PAIRS });
  expect(run.stopInterval).toBeGreaterThan(0.008);
  expect(run.stopInterval).toBeLessThan(RULE.interval);
  expect(services.engine.runs).toHaveLength(3);
  for (const sweep of run.sweeps) expect(sweep.moments[0]!.pairs).toBe(STOPS_AT);
  const { data, errors } = await services.ask(QUERY, { id });
  expect(errors).toBeUndefined();
  const answer = (data as { run: Answer }).run;
  expect(answer).toMatchObject({
    pairCount: STOPS_AT,
    stopWhen: { interval: RULE.interval, sweep: null, minPairs: 128 },
    earlyStop: { pairs: STOPS_AT, plannedPairs: PAIRS },
    baseline: { pairs: STOPS_AT },
    progress: { finishedSweeps: ['HEAD_Z', 'HEAD_Q'] },
  });
  expect(answer.sweep).toMatchObject({ pairCount: STOPS_AT, statistics: { prompts: STOPS_AT } });
  // The values of each pair are found under its new index, and facets and pages end with the last computed one.
  expect(answer.sweep.cellStatistics.count).toBe(STOPS_AT);
  expect(
    answer.sweep.cellStatistics.facets.filter(({ by }) => by === 'LENGTH').map(({ count }) => count),
  ).toEqual([64, 128]);
  expect(answer.rest.map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, at) => 180 + at));
});

it('stops a run that was continued at the same batch, with the same bytes', async () => {
  const undisturbed = await finish((await submit()).id);
  let sweeps = 0;
  services.engine.beforeSweep = async () => {
    sweeps++;
    // Within the first batch, and within the last one.
    if ([2, 7].includes(sweeps))
      throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
  };
  const disturbed = await finish((await submit()).id);
  const plain = ({
    sweeps: stored,
    batches,
    pairCount,
    stopInterval,
    contentHash,
    cleanLogitDiff,
  }: typeof disturbed) => ({
    batches,
    pairCount,
    stopInterval,
    contentHash,
    cleanLogitDiff,
    sweeps: stored.map(({ kind, moments, batchValues }) => [
      kind,
      ...[...moments, ...batchValues].map((row) =>
        Buffer.from('moments' in row ? row.moments : row.values).toString('hex'),
      ),
    ]),
  });
  expect(plain(disturbed)).toEqual(plain(undisturbed));
});

it('stores the end of a run whose worker ended after the last batch that is needed', async () => {
  const { id } = await submit();
  // All sweeps of the third batch are stored; this is read only to store the end.
  const read = vi.spyOn(services.db.edgeLayer, 'findMany');
  read.mockRejectedValueOnce(new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).'));
  expect(await finish(id)).toMatchObject({ batches: 3, pairCount: STOPS_AT });
  // The last batch is checked again, and none of its sweeps is computed.
  expect(services.engine.runs.map(({ skip = [] }) => skip.length)).toEqual([0, 0, 0, 2]);
  read.mockRestore();
});

it('does not compute beyond the batch that may be the last one, and overlaps those before it', async () => {
  const stored: number[] = [];
  const { engine } = services;
  const run = engine.run.bind(engine);
  engine.run = async (...asked) => {
    stored.push(await services.db.sweepBatch.count());
    return run(...asked);
  };
  // Three batches are too few to stop; the rule could stop the run behind the third one on.
  const { id } = await submit({ stopWhen: { interval: 0.001, sweep: null, minPairs: 192 } });
  await finish(id);
  expect(stored).toHaveLength(7);
  for (const batch of [3, 4, 5, 6]) expect(stored[batch]).toBe(2 * batch);
});

it('looks at the named sweep alone, and not before the least number of pairs', async () => {
  const narrow = { interval: 0.5, sweep: 'HEAD_Z', minPairs: 256 } as const;
  expect(await finish((await submit({ stopWhen: narrow })).id)).toMatchObject({ pairCount: 256 });
  const never = { interval: 0.001, sweep: null, minPairs: 128 };
  expect(await finish((await submit({ stopWhen: never })).id)).toMatchObject({
    pairCount: PAIRS,
    plannedPairs: null,
    stopInterval: null,
  });
});

it('answers an equal submission, and no run of all pairs', async () => {
  const first = await finish((await submit()).id);
  expect((await submit({}, false)).id).toBe(first.id);
  expect((await submit({ stopWhen: null }, false)).id).not.toBe(first.id);
  expect((await submit({ stopWhen: { ...RULE, interval: 0.02 } }, false)).id).not.toBe(first.id);
  // Repeated with all of its pairs, it stops after the same ones.
  const all = await services.db.promptPair.findMany({
    where: { runId: first.id },
    orderBy: { index: 'asc' },
  });
  expect(all).toHaveLength(PAIRS);
  const again = await finish((await submit(readInput(first, all, []))).id);
  expect(again).toMatchObject({ pairCount: STOPS_AT, stopInterval: first.stopInterval });
});

it.each<[name: string, Partial<RunInput>, RegExp]>([
  ['one batch', { pairs: pairs.slice(0, 64) }, /cannot stop early/],
  ['no interval', { stopWhen: { ...RULE, interval: 0 } }, /above 0 and below 1/],
  ['few pairs', { stopWhen: { ...RULE, minPairs: 64 } }, /at least 128/],
  ['another sweep', { stopWhen: { ...RULE, sweep: 'HEAD_V' } }, /HEAD_V is not among/],
  ['a metric without recovery', { metrics: ['rank'] }, /has none/],
])('refuses %s', async (_, input, message) => {
  await expect(submit(input)).rejects.toMatchObject({
    details: { issues: [expect.objectContaining({ message: expect.stringMatching(message) as string })] },
  });
});

it('is repeated with all of its pairs, by those who can open it', async () => {
  const first = await finish((await submit({ visibility: 'PUBLIC' })).id);
  const input = { model: 'fake', pairsOfRun: first.id, sweeps: ['HEAD_Z'], stopWhen: RULE, recompute: true };
  const { data, errors } = await services.ask(CREATE, { input });
  expect(errors).toBeUndefined();
  const { id } = (data as { createRun: { id: string } }).createRun;
  expect(await services.db.promptPair.count({ where: { runId: id } })).toBe(PAIRS);
  await services.db.run.update({ where: { id: first.id }, data: { visibility: 'PRIVATE' } });
  const refused = await services.ask(CREATE, { input });
  expect(refused.errors?.[0]?.extensions?.['issues']).toEqual([
    { path: 'pairsOfRun', message: `There is no run '${first.id}'.` },
  ]);
});

interface Answer {
  readonly rest: { readonly index: number }[];
  readonly sweep: {
    readonly cellStatistics: {
      readonly count: number;
      readonly facets: { readonly by: string; readonly count: number }[];
    };
  };
}
const QUERY = `query ($id: ID!) {
  run(id: $id) {
    pairCount
    stopWhen { interval sweep minPairs }
    earlyStop { pairs plannedPairs interval }
    baseline { pairs }
    progress { finishedSweeps }
    rest: pairs(first: 64, offset: 180) { index }
    sweep(kind: HEAD_Z) {
      pairCount
      statistics(normalisation: NONE) { prompts }
      cellStatistics(layer: 0, head: 1, normalisation: NONE) { count facets { by name count } }
    }
  }
}`;

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';

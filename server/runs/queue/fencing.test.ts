/** What a worker may store: nothing of a run that it has lost, and only what belongs to the model and engine of the run. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Provenance, RunEvent, SweepResult } from '../../engine/api';
import { ENGINE_VERSION } from '../../engine/client/client';
import { AppError } from '../../errors';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { readExperiment } from '../experiment';
import { digestContent } from '../submit/content-hash';
import { submitRun } from '../submit/submit';
import { startDispatcher } from './dispatcher';
import { followProgress } from './progress';
import { claimRun } from './transitions';
import { work } from './work';

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '60000' });
  await storeFakeModel(services);
  await services.db.user.create({ data: { id: 'me', name: 'Me' } });
});
afterEach(() => services.dispose());

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const KINDS = ['RESID_PRE', 'HEAD_Z'] as const;
const input = {
  model: 'fake',
  pairs: [pair],
  sweeps: KINDS,
  direction: 'DENOISING',
  prependBos: true,
  // Read by visitors below.
  visibility: 'UNLISTED',
} as const;
const submit = () => submitRun(services, async () => 'me', input, false);

/** Everything that is stored of runs. */
const readAll = async () => ({
  runs: await services.db.run.findMany({ orderBy: { id: 'asc' } }),
  pairs: await services.db.promptPair.findMany({ orderBy: { id: 'asc' } }),
  sweeps: await services.db.sweep.findMany({ orderBy: { id: 'asc' } }),
  values: await services.db.sweepValue.findMany({ orderBy: { sweepId: 'asc' } }),
  unpatched: await services.db.unpatchedMetric.findMany({ orderBy: { metric: 'asc' } }),
  effects: await services.db.effect.findMany({ orderBy: { id: 'asc' } }),
});
const read = (id: string) =>
  services.db.run.findUniqueOrThrow({
    where: { id },
    include: { model: true, pairs: true, sweeps: { orderBy: { id: 'asc' } }, edgeLayers: true },
  });

/** Dispatches until a run has ended. */
async function compute(id: string) {
  const dispatcher = startDispatcher(services, services.engine, { minTurnMs: 0 });
  for await (const _progress of followProgress(services, id));
  await dispatcher.stop();
  return read(id);
}

/** Makes the fake engine another version. */
function upgradeEngine(version: string): void {
  const run = services.engine.run.bind(services.engine);
  services.engine.run = async (experiment, kinds, options): Promise<Provenance> => {
    const upgrade = (event: RunEvent): RunEvent =>
      event.type === 'baseline'
        ? { ...event, computedBy: { ...event.computedBy, engineVersion: version } }
        : event;
    const onEvent = (event: RunEvent): void => options.onEvent(upgrade(event));
    return { ...(await run(experiment, kinds, { ...options, onEvent })), engineVersion: version };
  };
}

it('stores nothing of a run that was taken over, though the engine continues to the end', async () => {
  await storeRuns(services, ['A1'], { kinds: KINDS });
  const { engine } = services;
  const lease = (await claimRun(services.db, 'A1', 60_000))!;
  let taken: Awaited<ReturnType<typeof readAll>> | null = null;
  let sent = 0;
  const run = engine.run.bind(engine);
  // It never looks at the signal: it sends the second sweep, progress and its result whatever happened.
  engine.run = async (experiment, kinds, { onEvent }) => {
    const events: RunEvent[] = [];
    const provenance = await run(experiment, kinds, { onEvent: (event) => events.push(event) });
    for (const event of events) {
      if (event.type === 'sweep' && event.sweep.kind === 'HEAD_Z') taken = await takeOver();
      onEvent(event);
      sent++;
    }
    return provenance;
  };
  /** As another worker does: it claims the run, and has stored the first sweep. */
  async function takeOver() {
    await untilStored('A1', 1);
    await services.db.run.update({ where: { id: 'A1' }, data: { leaseHolder: 'another worker' } });
    return readAll();
  }
  await work(services, engine, await read('A1'), lease, {
    stopping: new AbortController().signal,
    minTurnMs: 0,
  });
  expect(sent).toBe(6);
  expect(taken).not.toBeNull();
  expect(taken!.runs[0]).toMatchObject({ status: 'RUNNING', leaseHolder: 'another worker' });
  expect(taken!.sweeps).toHaveLength(1);
  expect(await readAll()).toEqual(taken);
});

/** Waits until so many sweeps of a run are stored; the test's time limit bounds it. */
async function untilStored(runId: string, sweeps: number): Promise<void> {
  while ((await services.db.sweep.count({ where: { runId } })) < sweeps)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

it('records for each sweep which engine computed it, also when a resumed run has two', async () => {
  const { id } = await submit();
  let hasDied = false;
  services.engine.beforeSweep = async (kind) => {
    if (kind !== 'HEAD_Z' || hasDied) return;
    hasDied = true;
    upgradeEngine('next');
    throw new AppError('ENGINE_FAILED', 'The engine process ended.');
  };
  const run = await compute(id);
  expect(run).toMatchObject({ status: 'SUCCEEDED', engineVersion: 'next' });
  const { data, errors } = await services.ask(
    'query ($id: ID!) { run(id: $id) { sweeps { kind provenance { engine modelDigest modelSha256 runtime provider } } } }',
    { id },
  );
  expect(errors).toBeUndefined();
  const { digest, weightsSha256 } = services.engine.identity;
  const same = { modelDigest: digest, modelSha256: weightsSha256, runtime: 'none', provider: 'cpu' };
  expect(data).toEqual({
    run: {
      sweeps: [
        { kind: 'RESID_PRE', provenance: { ...same, engine: ENGINE_VERSION } },
        { kind: 'HEAD_Z', provenance: { ...same, engine: 'next' } },
      ],
    },
  });
  // Such results answer no submission, neither of this version nor of the next.
  expect((await submit()).id).not.toBe(id);
  const experiment = readExperiment(run, run.pairs);
  for (const version of [ENGINE_VERSION, 'next'])
    expect(run.contentHash).not.toBe(digestContent(experiment, KINDS, digest, version));
});

it('files results under the version of the engine that computed them, not of the submission', async () => {
  const { id, contentHash } = await submit();
  upgradeEngine('next');
  const run = await compute(id);
  expect(run.status).toBe('SUCCEEDED');
  const experiment = readExperiment(run, run.pairs);
  expect(contentHash).toBe(digestContent(experiment, KINDS, services.engine.identity.digest, ENGINE_VERSION));
  expect(run.contentHash).toBe(digestContent(experiment, KINDS, services.engine.identity.digest, 'next'));
  expect((await submit()).id).not.toBe(id);
});

it('keeps the content hash of a run that the version of its submission computed', async () => {
  const { id, contentHash } = await submit();
  expect(await compute(id)).toMatchObject({ status: 'SUCCEEDED', contentHash });
  expect((await submit()).id).toBe(id);
});

it('fails a run clearly when another model was computed, and stores no number of it', async () => {
  const { id } = await submit();
  const run = services.engine.run.bind(services.engine);
  services.engine.run = async (experiment, kinds, options) => {
    services.engine.identity = { ...services.engine.identity, digest: 'e'.repeat(64) };
    // An engine that does not compare digests.
    return run({ ...experiment, expected: undefined }, kinds, options);
  };
  const failed = await compute(id);
  expect(failed).toMatchObject({
    status: 'FAILED',
    errorCode: 'MODEL_UNAVAILABLE',
    errorMessage: expect.stringMatching(
      /^The files of model 'fake' are not those that this run was submitted for/,
    ),
    cleanLogitDiff: null,
    sweeps: [],
  });
  expect(await services.db.effect.count()).toBe(0);
});

it('fails a run whose stored experiment cannot be read', async () => {
  const { id } = await submit();
  await services.db.run.update({ where: { id }, data: { kinds: '["HEAD_X"]' } });
  expect(await compute(id)).toMatchObject({
    status: 'FAILED',
    errorCode: 'DATABASE_UNAVAILABLE',
    errorMessage: expect.stringContaining('Run.kinds'),
  });
});

it('stores each sweep once', async () => {
  await storeRuns(services, ['A1'], { kinds: KINDS });
  const lease = (await claimRun(services.db, 'A1', 60_000))!;
  const run = services.engine.run.bind(services.engine);
  services.engine.run = (experiment, kinds, { onEvent, ...rest }) =>
    run(experiment, kinds, {
      ...rest,
      onEvent: (event) => {
        onEvent(event);
        if (event.type !== 'sweep') return;
        const values = { logit_diff: new Float32Array(event.sweep.values.logit_diff!.length) };
        onEvent({ type: 'sweep', sweep: { ...event.sweep, values } satisfies SweepResult });
      },
    });
  await work(services, services.engine, await read('A1'), lease, {
    stopping: new AbortController().signal,
    minTurnMs: 0,
  });
  const values = await services.db.sweepValue.findMany();
  expect(values).toHaveLength(KINDS.length);
  for (const { values: bytes } of values) expect(bytes.some((byte) => byte !== 0)).toBe(true);
});

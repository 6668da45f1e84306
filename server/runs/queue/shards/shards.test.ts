/** Runs of many pairs on several workers: the bytes of one worker, whatever is lost on the way. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hasEnded, type RunStatus } from '../../../../domain/run-status';
import { AppError } from '../../../errors';
import type { FakeEngine } from '../../../testing/fake-engine';
import { describeWithRedis } from '../../../testing/redis';
import { readResults } from '../../../testing/run-results';
import { storeRuns } from '../../../testing/stored-runs';
import { createTestSite, type SiteWorker, type TestSite } from '../../../testing/test-site';
import { makeNumberedPairs, noiseOfPair, numberResults } from '../../../testing/numbered-pairs';
import { waitFor } from '../../../testing/wait-for';
import { submitRun } from '../../submit/submit';
import type { RunInput } from '../../submit/validate';
import { cancelRun } from '../cancel';
import { followProgress } from '../progress';

const BATCHES = 7;
const ADMINISTRATOR = { userId: 'admin', role: 'ADMINISTRATOR', isAdministrator: true } as never;
let site: TestSite;

const pairs = makeNumberedPairs(64 * (BATCHES - 1) + 16);

/** Makes the numbers of an engine depend on the pair, and lets each run take a while. */
function identifyPairs(engine: FakeEngine, wait?: (batch: number) => Promise<void>): void {
  const measure = (owns: readonly number[]) => ({
    clean: Float32Array.from(owns, (own) => 3 + noiseOfPair(own) / 10),
    corrupted: Float32Array.from(owns, (own) => noiseOfPair(own) / 7),
  });
  numberResults(engine, measure, wait);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Workers with engines that take `waits` ms for their n-th batch, in turns. */
async function addWorkers(...waits: readonly number[][]): Promise<SiteWorker[]> {
  const workers: SiteWorker[] = [];
  for (const times of waits) {
    const worker = await site.addWorker();
    identifyPairs(worker.engine, (nth) => pause(times[nth % times.length]!));
    workers.push(worker);
  }
  return workers;
}

/** Lets a worker begin its second batch only when `hasHappened`, however slow the others are. */
function holdAfterFirst({ engine }: SiteWorker, hasHappened: () => boolean): void {
  const run = engine.run.bind(engine);
  engine.run = async (...args) => {
    if (engine.runs.length > 0) await waitFor(() => expect(hasHappened()).toBe(true));
    return run(...args);
  };
}

const submit = (input: Partial<RunInput> = {}) =>
  submitRun(
    site.web,
    async () => 'A',
    {
      model: 'fake',
      pairs,
      sweeps: ['HEAD_Z', 'HEAD_Q'],
      direction: 'DENOISING',
      prependBos: true,
      visibility: 'UNLISTED',
      ...input,
    },
    true,
  );

async function finish(id: string) {
  for await (const _progress of followProgress(site.web, id));
  const results = await readResults(site.web.db, id);
  expect(results.run.status).toBe('SUCCEEDED');
  return results;
}

/** The results of one worker alone; it does not take part afterwards. */
async function computeAlone(worker: SiteWorker, input: Partial<RunInput> = {}) {
  const dispatcher = worker.dispatch();
  const run = await submit(input);
  const results = await finish(run.id);
  await dispatcher.stop();
  worker.engine.runs.length = 0;
  return results;
}

const countRuns = (workers: readonly SiteWorker[]): number[] =>
  workers.map(({ engine }) => engine.runs.length);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describeWithRedis('runs that workers share', () => {
  beforeEach(async () => {
    // No lease expires because the machine is slow.
    site = await createTestSite({ RUN_LEASE_MS: '10000' });
    await site.web.db.user.create({ data: { id: 'A', name: 'A' } });
  });
  afterEach(() => site.dispose());

  it('have the bytes of one worker, in whatever order their batches end', async () => {
    const workers = await addWorkers([5, 200], [120, 10], [60]);
    const alone = await computeAlone(workers[0]!);
    // Any of them may claim the run: none computes two batches before another has one.
    const isShared = (): boolean => countRuns(workers).filter((count) => count > 0).length > 1;
    for (const worker of workers) holdAfterFirst(worker, isShared);
    for (const worker of workers) worker.dispatch();
    const run = await submit();
    expect(await finish(run.id)).toEqual(alone);
    expect(sum(countRuns(workers))).toBe(BATCHES);
    expect(isShared()).toBe(true);
    await waitFor(async () => expect(await site.web.db.runShard.count()).toBe(0));
  }, 60_000);

  it('repeat the batch alone whose engine failed', async () => {
    const workers = await addWorkers([60], [60]);
    const alone = await computeAlone(workers[0]!);
    let failures = 0;
    const { engine } = workers[1]!;
    const run = engine.run.bind(engine);
    engine.run = async (...args) => {
      if (failures++ === 0) throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
      return run(...args);
    };
    holdAfterFirst(workers[0]!, () => failures > 0);
    workers[0]!.dispatch();
    const shared = await submit();
    await waitFor(() => expect(workers[0]!.engine.runs.length).toBeGreaterThan(0));
    workers[1]!.dispatch();
    expect(await finish(shared.id)).toEqual(alone);
    expect(failures).toBeGreaterThan(0);
    expect(sum(countRuns(workers))).toBe(BATCHES);
  }, 60_000);

  it('repeat a batch whose worker has disappeared', async () => {
    const workers = await addWorkers([60]);
    const alone = await computeAlone(workers[0]!);
    const run = await submit();
    let isAbandoned = false;
    holdAfterFirst(workers[0]!, () => isAbandoned);
    workers[0]!.dispatch();
    await waitFor(() => expect(workers[0]!.engine.runs.length).toBe(1));
    // As a worker leaves it that was killed while it computed the fourth batch.
    const leaseUntil = new Date(Date.now() + 700);
    await site.web.db.runShard.create({
      data: { runId: run.id, batch: 3, leaseHolder: 'gone-1000', leaseUntil },
    });
    isAbandoned = true;
    expect(await finish(run.id)).toEqual(alone);
    expect(sum(countRuns(workers))).toBe(BATCHES);
  }, 60_000);

  it('continue with the batches that are computed when their holder has failed', async () => {
    const workers = await addWorkers([80], [80]);
    const alone = await computeAlone(workers[0]!);
    let isFailing = true;
    for (const { engine } of workers) {
      const run = engine.run.bind(engine);
      engine.run = async (experiment, ...rest) => {
        const isThird =
          experiment.pairs[0]!.clean[1] ===
          alone.pairs.findIndex(({ batch, row }) => batch === 2 && row === 0) + 1;
        if (isThird && isFailing) {
          isFailing = false;
          throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
        }
        return run(experiment, ...rest);
      };
    }
    for (const worker of workers) worker.dispatch();
    const run = await submit();
    expect(await finish(run.id)).toEqual(alone);
    // No batch was computed twice.
    expect(sum(countRuns(workers))).toBe(BATCHES);
  }, 60_000);

  it('stop at the same batch as alone, and keep no batch behind it', async () => {
    const rule = { stopWhen: { interval: 0.02, sweep: null, minPairs: 128 } };
    const workers = await addWorkers([5, 90], [70, 5], [40]);
    const alone = await computeAlone(workers[0]!, rule);
    const batches = alone.sweeps[0]!.batches;
    expect(batches).toBeLessThan(BATCHES);
    for (const worker of workers) worker.dispatch();
    const run = await submit(rule);
    expect(await finish(run.id)).toEqual(alone);
    await waitFor(async () => expect(await site.web.db.runShard.count()).toBe(0));
  }, 60_000);

  it('let a run of another owner pass after the batch in hand', async () => {
    const holder = await site.addWorker();
    // It is busy with its batch until the run of B has ended, so that the helper must take that.
    let release = (): void => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    identifyPairs(holder.engine, () => isReleased);
    holder.dispatch();
    const large = await submit();
    await waitFor(async () => expect(await site.web.db.runShard.count()).toBe(1));
    const [helper] = await addWorkers([150]);
    let isQueued = false;
    holdAfterFirst(helper!, () => isQueued);
    helper!.dispatch();
    await waitFor(() => expect(helper!.engine.runs.length).toBe(1));
    await storeRuns(site.web, ['B1']);
    site.web.queue.emit('queued');
    isQueued = true;
    try {
      for await (const _progress of followProgress(site.web, 'B1'));
      // The batch that it had computed, at most two that it had begun or claimed, and the run of B.
      expect(helper!.engine.runs.length).toBeLessThanOrEqual(4);
    } finally {
      release();
    }
    await finish(large.id);
  }, 60_000);

  it('end on every worker when they are cancelled', async () => {
    const workers = await addWorkers([0], [0]);
    let aborted = 0;
    for (const { engine } of workers) {
      engine.beforeSweep = (_kind, signal) =>
        new Promise((_, reject) => {
          signal!.addEventListener('abort', () => {
            aborted++;
            reject(new AppError('RUN_CANCELLED', 'The run was cancelled.'));
          });
        });
    }
    for (const worker of workers) worker.dispatch();
    const run = await submit();
    await waitFor(() => expect(countRuns(workers)).toEqual([1, 1]));
    await cancelRun(site.web, ADMINISTRATOR, run.id);
    await waitFor(() => expect(aborted).toBe(2));
    const { status } = await site.web.db.run.findUniqueOrThrow({ where: { id: run.id } });
    expect(hasEnded(status as RunStatus)).toBe(true);
  }, 60_000);

  it('take no batch of another engine', async () => {
    const workers = await addWorkers([20], [20]);
    const alone = await computeAlone(workers[0]!);
    // What the second engine says of itself is not what it announces.
    const { engine } = workers[1]!;
    const run = engine.run.bind(engine);
    engine.run = async (...args) => ({ ...(await run(...args)), provider: 'cuda' });
    holdAfterFirst(workers[0]!, () => engine.runs.length > 0);
    workers[0]!.dispatch();
    const shared = await submit();
    await waitFor(() => expect(workers[0]!.engine.runs.length).toBeGreaterThan(0));
    workers[1]!.dispatch();
    expect(await finish(shared.id)).toEqual(alone);
    expect(workers[0]!.engine.runs).toHaveLength(BATCHES);
    expect(workers[1]!.engine.runs.length).toBeGreaterThan(0);
  }, 60_000);
});

/** Storage of a batch while the engine computes the next one: what overlaps, what is kept when it fails, and what is stored together. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SanityCheck } from '../../engine/api';
import { AppError } from '../../errors';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { submitRun } from '../submit/submit';
import { startDispatcher, type Dispatcher } from './dispatcher';
import { followProgress } from './progress';

const KINDS = ['HEAD_Z', 'HEAD_Q'] as const;
/** Three batches. */
const PAIRS = 150;
let services: TestServices;
let dispatcher: Dispatcher | null;

beforeEach(async () => {
  // No lease runs out in a test: `takeOver` says when another worker has the run.
  services = await createTestServices({ RUN_LEASE_MS: '60000' });
  await services.db.user.create({ data: { id: 'A', name: 'A' } });
  dispatcher = null;
});
afterEach(async () => {
  vi.restoreAllMocks();
  // A test that fails leaves writes that wait.
  for (const open of gates.splice(0)) open();
  await dispatcher?.stop();
  await services.dispose();
});

const pairs = Array.from({ length: PAIRS }, (_, index) => ({
  clean: `w${index} a c`,
  corrupted: `w${index} b c`,
  correct: ' Mary',
  incorrect: ' John',
}));

async function submit(): Promise<string> {
  const input = {
    model: 'fake',
    pairs,
    sweeps: [...KINDS],
    direction: 'DENOISING',
    prependBos: true,
  } as const;
  return (await submitRun(services, async () => 'A', input, true)).id;
}
const dispatch = (): void => {
  dispatcher = startDispatcher(services, services.engine, { minTurnMs: 0 });
};
async function ended(id: string): Promise<void> {
  for await (const _ of followProgress(services, id));
}

/** Calls `before` ahead of each transaction, with its number from 1. Within a run, each stores a part of a batch or its end. */
function beforeTransactions(before: (count: number) => Promise<void>): void {
  const { db } = services;
  const transaction = db.$transaction.bind(db) as (...asked: unknown[]) => Promise<unknown>;
  let count = 0;
  vi.spyOn(db, '$transaction').mockImplementation(async (...asked: unknown[]) => {
    await before(++count);
    return transaction(...asked);
  });
}

const gates: (() => void)[] = [];

/** A promise that a test resolves. */
function createGate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  gates.push(open);
  return { passed, open };
}

/** Calls `before` ahead of each run of the engine, with its number from 1. */
function beforeBatches(before: (count: number) => Promise<void> | void): void {
  const { engine } = services;
  const run = engine.run.bind(engine);
  let count = 0;
  engine.run = async (...asked) => {
    await before(++count);
    return run(...asked);
  };
}

/** What is stored of the numbers of a run. */
async function readNumbers(runId: string) {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const sweeps = await services.db.sweep.findMany({
    where: { runId },
    orderBy: { kind: 'asc' },
    include: { batchValues: { orderBy: { batch: 'asc' } }, moments: true },
  });
  const pairsOfRun = await services.db.promptPair.findMany({ where: { runId }, orderBy: { index: 'asc' } });
  const unpatched = await services.db.unpatchedMetric.findMany({ where: { runId } });
  const run = await services.db.run.findUniqueOrThrow({ where: { id: runId } });
  return {
    sweeps: sweeps.map(({ kind, batches, batchValues, moments }) => ({
      kind,
      batches,
      values: batchValues.map(({ batch, values }) => [batch, hex(values)]),
      moments: moments.map((row) => [row.pairs, row.clean, row.corrupted, hex(row.moments)]),
    })),
    pairs: pairsOfRun.map(({ cleanLogitDiff, corruptedLogitDiff }) => [cleanLogitDiff, corruptedLogitDiff]),
    unpatched: unpatched.map(({ clean, corrupted }) => [hex(clean), hex(corrupted)]),
    means: [run.cleanLogitDiff, run.corruptedLogitDiff],
    checks: run.checks,
  };
}

it('gives the engine the next batch before a batch is stored, and no batch further', async () => {
  const id = await submit();
  const gate = createGate();
  const stored: number[] = [];
  beforeBatches(async (count) => {
    stored.push(await services.db.sweepBatch.count());
    // All of the second batch is computed when the third one is asked for.
    if (count === 2) gate.open();
  });
  beforeTransactions(() => gate.passed);
  dispatch();
  await ended(id);
  expect(stored).toHaveLength(3);
  expect(stored[1]).toBe(0);
  expect(stored[2]).toBeGreaterThanOrEqual(KINDS.length);
  expect(await services.db.run.findUnique({ where: { id } })).toMatchObject({ status: 'SUCCEEDED' });
});

it('computes at most one batch beyond what is stored', async () => {
  const id = await submit();
  const gate = createGate();
  let sweeps = 0;
  services.engine.beforeSweep = async () => {
    sweeps++;
  };
  beforeTransactions(() => gate.passed);
  dispatch();
  await vi.waitFor(() => expect(sweeps).toBe(2 * KINDS.length), { timeout: 10_000 });
  // Whatever could start the third batch has its turn.
  for (let turn = 0; turn < 50; turn++) await services.db.run.count();
  expect(services.engine.runs).toHaveLength(2);
  gate.open();
  await ended(id);
  expect(services.engine.runs).toHaveLength(3);
});

it('ends the run, and the batch under way, when a batch cannot be stored', async () => {
  const id = await submit();
  const isAborted = createGate();
  services.engine.beforeSweep = async (_, signal) => {
    // The third batch would take forever.
    if (services.engine.runs.length < 3) return;
    await new Promise<void>((resolve) => signal!.addEventListener('abort', () => resolve()));
    isAborted.open();
  };
  let isFailing = false;
  beforeBatches((count) => {
    isFailing = count === 3;
  });
  beforeTransactions(async () => {
    // The second batch waits for the third one to begin.
    if ((await services.db.sweepBatch.count()) === 0) return;
    await vi.waitFor(() => expect(isFailing).toBe(true), { timeout: 10_000 });
    throw new Error('told to fail');
  });
  dispatch();
  await ended(id);
  await isAborted.passed;
  expect(await services.db.run.findUnique({ where: { id } })).toMatchObject({
    status: 'FAILED',
    errorCode: 'ENGINE_FAILED',
  });
  // The batch before it stays.
  expect(await services.db.sweepBatch.count()).toBe(KINDS.length);
  expect(services.engine.runs).toHaveLength(3);
});

it('writes nothing of a batch that waits when another worker takes the run, and equals an undisturbed run', async () => {
  const undisturbed = await submit();
  dispatch();
  await ended(undisturbed);
  await dispatcher!.stop();
  const id = await submit();
  const started = services.engine.runs.length;
  const gate = createGate();
  const [isWaiting, isAborted] = [createGate(), createGate()];
  services.engine.beforeSweep = async (_, signal) => {
    if (services.engine.runs.length !== started + 2) return;
    isWaiting.open();
    if (signal!.aborted) return;
    await new Promise<void>((resolve) => signal!.addEventListener('abort', () => resolve()));
    isAborted.open();
  };
  // The baseline of the first batch is stored; the rest of it waits.
  beforeTransactions((count) => (count === 1 ? Promise.resolve() : gate.passed));
  dispatch();
  await isWaiting.passed;
  await services.db.run.update({ where: { id }, data: { leaseHolder: 'another worker' } });
  const before = await readNumbers(id);
  gate.open();
  await isAborted.passed;
  await dispatcher!.stop();
  expect(before.sweeps).toEqual([]);
  expect(await readNumbers(id)).toEqual(before);
  expect(await services.db.run.findUnique({ where: { id } })).toMatchObject({
    status: 'RUNNING',
    leaseHolder: 'another worker',
  });
  services.engine.beforeSweep = async () => {};
  await services.db.run.update({ where: { id }, data: { status: 'QUEUED', leaseHolder: null } });
  dispatch();
  await ended(id);
  expect(await readNumbers(id)).toEqual(await readNumbers(undisturbed));
});

it('computes a batch again whose engine ended before its checks were known', async () => {
  const id = await submit();
  const { engine } = services;
  const run = engine.run.bind(engine);
  const check = (maxAbsDifference: number): SanityCheck => ({
    name: 'SELF_PATCH',
    direction: 'DENOISING',
    maxAbsDifference,
    passed: true,
  });
  let calls = 0;
  engine.run = async (...asked) => {
    const provenance = await run(...asked);
    calls++;
    // All sweeps of the second batch are sent.
    if (calls === 2) throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
    // The second batch, when it is computed again, has the largest difference.
    return { ...provenance, checks: [check(calls === 3 ? 0.5 : 0.25)] };
  };
  dispatch();
  await ended(id);
  // What was stored of the second batch is not computed again, but its last sweep is.
  expect(engine.runs.map(({ experiment, skip = [] }) => [experiment.pairs.length, skip.length])).toEqual([
    [64, 0],
    [64, 0],
    [64, 1],
    [22, 0],
  ]);
  const { checks } = await services.db.run.findUniqueOrThrow({ where: { id } });
  expect(JSON.parse(checks!)).toEqual([check(0.5)]);
});

it('stores what waits of a batch in one transaction', async () => {
  const id = await submit();
  const gate = createGate();
  let transactions = 0;
  let untilThird = 0;
  beforeBatches(async (count) => {
    if (count === 2) gate.open();
    if (count < 3) return;
    const all = 2 * KINDS.length;
    await vi.waitFor(async () => expect(await services.db.sweepBatch.count()).toBe(all), { timeout: 10_000 });
    untilThird = transactions;
  });
  beforeTransactions((count) => {
    transactions = count;
    return gate.passed;
  });
  dispatch();
  await ended(id);
  // One for each batch; the first baseline may be stored before the rest of its batch.
  expect(untilThird).toBeGreaterThanOrEqual(2);
  expect(untilThird).toBeLessThanOrEqual(3);
});

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { bundle, bundleFolder } from '../testing/bundle';
import type { TestMethods } from './fixtures/test.worker';
import { createWorkerThread, type WorkerThread } from './worker-thread';

const folder = await bundleFolder();
const entry = await bundle('server/workers/fixtures/test.worker.ts', path.join(folder, 'test.worker.mjs'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Long enough to be reached by nothing but what never ends. */
const AMPLE = { timeoutMs: 30_000 };
const SHORT = { timeoutMs: 100 };

let thread: WorkerThread<TestMethods>;
beforeEach(() => {
  thread = createWorkerThread<TestMethods>({ entry, memoryMb: 32, maxWaiting: 2 });
});
afterEach(() => thread.close());

it('answers, and stays the same thread', async () => {
  expect(await thread.call('double', 21, AMPLE)).toBe(42);
  const first = await thread.call('thread', null, AMPLE);
  expect(await thread.call('thread', null, AMPLE)).toBe(first);
});

it('passes errors on: ours with code and details, others as they are', async () => {
  await expect(thread.call('refuse', 'no', AMPLE)).rejects.toMatchObject({
    name: 'AppError',
    code: 'BAD_USER_INPUT',
    message: 'no',
    details: { issues: [] },
  });
  await expect(thread.call('fail', null, AMPLE)).rejects.toThrow('a bug');
  expect(await thread.call('double', 1, AMPLE)).toBe(2);
});

it.each(['spin', 'wait'] as const)(
  'ends a call that %ss beyond its time limit, and goes on',
  async (method) => {
    const first = await thread.call('thread', null, AMPLE);
    const call = method === 'spin' ? thread.call('spin', null, SHORT) : thread.call('wait', 60_000, SHORT);
    await expect(call).rejects.toMatchObject({ name: 'WorkerError', reason: 'timeout' });
    expect(await thread.call('thread', null, AMPLE)).not.toBe(first);
  },
);

it('counts the time that a call computes, not the time that it waits for a CPU', async () => {
  expect(await thread.call('pause', 500, { cpuMs: 100, timeoutMs: 30_000 })).toBe('timed-out');
  await expect(thread.call('spin', null, { cpuMs: 100, timeoutMs: 30_000 })).rejects.toMatchObject({
    reason: 'timeout',
    message: expect.stringMatching(/100 ms of CPU time/),
  });
  // What never ends ends, and the reason says that it is not the work.
  await expect(thread.call('wait', 60_000, { cpuMs: 30_000, timeoutMs: 100 })).rejects.toMatchObject({
    reason: 'stalled',
  });
  expect(await thread.call('double', 21, AMPLE)).toBe(42);
});

it.each(['hoard', 'exit'] as const)('survives a call that ends the thread: %s', async (method) => {
  await expect(thread.call(method, null, AMPLE)).rejects.toMatchObject({ reason: 'crash' });
  expect(await thread.call('double', 2, AMPLE)).toBe(4);
});

it('rejects an aborted call at once, and never computes one that waits', async () => {
  const aborting = new AbortController();
  const underWay = thread.call('wait', 50, { ...AMPLE, signal: aborting.signal });
  const waiting = thread.call('spin', null, { ...AMPLE, signal: aborting.signal });
  aborting.abort();
  await expect(underWay).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  await expect(waiting).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  expect(await thread.call('double', 3, AMPLE)).toBe(6);
  await expect(thread.call('double', 3, { ...AMPLE, signal: aborting.signal })).rejects.toMatchObject({
    code: 'RUN_CANCELLED',
  });
});

it('refuses calls beyond those that may wait', async () => {
  const calls = [1, 2, 3].map((value) => thread.call('double', value, AMPLE));
  await expect(thread.call('double', 4, AMPLE)).rejects.toMatchObject({ reason: 'busy' });
  expect(await Promise.all(calls)).toEqual([2, 4, 6]);
});

it('rejects what waits or computes when it is closed', async () => {
  const calls = [thread.call('spin', null, AMPLE), thread.call('double', 1, AMPLE)];
  const settled = Promise.allSettled(calls);
  await thread.close();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(thread.call('double', 1, AMPLE)).rejects.toMatchObject({ reason: 'closed' });
});

/** The engine client with a real child process. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bundle, bundleFolder } from '../../testing/bundle';
import { startEngine, type EngineOptions } from './client';
import type { Engine, Experiment, RunEvent } from '../api';

let folder: string;
let entry: string;
let engine: Engine | undefined;

beforeAll(async () => {
  folder = await bundleFolder();
  entry = await bundle(
    path.join(import.meta.dirname, 'fixtures/fake-process.ts'),
    path.join(folder, 'fake.mjs'),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => engine?.close());

function open(options: EngineOptions = {}): Engine {
  engine = startEngine({ entry, ...options });
  return engine;
}

const experiment = (model: string): Experiment => ({
  model,
  direction: 'DENOISING',
  pairs: [{ clean: [1, 2, 3], corrupted: [1, 2, 4], correct: 1, incorrect: 2 }],
});
const run = (
  on: Engine,
  model: string,
  onEvent: (event: RunEvent) => void = () => {},
  signal?: AbortSignal,
) => on.run(experiment(model), ['HEAD_Z'], signal ? { onEvent, signal } : { onEvent });

/** Waits for a condition; the bound is far above what any machine needs. */
async function waitUntil(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 60_000, interval: 20 }).toBe(true);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('carries requests, events in order and typed arrays', async () => {
  const on = open();
  expect(on.status().state).toBe('starting');
  const events: RunEvent[] = [];
  await run(on, 'works', (event) => events.push(event));
  expect(events[0]).toEqual({
    type: 'baseline',
    computedBy: { modelSha256: '', modelDigest: '', engineVersion: '', runtime: '', provider: 'cpu' },
    baseline: {
      byDirection: {},
      values: { logit_diff: { clean: Float32Array.of(1, 2, 3), corrupted: Float32Array.of(1, 2, 3) } },
    },
  });
  const fractions = events.flatMap((event) => (event.type === 'progress' ? [event.fraction] : []));
  expect(fractions).toEqual(Array.from({ length: 100 }, (_, step) => (step + 1) / 100));
  expect(on.status()).toMatchObject({ state: 'ready', provider: 'cpu', reason: null });
  expect(await on.attention({ model: 'works', prompts: [[7, 8]], layer: 0, head: 0 })).toEqual(
    Float32Array.of(7, 8),
  );
});

it("keeps an error's code, message and details", async () => {
  await expect(open().predict('gpt5', [1], 1)).rejects.toMatchObject({
    name: 'AppError',
    code: 'MODEL_UNAVAILABLE',
    message: "There is no model 'gpt5'.",
    details: { model: 'gpt5' },
  });
});

it('cancels a run', async () => {
  const canceller = new AbortController();
  const onEvent = (): void => canceller.abort();
  await expect(run(open(), 'hangs', onEvent, canceller.signal)).rejects.toMatchObject({
    code: 'RUN_CANCELLED',
  });
});

it('fails requests under way when the child is killed, then restarts', async () => {
  const on = open();
  await expect(run(on, 'dies')).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    message: expect.stringMatching(/SIGKILL/),
  });
  expect(on.status()).toMatchObject({ state: 'restarting', reason: expect.stringMatching(/SIGKILL/) });
  await run(on, 'works');
  expect(on.status().state).toBe('ready');
});

it('says why a child cannot be started', async () => {
  const on = open({ entry: path.join(folder, 'missing.mjs'), waitMs: 100 });
  await waitUntil(() => on.status().state === 'restarting');
  await expect(run(on, 'works')).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    message: expect.stringMatching(/npm run build/),
  });
});

it('says why a provider does not start', async () => {
  const on = open({ env: { FAKE: 'unable' }, waitMs: 100 });
  await waitUntil(() => on.status().state === 'restarting');
  await expect(run(on, 'works')).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    message: expect.stringMatching(/^ENGINE_PROVIDER=webgpu does not start\./),
  });
});

it('fails at once when the next child starts later than a request waits', async () => {
  const on = open({ entry: path.join(folder, 'missing.mjs'), waitMs: 10 });
  // The back-off doubles with each end: the third child starts 500 ms or more after the end of the second.
  await expect(async () => {
    for (;;) await run(on, 'works').catch((error: unknown) => checkRestart(error));
  }).rejects.toThrow('told');
  function checkRestart(error: unknown): void {
    expect(error).toMatchObject({ code: 'ENGINE_FAILED' });
    if ((error as Error).message.endsWith('It is started again in 1 s; try again then.'))
      throw new Error('told');
  }
});

it('kills a child that never becomes ready', async () => {
  const on = open({ env: { FAKE: 'silent' }, startTimeoutMs: 300 });
  await waitUntil(() => on.status().state === 'restarting');
  expect(on.status().reason).toMatch(/not ready after 0.3 s/);
});

it('stays stopped when a child becomes ready while it is stopped', async () => {
  const mark = path.join(folder, 'waits-for-sigterm');
  const on = open({ env: { FAKE: 'ready when stopped', FAKE_MARK: mark } });
  await waitUntil(() => existsSync(mark));
  await on.close();
  expect(on.status()).toMatchObject({ state: 'stopped', pid: null });
  await expect(run(on, 'works')).rejects.toMatchObject({ message: 'The engine has been stopped.' });
});

it('leaves no child behind when it is closed', async () => {
  const on = open();
  await run(on, 'works');
  const { pid } = on.status();
  await on.close();
  expect(isAlive(pid!)).toBe(false);
  await expect(run(on, 'works')).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
});

it('leaves no child behind when the parent is killed', async () => {
  const client = await bundle(path.join(import.meta.dirname, 'client.ts'), path.join(folder, 'client.mjs'));
  const parent = path.join(folder, 'parent.mjs');
  await writeFile(
    parent,
    `import { startEngine } from ${JSON.stringify(client)};
     const engine = startEngine({ entry: ${JSON.stringify(entry)} });
     await engine.provider();
     console.log('pid ' + engine.status().pid);
     setInterval(() => {}, 1000);`,
  );
  const spawned = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => {
    spawned.stdout.on('data', (data: Buffer) => {
      const [, found] = /pid (\d+)/.exec(data.toString()) ?? [];
      if (found) resolve(Number(found));
    });
  });
  expect(isAlive(pid)).toBe(true);
  spawned.kill('SIGKILL');
  await waitUntil(() => !isAlive(pid));
});

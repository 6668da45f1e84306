/** Shutdown: the site ends promptly, loses nothing and leaves no process behind. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findEngine, freePort, startServer, stopServer } from '../scripts/production-server';

const EXIT_CODES = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;
/** A run that takes half a minute or more. */
const story = ' Then the old man saw a small dog near the river'.repeat(9);
const about = (name: string): string => `When ${name} went to the park,${story}, and gave it to`;
const input = {
  model: 'patchbay-mini',
  pairs: Array.from({ length: 64 }, () => ({
    clean: about('John'),
    corrupted: about('Mary'),
    correct: ' Mary',
    incorrect: ' John',
  })),
  sweeps: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT', 'HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V'],
  visibility: 'UNLISTED',
};

let data: string;
let server: ChildProcess;
test.beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'patchbay-shutdown-'));
});
test.afterEach(async () => {
  await stopServer(server);
  await rm(data, { recursive: true, force: true });
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} ends the site while runs are followed, and queues the run again`, async () => {
    const port = await freePort();
    // With this lease, a run that is not handed back would stay RUNNING for ten minutes.
    server = await startServer(port, { DATA_DIR: data, SEED_GALLERY: '0', RUN_LEASE_MS: '600000' });
    const api = `http://127.0.0.1:${port}/api/graphql`;
    const ask = async (url: string, query: string, variables: object): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ query, variables }),
      });
    const created = await ask(api, 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }', {
      input,
    });
    const { id } = ((await created.json()) as { data: { createRun: { id: string } } }).data.createRun;
    const follow = 'subscription ($id: ID!) { runProgress(id: $id) { status fraction } }';
    const streams = await Promise.all([1, 2, 3].map(() => ask(`${api}/stream`, follow, { id })));
    const ended = streams.map((stream) => stream.text().catch(() => ''));
    const engine = findEngine(server)!;
    const status = async (): Promise<unknown> =>
      (await (await ask(api, 'query ($id: ID!) { run(id: $id) { status } }', { id })).json()) as unknown;
    await expect.poll(status).toEqual({ data: { run: { status: 'RUNNING' } } });

    const exit = new Promise<number | null>((resolve) => server.once('exit', resolve));
    server.kill(signal);
    const late = new Promise<string>((resolve) => setTimeout(resolve, 5000, 'still running after 5 s'));
    expect(await Promise.race([exit, late])).toBe(EXIT_CODES[signal]);
    await expect.poll(() => isAlive(engine), { timeout: 5000 }).toBe(false);
    await Promise.all(ended);

    // Without an engine nothing changes: this reads the state that the shutdown left.
    server = await startServer(port, { DATA_DIR: data, SEED_GALLERY: '0', ENGINE_ENABLED: '0' });
    expect(await status()).toEqual({ data: { run: { status: 'QUEUED' } } });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

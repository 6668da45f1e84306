/** Installing from a hub on this machine: progress, turns, breaks, processes beside each other. */
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config';
import {
  createInstallBench,
  follow,
  ID,
  install,
  WEIGHTS,
  type InstallBench,
} from '../../testing/install-bench';

let bench: InstallBench;
beforeEach(async () => {
  bench = await createInstallBench();
});
afterEach(() => bench.close());

describe('an installation', () => {
  it('brings the files, tells its progress, and leaves nothing beside them', async () => {
    bench.onWeights(() => ({ rate: 8e6 }));
    const one = bench.installer({ token: 'secret' });
    await one.start('some/m');
    const seen = await follow(one, 'some/m');
    const { size } = await stat(path.join(bench.root, 'm', WEIGHTS));
    expect(seen.at(-1)).toMatchObject({ state: 'INSTALLED', message: null });
    const received = seen.map(({ receivedBytes }) => receivedBytes);
    expect(received.slice(0, -1)).toEqual(received.slice(0, -1).toSorted((a, b) => a - b));
    expect(seen.some(({ state, totalBytes }) => state === 'DOWNLOADING' && totalBytes! > size)).toBe(true);
    expect(await bench.usable()).toEqual([ID]);
    await bench.expectSameFiles();
    expect(await readdir(path.join(bench.models, ID))).toEqual([
      'config.json',
      WEIGHTS,
      'patchbay.json',
      'tokenizer.json',
    ]);
    for (const { authorization, authorizationElsewhere } of bench.hub.requests) {
      expect(authorization).toBe('Bearer secret');
      // Large files lie on another host, whose business the token is not.
      expect(authorizationElsewhere).toBeUndefined();
    }
    bench.hub.requests.length = 0;
    expect(await one.start('some/m')).toMatchObject({ state: 'INSTALLED' });
    expect(bench.hub.requests).toEqual([]);
  });

  it('refuses names that are none, and a place that is taken', async () => {
    await expect(bench.installer().start('nonsense')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    for (const name of ['../m', 'some/../m', 'a/b/c', '/m', 'some/.m']) {
      await expect(bench.installer().start(name)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    await mkdir(path.join(bench.models, ID));
    await writeFile(path.join(bench.models, ID, 'config.json'), '{}');
    await expect(bench.installer().start('some/m')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/already has a '\S+' that cannot be used: .*Move it away/),
    });
  });

  it('happens once, however many ask, and one at a time', async () => {
    bench.onWeights(() => ({ rate: 10e6 }));
    const one = bench.installer();
    await Promise.all(Array.from({ length: 5 }, () => one.start('some/m')));
    await one.start('some/other');
    expect(await one.status('some/other')).toMatchObject({ state: 'WAITING' });
    const [first, second] = await Promise.all([follow(one, 'some/m'), follow(one, 'some/other')]);
    expect([first.at(-1)!.state, second.at(-1)!.state]).toEqual(['INSTALLED', 'INSTALLED']);
    // A connection that stalls on a busy machine is resumed; only a download from the start is another one.
    expect(bench.hub.requests.filter(({ path: file, from }) => file === WEIGHTS && from === 0)).toHaveLength(
      2,
    );
    expect((await bench.usable()).toSorted()).toEqual([ID, 'some--other']);
  });

  it('is shared with other processes', async () => {
    bench.onWeights(() => ({ rate: 4e6 }));
    const [one, another] = [bench.installer(), bench.installer()];
    await one.start('some/m');
    await expect.poll(async () => (await another.status('some/m')).state).toBe('DOWNLOADING');
    await another.start('some/m');
    await expect.poll(async () => (await another.status('some/m')).message).toMatch(/Another process/);
    await expect.poll(async () => (await another.status('some/m')).totalBytes).not.toBeNull();
    const { totalBytes } = await one.status('some/m');
    expect(await another.status('some/m')).toMatchObject({ state: 'DOWNLOADING', totalBytes });
    await expect(bench.installer().cancel('some/m')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/Stop it there/),
    });
    await another.start('some/other');
    expect((await follow(another, 'some/m')).at(-1)).toMatchObject({ state: 'INSTALLED' });
    expect((await follow(another, 'some/other')).at(-1)).toMatchObject({ state: 'INSTALLED' });
    expect(bench.hub.requests.filter(({ path: file }) => file === WEIGHTS)).toHaveLength(2);
  });

  it('is cancelled, and goes on where it was', async () => {
    bench.onWeights(() => ({ rate: 4e6 }));
    const one = bench.installer();
    await one.start('some/m');
    await expect.poll(() => bench.partBytes()).toBeGreaterThan(0);
    await one.start('some/other');
    expect(await one.cancel('some/other')).toMatchObject({ state: 'CANCELLED' });
    const cancelled = await one.cancel('some/m');
    expect(cancelled).toMatchObject({ state: 'CANCELLED', message: expect.stringMatching(/is kept/) });
    expect(cancelled.receivedBytes).toBeGreaterThan(0);
    const later = bench.installer();
    expect(await later.status('some/m')).toMatchObject({ state: 'INTERRUPTED' });
    expect((await later.others()).map(({ repository }) => repository)).toEqual(['some/m']);
    await bench.expectKeptAndResumed();
  });

  it('is told apart from one that another process has taken over', async () => {
    bench.onWeights(() => ({ rate: 1e6 }));
    const one = bench.installer();
    await one.start('some/m');
    await expect.poll(() => bench.partBytes()).toBeGreaterThan(0);
    // As after a long sleep of the machine, when somebody else thought this process dead.
    await rm(path.join(bench.models, '.installing.lock'), { recursive: true });
    expect((await follow(one, 'some/m')).at(-1)).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/made no progress for too long.*is kept; start it again/),
    });
    await bench.expectKeptAndResumed();
  });

  it('begins anew with small files of an older commit, and goes on with weights that are the same', async () => {
    bench.onWeights(() => ({ status: 403 }));
    expect(await install(bench.installer())).toMatchObject({ state: 'FAILED' });
    bench.hub.misbehave = () => ({});
    bench.hub.requests.length = 0;
    bench.hub.commit = 'd'.repeat(40);
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
    expect(bench.hub.requests.map(({ path: file }) => file)).toEqual([
      'config.json',
      'tokenizer.json',
      WEIGHTS,
    ]);
    const receipt = JSON.parse(
      await readFile(path.join(bench.models, ID, 'patchbay.json'), 'utf8'),
    ) as object;
    expect(receipt).toMatchObject({ repository: 'some/m', revision: 'd'.repeat(40) });
  });

  it('is not asked for where another folder of models has it', async () => {
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
    const elsewhere = bench.installer({
      folder: path.join(bench.root, 'more'),
      folders: [bench.models, path.join(bench.root, 'more')],
    });
    expect(await elsewhere.start('some/m')).toMatchObject({ state: 'INSTALLED' });
  });

  it('goes on after its process was killed in its midst', async () => {
    bench.onWeights(() => ({ rate: 2e6 }));
    const args = ['--import', 'tsx', 'scripts/models.ts', 'install', 'some/m'];
    const env = {
      ...childEnvironment(),
      HF_ENDPOINT: bench.hub.url,
      MODELS_DIR: bench.models,
      DATA_DIR: bench.root,
    };
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await expect.poll(() => bench.partBytes(), { timeout: 20_000 }).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    expect(await bench.usable()).toEqual([]);
    await bench.expectKeptAndResumed();
  });
});

it('refuses what the engine cannot compute, and leaves nothing of it', async () => {
  await writeFile(path.join(bench.root, 'm', 'config.json'), JSON.stringify({ model_type: 'llama' }));
  const failed = await install(bench.installer());
  expect(failed).toMatchObject({ state: 'FAILED', message: expect.stringMatching(/model_type 'llama'/) });
  expect(await bench.listed()).toEqual([]);
  expect(await bench.installer().status('some/m')).toMatchObject({ state: 'NONE', receivedBytes: 0 });
});

/** Installing from a hub on this machine that does everything that hubs do, right and wrong. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../config';
import { listModels } from '../engine/client';
import { writeSeededModel } from '../engine/golden/seeded-weights';
import { startFakeHub, type FakeHub, type Misbehaviour } from '../testing/fake-hub';
import { gpt2Config, gpt2Tokenizer } from '../testing/gpt2-layout';
import { CATALOGUE } from './catalogue';
import { createInstaller, type Installation, type Installer, type InstallerOptions } from './installer';

/** About 5 MB of weights: enough for several pieces on the way. */
const shape = { n_layer: 2, n_head: 4, n_embd: 128, n_inner: 512, n_positions: 512, vocab_size: 5000 };
const ID = 'some--m';
const WEIGHTS = 'model.safetensors';

let root: string;
let models: string;
let hub: FakeHub;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'patchbay-install-'));
  models = path.join(root, 'models');
  await mkdir(models);
  await writeSeededModel(path.join(root, 'm'), shape, 1);
  await writeSeededModel(path.join(root, 'other'), shape, 2);
  hub = await startFakeHub({ 'some/m': path.join(root, 'm'), 'some/other': path.join(root, 'other') });
});
afterEach(async () => {
  await hub.close();
  await rm(root, { recursive: true, force: true });
});

function installer(options: Partial<InstallerOptions> & { url?: string; token?: string } = {}): Installer {
  const { url = hub.url, token = null, ...rest } = options;
  return createInstaller({
    folder: models,
    hub: { endpoint: url, token, silenceMs: 400 },
    retryMs: 1,
    ...rest,
  });
}

async function follow(one: Installer, name: string): Promise<Installation[]> {
  const seen: Installation[] = [];
  for await (const now of one.follow(name)) seen.push(now);
  return seen;
}

async function install(one: Installer, name = 'some/m'): Promise<Installation> {
  await one.start(name);
  const last = (await follow(one, name)).at(-1)!;
  if (last.state === 'FAILED') said.push(`  ${last.message?.replaceAll(root, '…')}`);
  return last;
}

/** What people are told of each failure. */
const said: string[] = [];
afterAll(() => console.log(`What failed installations say:\n${[...new Set(said)].join('\n')}`));

const usable = async (): Promise<string[]> =>
  (await listModels([models])).filter(({ unavailable }) => unavailable === null).map(({ id }) => id);
const listed = async (): Promise<string[]> => (await listModels([models])).map(({ id }) => id);
const part = (): string => path.join(models, '.installing', ID, `${WEIGHTS}.part`);
/** Misbehaves when asked for the weights' bytes. */
const onWeights = (fault: (count: number) => Misbehaviour): void => {
  let count = 0;
  hub.misbehave = (request) => (request.path === WEIGHTS && request.count > 0 ? fault(++count) : {});
};
const expectKeptAndResumed = async (): Promise<void> => {
  expect(await listed()).toEqual([]);
  const { size } = await stat(part());
  hub.misbehave = () => ({});
  hub.requests.length = 0;
  expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
  expect(hub.requests).toEqual([expect.objectContaining({ path: WEIGHTS, from: size })]);
  await expectSameFiles();
};
const expectSameFiles = async (): Promise<void> => {
  for (const file of ['config.json', 'tokenizer.json', WEIGHTS]) {
    const [got, sent] = [path.join(models, ID, file), path.join(root, 'm', file)];
    expect(Buffer.compare(await readFile(got), await readFile(sent)), file).toBe(0);
  }
};

describe('an installation', () => {
  it('brings the files, tells its progress, and leaves nothing beside them', async () => {
    onWeights(() => ({ rate: 8e6 }));
    const one = installer({ token: 'secret' });
    await one.start('some/m');
    const seen = await follow(one, 'some/m');
    const { size } = await stat(path.join(root, 'm', WEIGHTS));
    expect(seen.at(-1)).toMatchObject({ state: 'INSTALLED', message: null });
    const received = seen.map(({ receivedBytes }) => receivedBytes);
    expect(received.slice(0, -1)).toEqual(received.slice(0, -1).toSorted((a, b) => a - b));
    expect(seen.some(({ state, totalBytes }) => state === 'DOWNLOADING' && totalBytes! > size)).toBe(true);
    expect(await usable()).toEqual([ID]);
    await expectSameFiles();
    expect(await readdir(path.join(models, ID))).toEqual([
      'config.json',
      WEIGHTS,
      'patchbay.json',
      'tokenizer.json',
    ]);
    for (const { authorization } of hub.requests) expect(authorization).toBe('Bearer secret');
    hub.requests.length = 0;
    expect(await one.start('some/m')).toMatchObject({ state: 'INSTALLED' });
    expect(hub.requests).toEqual([]);
  });

  it('refuses names that are none, and a place that is taken', async () => {
    await expect(installer().start('nonsense')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    for (const name of ['../m', 'some/../m', 'a/b/c', '/m', 'some/.m']) {
      await expect(installer().start(name)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    await mkdir(path.join(models, ID));
    await writeFile(path.join(models, ID, 'config.json'), '{}');
    await expect(installer().start('some/m')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/is there already and cannot be used: .*Move it away/),
    });
  });

  it('happens once, however many ask, and one at a time', async () => {
    onWeights(() => ({ rate: 10e6 }));
    const one = installer();
    await Promise.all(Array.from({ length: 5 }, () => one.start('some/m')));
    await one.start('some/other');
    expect(await one.status('some/other')).toMatchObject({ state: 'WAITING' });
    const [first, second] = await Promise.all([follow(one, 'some/m'), follow(one, 'some/other')]);
    expect([first.at(-1)!.state, second.at(-1)!.state]).toEqual(['INSTALLED', 'INSTALLED']);
    expect(hub.requests.filter(({ path: file }) => file === WEIGHTS)).toHaveLength(2);
    expect((await usable()).toSorted()).toEqual([ID, 'some--other']);
  });

  it('is shared with other processes', async () => {
    onWeights(() => ({ rate: 4e6 }));
    const [one, another] = [installer(), installer()];
    await one.start('some/m');
    await expect.poll(async () => (await another.status('some/m')).state).toBe('DOWNLOADING');
    await another.start('some/m');
    await expect.poll(async () => (await another.status('some/m')).message).toMatch(/Another process/);
    await another.start('some/other');
    expect((await follow(another, 'some/m')).at(-1)).toMatchObject({ state: 'INSTALLED' });
    expect((await follow(another, 'some/other')).at(-1)).toMatchObject({ state: 'INSTALLED' });
    expect(hub.requests.filter(({ path: file }) => file === WEIGHTS)).toHaveLength(2);
  });

  it('is cancelled, and goes on where it was', async () => {
    onWeights(() => ({ rate: 4e6 }));
    const one = installer();
    await one.start('some/m');
    await expect
      .poll(() =>
        stat(part()).then(
          ({ size }) => size,
          () => 0,
        ),
      )
      .toBeGreaterThan(0);
    await one.start('some/other');
    expect(await one.cancel('some/other')).toMatchObject({ state: 'CANCELLED' });
    const cancelled = await one.cancel('some/m');
    expect(cancelled).toMatchObject({ state: 'CANCELLED', message: expect.stringMatching(/is kept/) });
    expect(cancelled.receivedBytes).toBeGreaterThan(0);
    expect(await installer().status('some/m')).toMatchObject({ state: 'INTERRUPTED' });
    await expectKeptAndResumed();
  });

  it('goes on after its process was killed in its midst', async () => {
    onWeights(() => ({ rate: 2e6 }));
    const args = ['--import', 'tsx', 'scripts/models.ts', 'install', 'some/m'];
    const env = { ...childEnvironment(), HF_ENDPOINT: hub.url, MODELS_DIR: models, DATA_DIR: root };
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await expect
      .poll(
        () =>
          stat(part()).then(
            ({ size }) => size,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    expect(await usable()).toEqual([]);
    await expectKeptAndResumed();
  });
});

describe('a hub that fails', () => {
  it('stops in the midst of a file: the download goes on from there by itself', async () => {
    onWeights((count) => (count <= 4 ? { breakAfter: 700_000 } : {}));
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
    const starts = hub.requests.filter(({ path: file }) => file === WEIGHTS).map(({ from }) => from);
    expect(starts).toHaveLength(5);
    expect(starts.every((from, index) => index === 0 || from > starts[index - 1]!)).toBe(true);
    await expectSameFiles();
  });

  it('falls silent', async () => {
    onWeights((count) => (count === 1 ? { hangAfter: 500_000 } : {}));
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
    await expectSameFiles();
  });

  it('falls silent for good: what was received is kept', async () => {
    onWeights((count) => ({ hangAfter: count === 1 ? 500_000 : 0 }));
    const failed = await install(installer({ hub: { endpoint: hub.url, token: null, silenceMs: 50 } }));
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/sent nothing for 0.05 s/),
    });
    await expectKeptAndResumed();
  });

  it.each<[number, Record<string, string>, string | undefined, RegExp]>([
    [401, {}, undefined, /refused access to some\/m \(401\).*set HF_TOKEN/],
    [401, {}, 'wrong', /HF_TOKEN is not valid/],
    [403, {}, 'secret', /Accept its terms/],
    [404, { 'x-error-code': 'RepoNotFound' }, undefined, /has no some\/m.*Check its name and HF_ENDPOINT/],
    [404, { 'x-error-code': 'EntryNotFound' }, undefined, /404|has no/],
    [429, { 'retry-after': '3600' }, undefined, /no more requests for now \(429\).*HF_TOKEN/],
    [500, {}, undefined, /answered 500.*try again later/],
    [503, {}, undefined, /answered 503.*try again later/],
  ])('answers %i %o', async (status, headers, token, message) => {
    onWeights(() => ({ status, headers }));
    const failed = await install(installer(token === undefined ? {} : { token }));
    expect(failed).toMatchObject({ state: 'FAILED', message: expect.stringMatching(message) });
    expect(await listed()).toEqual([]);
    hub.misbehave = () => ({});
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it.each([429, 500, 502])('answers %i twice, then serves', async (status) => {
    onWeights((count) => (count <= 2 ? { status, headers: { 'retry-after': '0' } } : {}));
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it('is not there, or has not got the repository', async () => {
    const gone = await startFakeHub({});
    await gone.close();
    const offline = await install(installer({ url: gone.url }));
    expect(offline).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\).*HF_ENDPOINT/),
    });
    const unknown = await install(installer(), 'some/unknown');
    expect(unknown).toMatchObject({ state: 'FAILED', message: expect.stringMatching(/no some\/unknown/) });
    expect(await listed()).toEqual([]);
  });

  it('has a repository without weights', async () => {
    await rm(path.join(root, 'm', WEIGHTS));
    const failed = await install(installer());
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/has no model.safetensors/),
    });
  });
});

describe('checksums', () => {
  it("of GPT-2's small files are those of files made from what is known of them", async () => {
    const hashes = Object.fromEntries(CATALOGUE[0]!.files.map(({ path: file, sha256 }) => [file, sha256]));
    const { createHash } = await import('node:crypto');
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(sha256(gpt2Config('gpt2'))).toBe(hashes['config.json']);
    expect(sha256(await gpt2Tokenizer())).toBe(hashes['tokenizer.json']);
  });

  it('of the catalogue refuse other weights, which are deleted', async () => {
    await writeSeededModel(path.join(root, 'gpt2'), shape, 3);
    await writeFile(path.join(root, 'gpt2', 'config.json'), gpt2Config('gpt2'));
    await writeFile(path.join(root, 'gpt2', 'tokenizer.json'), await gpt2Tokenizer());
    const other = await startFakeHub({ 'openai-community/gpt2': path.join(root, 'gpt2') });
    const failed = await install(installer({ url: other.url }), 'gpt2');
    await other.close();
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(
        /model.safetensors .* has sha256 .*the catalogue says 248dfc39.*deleted/,
      ),
    });
    expect(await listed()).toEqual([]);
    expect((await readdir(path.join(models, '.installing', 'gpt2'))).toSorted()).toEqual([
      'config.json',
      `${WEIGHTS}.part.of`,
      'tokenizer.json',
    ]);
  });

  it('that the hub declares find damage on the way', async () => {
    onWeights((count) => (count === 1 ? { isGarbled: true } : {}));
    const failed = await install(installer());
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/It was damaged on the way/),
    });
    expect(await listed()).toEqual([]);
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it('of a first download hold for later ones', async () => {
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
    await rm(path.join(models, ID), { recursive: true });
    await writeSeededModel(path.join(root, 'm'), shape, 7);
    const failed = await install(installer());
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/has sha256 .*its first download says/),
    });
    expect(await listed()).toEqual([]);
  });
});

describe('the disk', () => {
  it('is looked at before anything is downloaded', async () => {
    const failed = await install(installer({ freeBytes: async () => 5e6 }));
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/has 5.0 MB free, but \d+\.\d MB are needed/),
    });
    expect(hub.requests).toEqual([]);
  });

  it('is full in the midst: what was received is kept', async () => {
    // The kernel's own full disk behind the name of the part.
    await expectPartNoted();
    await symlink('/dev/full', part());
    const failed = await install(installer());
    expect(failed).toMatchObject({ state: 'FAILED', message: expect.stringMatching(/disk of .* is full/) });
    expect(await listed()).toEqual([]);
    await rm(part());
    expect(await install(installer())).toMatchObject({ state: 'INSTALLED' });
  });
});

/** Leaves a begun download of the weights with nothing received. */
async function expectPartNoted(): Promise<void> {
  onWeights(() => ({ status: 403 }));
  expect(await install(installer())).toMatchObject({ state: 'FAILED' });
  hub.misbehave = () => ({});
  await rm(part(), { force: true });
}

it('refuses what the engine cannot compute, and leaves nothing of it', async () => {
  await writeFile(path.join(root, 'm', 'config.json'), JSON.stringify({ model_type: 'llama' }));
  const failed = await install(installer());
  expect(failed).toMatchObject({ state: 'FAILED', message: expect.stringMatching(/model_type 'llama'/) });
  expect(await listed()).toEqual([]);
  expect(await installer().status('some/m')).toMatchObject({ state: 'NONE', receivedBytes: 0 });
});

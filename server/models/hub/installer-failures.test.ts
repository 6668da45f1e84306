/** Installing from a hub on this machine that does everything that hubs do wrong; what people are told is printed at the end. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSeededModel } from '../../engine/golden/seeded-weights';
import { startFakeHub } from '../../testing/fake-hub';
import { gpt2Config, gpt2Tokenizer } from '../../testing/gpt2-layout';
import {
  createInstallBench,
  ID,
  install as installQuietly,
  SHAPE,
  WEIGHTS,
  type InstallBench,
} from '../../testing/install-bench';
import { CATALOGUE } from './catalogue';
import type { Installation } from './installation';
import type { Installer } from './installer';

let bench: InstallBench;
beforeEach(async () => {
  bench = await createInstallBench();
});
afterEach(() => bench.close());

/** What people are told of each failure. */
const said: string[] = [];
afterAll(() => console.log(`What failed installations say:\n${[...new Set(said)].join('\n')}`));

async function install(installer: Installer, name?: string): Promise<Installation> {
  const last = await installQuietly(installer, name);
  if (last.state === 'FAILED') {
    // Everybody can read it: no path of this machine, nothing of what was received.
    expect(last.message).not.toMatch(/(^|[\s('"])\/\w|<html|Unexpected token/);
    said.push(`  ${last.message?.replaceAll(/127\.0\.0\.1:\d+/g, 'hub')}`);
  }
  return last;
}

describe('a hub that fails', () => {
  it('stops in the midst of a file: the download goes on from there by itself', async () => {
    bench.onWeights((count) => (count <= 4 ? { breakAfter: 700_000 } : {}));
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
    const starts = bench.hub.requests.filter(({ path: file }) => file === WEIGHTS).map(({ from }) => from);
    expect(starts).toHaveLength(5);
    expect(starts.every((from, index) => index === 0 || from > starts[index - 1]!)).toBe(true);
    await bench.expectSameFiles();
  });

  it('falls silent', async () => {
    bench.onWeights((count) => (count === 1 ? { hangAfter: 500_000 } : {}));
    expect(await install(bench.installer({ silenceMs: 1000 }))).toMatchObject({ state: 'INSTALLED' });
    await bench.expectSameFiles();
  });

  it('stalls until the timeout: received data is kept', async () => {
    bench.onWeights((count) => ({ hangAfter: count === 1 ? 500_000 : 0 }));
    const failed = await install(bench.installer({ silenceMs: 300 }));
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/sent nothing for 0.3 s/),
    });
    await bench.expectKeptAndResumed();
  });

  it.each<[number, Record<string, string>, string | undefined, RegExp]>([
    [401, {}, undefined, /refused access to some\/m \(401\).*set HF_TOKEN/],
    [401, {}, 'wrong', /HF_TOKEN is not valid/],
    [403, {}, 'secret', /Accept its terms/],
    [404, { 'x-error-code': 'RepoNotFound' }, undefined, /has no some\/m.*Check the name and HF_ENDPOINT/],
    [404, { 'x-error-code': 'EntryNotFound' }, undefined, /404|has no/],
    [429, { 'retry-after': '3600' }, undefined, /for now \(429\). Try again in 60 min, or set HF_TOKEN/],
    [500, {}, undefined, /answered 500.*try again later/],
    [503, {}, undefined, /answered 503.*try again later/],
  ])('answers %i %o', async (status, headers, token, message) => {
    bench.onWeights(() => ({ status, headers }));
    const failed = await install(bench.installer(token === undefined ? {} : { token }));
    expect(failed).toMatchObject({ state: 'FAILED', message: expect.stringMatching(message) });
    expect(await bench.listed()).toEqual([]);
    bench.hub.misbehave = () => ({});
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it.each([429, 500, 502])('answers %i twice, then serves', async (status) => {
    bench.onWeights((count) => (count <= 2 ? { status, headers: { 'retry-after': '0' } } : {}));
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it.each([429, 503])('answers %i twice when asked what the files are, then serves', async (status) => {
    let count = 0;
    bench.hub.misbehave = (request) =>
      request.count === 0 && request.path === WEIGHTS && ++count <= 2 ? { status } : {};
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it('sends a file from its start whatever part it is asked for', async () => {
    bench.onWeights((count) => (count === 1 ? { breakAfter: 700_000 } : { ignoresRange: true }));
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
    await bench.expectSameFiles();
  });

  it('is none, but the log-in page of a network', async () => {
    const portal = http.createServer((_, response) => response.end('<html>Log in</html>'));
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    for (const name of ['gpt2', 'some/m']) {
      expect(await install(bench.installer({ url }), name)).toMatchObject({
        state: 'FAILED',
        message: expect.stringMatching(/does not answer as the Hugging Face hub does.*HF_ENDPOINT.*log-in/),
      });
    }
    portal.close();
  });

  it('is not there, or has not got the repository', async () => {
    const gone = await startFakeHub({});
    await gone.close();
    const offline = await install(bench.installer({ url: gone.url }));
    expect(offline).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\).*HF_ENDPOINT/),
    });
    const unknown = await install(bench.installer(), 'some/unknown');
    expect(unknown).toMatchObject({ state: 'FAILED', message: expect.stringMatching(/no some\/unknown/) });
    expect(await bench.listed()).toEqual([]);
  });

  it('has a repository without weights', async () => {
    await rm(path.join(bench.root, 'm', WEIGHTS));
    const failed = await install(bench.installer());
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/has no model.safetensors/),
    });
  });
});

describe('checksums', () => {
  it("of GPT-2's small files are those of files made from what is known of them", async () => {
    const hashes = Object.fromEntries(CATALOGUE[0]!.files.map(({ path: file, sha256 }) => [file, sha256]));
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(sha256(gpt2Config('gpt2'))).toBe(hashes['config.json']);
    expect(sha256(await gpt2Tokenizer())).toBe(hashes['tokenizer.json']);
  });

  it('are written down with where they come from', () => {
    for (const { id, files } of CATALOGUE) {
      for (const { path: file, sha256, source } of files) {
        expect(sha256 === null, `${id}/${file}`).toBe(source === null);
        if (sha256 !== null) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  it('of the catalogue refuse other weights, which are not even downloaded when the hub says so', async () => {
    await writeSeededModel(path.join(bench.root, 'gpt2'), SHAPE, 3);
    await writeFile(path.join(bench.root, 'gpt2', 'config.json'), gpt2Config('gpt2'));
    await writeFile(path.join(bench.root, 'gpt2', 'tokenizer.json'), await gpt2Tokenizer());
    const other = await startFakeHub({ 'openai-community/gpt2': path.join(bench.root, 'gpt2') });
    const failed = await install(bench.installer({ url: other.url }), 'gpt2');
    expect(other.requests.map(({ path: file }) => file)).toEqual(['config.json', 'tokenizer.json']);
    await other.close();
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(
        /model.safetensors .* has sha256 .*the catalogue says 248dfc39.*has not been downloaded. Check HF_ENDPOINT/,
      ),
    });
    expect(await bench.listed()).toEqual([]);
    expect((await readdir(path.join(bench.models, '.installing', 'gpt2'))).toSorted()).toEqual([
      'config.json',
      'patchbay.json',
      'tokenizer.json',
    ]);
  });

  it('that the hub declares find damage on the way', async () => {
    bench.onWeights((count) => (count === 1 ? { isGarbled: true } : {}));
    const failed = await install(bench.installer());
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/It was damaged in transfer/),
    });
    expect(await bench.listed()).toEqual([]);
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
  });

  it('of a first download hold for later ones', async () => {
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
    await rm(path.join(bench.models, ID), { recursive: true });
    await rewriteConfig();
    expect(await install(bench.installer())).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/config.json .* has sha256 .*its first download .* says .*deleted/),
    });
    await writeSeededModel(path.join(bench.root, 'm'), SHAPE, 1);
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
    await rm(path.join(bench.models, ID), { recursive: true });
    await writeSeededModel(path.join(bench.root, 'm'), SHAPE, 7);
    const failed = await install(bench.installer());
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/has sha256 .*its first download .*says/),
    });
    expect(await bench.listed()).toEqual([]);
  });
});

/** Another file to a hash, the same to an engine. */
async function rewriteConfig(): Promise<void> {
  const file = path.join(bench.root, 'm', 'config.json');
  await writeFile(file, `${await readFile(file, 'utf8')}\n`);
}

describe('the disk', () => {
  it('is looked at before anything is downloaded', async () => {
    const failed = await install(bench.installer({ freeBytes: async () => 5e6 }));
    expect(failed).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/has 5.0 MB free; \d+\.\d MB are needed/),
    });
    expect(bench.hub.requests).toEqual([]);
  });

  it('fills up during the download: received data is kept', async () => {
    // The kernel's own full disk behind the name of the part.
    await expectPartNoted();
    await symlink('/dev/full', bench.part);
    const failed = await install(bench.installer());
    expect(failed).toMatchObject({ state: 'FAILED', message: expect.stringMatching(/disk of .* is full/) });
    expect(await bench.listed()).toEqual([]);
    await rm(bench.part);
    expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
  });
});

/** Leaves a begun download of the weights with nothing received. */
async function expectPartNoted(): Promise<void> {
  bench.onWeights(() => ({ status: 403 }));
  expect(await install(bench.installer())).toMatchObject({ state: 'FAILED' });
  bench.hub.misbehave = () => ({});
  await rm(bench.part, { force: true });
}

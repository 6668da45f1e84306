/** Model directories that would freeze or exhaust the process that reads them are refused by name, at little cost. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSeededModel } from '../golden/seeded-weights';
import { createModelDirectories } from './models';

const SECRET = 'root:x:0:0:secret';
const shape = { n_layer: 1, n_head: 2, n_embd: 8, n_inner: 16, n_positions: 8, vocab_size: 96 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-hostile-'));
  await writeSeededModel(path.join(folder, 'm'), shape, 5);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (name: string): string => path.join(folder, 'm', name);
const reason = async (): Promise<string | null | undefined> =>
  (await createModelDirectories([folder]).list())[0]?.unavailable;

async function editConfig(change: object): Promise<void> {
  const config = JSON.parse(await readFile(file('config.json'), 'utf8')) as object;
  await writeFile(file('config.json'), JSON.stringify({ ...config, ...change }));
}

/** Writes a weights file: a header, then `dataBytes` zeros. */
async function writeWeights(header: string, dataBytes = 0): Promise<void> {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  await writeFile(
    file('model.safetensors'),
    Buffer.concat([length, Buffer.from(header), Buffer.alloc(dataBytes)]),
  );
}

async function readWeightsHeader(): Promise<Record<string, { data_offsets: number[] }>> {
  const bytes = await readFile(file('model.safetensors'));
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  return JSON.parse(bytes.subarray(8, end).toString()) as Record<string, { data_offsets: number[] }>;
}

describe('sizes in config.json', () => {
  it.each([
    ['n_layer', 1e6],
    ['n_layer', 1e15],
    ['n_layer', 0],
    ['n_head', 1e9],
    ['n_embd', 1e7],
    ['n_positions', 1e9],
    ['n_inner', 1e9],
    ['vocab_size', 1e9],
  ])('%s %d', async (field, value) => {
    await editConfig({ [field]: value });
    expect(await reason()).toMatch(new RegExp(`^config.json is not a GPT-2 configuration: ${field}: `));
  });
});

describe('files of any size', () => {
  it('a config.json of 100 MB', async () => {
    await truncate(file('config.json'), 100e6);
    expect(await reason()).toMatch(/^config.json is 100000000 bytes long; at most 1048576 are supported/);
  });

  it('a tokenizer.json of 100 MB', async () => {
    await truncate(file('tokenizer.json'), 100e6);
    expect(await reason()).toMatch(/^tokenizer.json is 100000000 bytes long/);
  });

  it('a header of 500,000 tensors', async () => {
    const tensor = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
    await writeWeights(
      JSON.stringify(
        Object.fromEntries(Array.from({ length: 500_000 }, (_, index) => [`t${index}`, tensor])),
      ),
    );
    expect(await reason()).toMatch(
      /^model.safetensors claims a header of \d+ bytes; the tensors that config.json needs take at most \d+/,
    );
  });

  it('tensors that share their bytes, so that a small file claims much memory', async () => {
    const header = await readWeightsHeader();
    const [first, second] = ['h.0.ln_1.weight', 'h.0.ln_2.weight'] as const;
    header[second]!.data_offsets = header[first]!.data_offsets;
    await writeWeights(JSON.stringify(header), 10_000);
    expect(await reason()).toMatch(/gives h\.0\.ln_1\.weight and h\.0\.ln_2\.weight the same bytes/);
  });

  it('deep nesting', async () => {
    await writeFile(file('config.json'), '['.repeat(1e6));
    expect(await reason()).toMatch(/^config.json is not JSON/);
    await writeFile(file('config.json'), `{"n_layer":${'['.repeat(1e5)}${']'.repeat(1e5)}}`);
    expect(await reason()).toMatch(/^config.json is not a GPT-2 configuration/);
  });
});

describe.each(['config.json', 'tokenizer.json', 'model.safetensors'])(
  '%s that is not a regular file',
  (name) => {
    beforeEach(() => rm(file(name)));

    it('a pipe', async () => {
      execFileSync('mkfifo', [file(name)]);
      expect(await reason()).toBe(`${name} is not a regular file. Put the model's own file in its place.`);
    });

    it('a socket', async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(file(name), resolve));
      expect(await reason()).toMatch(`${name} is not a regular file`);
      server.close();
    });

    it('a directory', async () => {
      await mkdir(file(name));
      expect(await reason()).toMatch(`${name} is not a regular file`);
    });

    it('a device', async () => {
      await symlink('/dev/zero', file(name));
      expect(await reason()).toMatch(`${name} is not a regular file`);
    });

    it('links in a circle', async () => {
      await symlink(file(name), file(name));
      expect(await reason()).toBe(`${name} cannot be read (its links lead in a circle).`);
    });

    it('a link to a file of another kind, which is not quoted', async () => {
      await writeFile(path.join(folder, 'secret'), SECRET);
      await symlink(path.join(folder, 'secret'), file(name));
      expect(await reason()).toMatch(new RegExp(`^${name} `));
      expect(await reason()).not.toMatch(/root|secret/);
      await expect(createModelDirectories([folder]).locate('m')).rejects.toThrow(/^(?!.*(root|secret|tmp))/);
    });
  },
);

it('reads files through links, as model stores have them', async () => {
  const bytes = await readFile(file('config.json'));
  await rm(file('config.json'));
  await writeFile(path.join(folder, 'blob'), bytes);
  await symlink(path.join(folder, 'blob'), file('config.json'));
  expect(await reason()).toBeNull();
});

it('refuses an untied embedding that is missing', async () => {
  await editConfig({ tie_word_embeddings: false });
  expect(await reason()).toMatch(
    /missing tensor lm_head.weight, since config.json has tie_word_embeddings false/,
  );
  await editConfig({ tie_word_embeddings: true });
  expect(await reason()).toBeNull();
});

it('says that a models folder cannot be read, without its path', async () => {
  const place = path.join(folder, 'm', 'config.json');
  const directories = createModelDirectories([place]);
  expect(await directories.list()).toEqual([]);
  await expect(directories.locate('gpt2')).rejects.toMatchObject({
    code: 'MODEL_UNAVAILABLE',
    message:
      "There is no model 'gpt2'. A models folder cannot be read (ENOTDIR); the server's log names it. No model is installed.",
  });
});

it('notices a replacement of the same size and time of modification', async () => {
  const directories = createModelDirectories([folder]);
  const before = await directories.identify('m');
  const at = file('model.safetensors');
  const handle = await open(at, 'r+');
  const { atime, mtime, size } = await handle.stat();
  await handle.write(Buffer.from([1]), 0, 1, size - 1);
  await handle.utimes(atime, mtime);
  await handle.close();
  expect((await directories.identify('m')).digest).not.toBe(before.digest);
});

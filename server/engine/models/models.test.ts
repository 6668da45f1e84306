/** Model directories: usable ones are listed with their sizes, others with the reason. */
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCore } from '../worker/core';
import { writeSeededModel, type SeededModelOptions } from '../golden/seeded-weights';
import { createModelDirectories } from './models';
import { bfloat16ToFloat32, float16ToFloat32 } from './safetensors';
import { createTokenizer } from './tokenizer';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-models-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const shape = { n_layer: 1, n_head: 2, n_embd: 8, n_inner: 16, n_positions: 8, vocab_size: 96 };
const write = (options: SeededModelOptions = {}) =>
  writeSeededModel(path.join(folder, 'm'), shape, 5, options);
const file = (name: string): string => path.join(folder, 'm', name);
const predict = async () => {
  const core = createCore({ folders: [folder] });
  const rows = await core.predict('m', [1, 2, 3], 5);
  await core.close();
  return rows;
};
const reason = async (): Promise<string | null> =>
  (await createModelDirectories([folder]).list())[0]!.unavailable;

async function editHeader(
  edit: (header: Record<string, { shape: number[]; dtype: string }>) => void,
): Promise<void> {
  const bytes = await readFile(file('model.safetensors'));
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<
    string,
    { shape: number[]; dtype: string }
  >;
  edit(header);
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  await writeFile(file('model.safetensors'), Buffer.concat([size, text, bytes.subarray(8 + length)]));
}

async function editConfig(change: object): Promise<void> {
  const config = JSON.parse(await readFile(file('config.json'), 'utf8')) as object;
  await writeFile(file('config.json'), JSON.stringify({ ...config, ...change }));
}

it('lists sizes and parameters', async () => {
  await write();
  expect((await createModelDirectories([folder]).locate('m')).info).toEqual({
    id: 'm',
    layers: 1,
    heads: 2,
    dModel: 8,
    dVocab: 96,
    context: 8,
    parameters: 96 * 8 + 8 * 8 + (4 * 8 + 8 * 24 + 24 + 8 * 8 + 8 + 8 * 16 + 16 + 16 * 8 + 8) + 16,
    unavailable: null,
  });
});

describe('every layout of the same weights computes the same', () => {
  it.each<SeededModelOptions>([
    { prefix: 'transformer.', masks: 'F32' },
    { masks: 'BOOL' },
    { prefix: 'transformer.', masks: 'BOOL' },
  ])('%o', async (options) => {
    await write();
    const plain = await predict();
    await rm(path.join(folder, 'm'), { recursive: true });
    await write(options);
    expect(await predict()).toEqual(plain);
  });

  it.each(['F16', 'BF16'] as const)('%s, as float32 of the same rounded numbers', async (dtype) => {
    await write({ roundedTo: dtype });
    const rounded = await predict();
    await rm(path.join(folder, 'm'), { recursive: true });
    await write();
    expect(await predict()).not.toEqual(rounded);
    await rm(path.join(folder, 'm'), { recursive: true });
    await write({ dtype, masks: 'F32' });
    expect(await predict()).toEqual(rounded);
  });
});

it('reads half-precision numbers of every kind', () => {
  expect([...float16ToFloat32(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x8000))]).toEqual([
    1,
    -2,
    2 ** -24,
    65504,
    Infinity,
    -0,
  ]);
  expect(float16ToFloat32(Uint16Array.of(0x7e00))[0]).toBeNaN();
  expect([...bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc000))]).toEqual([1, -2]);
});

describe('an unusable model is listed with the reason', () => {
  beforeEach(() => write());
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a torn file', () => truncate(file('model.safetensors'), 3000), /truncated/],
    ['a file of nonsense', () => writeFile(file('model.safetensors'), 'nonsense and more'), /header/],
    ['an empty file', () => writeFile(file('model.safetensors'), ''), /0 bytes long/],
    [
      'no weights',
      () => rm(file('model.safetensors')),
      /It has no model.safetensors; a model needs config.json, /,
    ],
    ['no tokenizer', () => rm(file('tokenizer.json')), /It has no tokenizer.json; a model needs/],
    [
      'a missing tensor',
      () => editHeader((header) => delete header['ln_f.bias']),
      /missing tensor ln_f.bias/,
    ],
    [
      'an unknown tensor',
      () => editHeader((header) => (header['extra'] = header['ln_f.bias']!)),
      /unexpected tensor extra/,
    ],
    [
      'a wrong shape',
      () => editConfig({ n_positions: 9 }),
      /wpe.weight has shape \[8, 8\], config.json needs \[9, 8\]/,
    ],
    ['another architecture', () => editConfig({ model_type: 'llama' }), /model_type 'llama'/],
    ['another activation', () => editConfig({ activation_function: 'relu' }), /activation_function 'relu'/],
    [
      'another attention',
      () => editConfig({ scale_attn_by_inverse_layer_idx: true }),
      /scale_attn_by_inverse_layer_idx/,
    ],
    ['heads that do not fit', () => editConfig({ n_head: 3 }), /not a multiple of n_head 3/],
    ['a config that is no JSON', () => writeFile(file('config.json'), '{'), /not JSON/],
    ['a config that is null', () => writeFile(file('config.json'), 'null'), /not a GPT-2 configuration/],
    ['a tokenizer that is none', () => writeFile(file('tokenizer.json'), '{}'), /tokenizer/],
    [
      'a tokenizer of another model, with fewer tokens',
      () => editConfig({ bos_token_id: 90 }),
      /bos_token_id 90, but <\|endoftext\|> is token \d+ of tokenizer.json/,
    ],
    ['a tokenizer of another model', () => editConfig({ vocab_size: 90 }), /wte.weight has shape|95 tokens/],
  ])('%s', async (_name, spoil, expected) => {
    await spoil();
    expect(await reason()).toMatch(expected);
    await expect(createModelDirectories([folder]).locate('m')).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
    });
  });

  it('and is usable again when it is repaired', async () => {
    await editConfig({ model_type: 'llama' });
    expect(await reason()).toMatch(/llama/);
    await editConfig({ model_type: 'gpt2' });
    expect(await reason()).toBeNull();
  });
});

it('never reads outside its folders', async () => {
  await mkdir(path.join(folder, 'inner'));
  await write();
  for (const id of ['../m', '..', '.', '', 'm/../m', `${folder}/m`]) {
    await expect(createModelDirectories([path.join(folder, 'inner')]).locate(id)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
    });
  }
});

describe('the bundled tokenizer', () => {
  it('splits a double space as GPT-2 does, and decodes to the same text', async () => {
    const tokenizer = createTokenizer(
      await readFile(path.resolve('models', 'patchbay-mini', 'tokenizer.json'), 'utf8'),
    );
    const texts = tokenizer.tokens('When the shops,  John', true).map(({ text }) => text);
    expect(texts).toEqual(['<|endoftext|>', 'When', ' the', ' shops', ',', ' ', ' John']);
    for (const text of ['a , b', 'naïve 猫 🙂', '  two', 'tab\tand\nline']) {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }
    expect(tokenizer.decode([])).toBe('');
    expect(tokenizer.encode('<|endoftext|>')).toEqual([tokenizer.bosId]);
  });
});

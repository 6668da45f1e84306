/** Numbers that are not finite, and running out of memory, are reported as errors. */
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCore } from '../worker/core';
import { GPT2 } from '../models/families/gpt2';
import { writeSeededModel, type StoredDtype } from '../golden/seeded-weights';
import { explainMemoryProblem, isMemoryProblem } from '../memory';
import type { Experiment } from '../api';

const shape = { n_layer: 1, n_head: 2, n_embd: 8, n_inner: 16, n_positions: 8, vocab_size: 96 };
const pair = { clean: [1, 2, 3], corrupted: [1, 4, 3], correct: 10, incorrect: 20 };
const experiment: Experiment = { model: 'm', direction: 'DENOISING', pairs: [pair] };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-finite-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => path.join(folder, 'm', 'model.safetensors');

/** Overwrites numbers of one tensor, in its own format. */
async function overwrite(tensor: string, bytes: Uint8Array, count = 1): Promise<void> {
  const content = await readFile(file());
  const end = 8 + Number(content.readBigUInt64LE(0));
  const header = JSON.parse(content.subarray(8, end).toString()) as Record<
    string,
    { data_offsets: number[] }
  >;
  const handle = await open(file(), 'r+');
  for (let at = 0; at < count; at++) {
    await handle.write(bytes, 0, bytes.length, end + header[tensor]!.data_offsets[0]! + at * bytes.length);
  }
  await handle.close();
}

const float32 = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer);
const BITS: Record<StoredDtype, readonly (readonly [name: string, bytes: Uint8Array])[]> = {
  F32: [
    ['NaN', float32(NaN)],
    ['Infinity', float32(Infinity)],
    ['-Infinity', float32(-Infinity)],
  ],
  F16: [['Infinity', Uint8Array.of(0x00, 0x7c)]],
  BF16: [['NaN', Uint8Array.of(0xc0, 0x7f)]],
};

const { required } = GPT2.describeTensors(GPT2.parseConfig(shape));
const cases = Object.entries(BITS).flatMap(([dtype, bits]) =>
  bits.map(([name, bytes]) => [name, dtype as StoredDtype, bytes] as const),
);

describe.each(cases)('%s in weights of %s', (name, dtype, bytes) => {
  // One number of one format is enough to show that every tensor is checked.
  const tensors = name === 'NaN' && dtype === 'F32' ? [...required.keys()] : ['wte.weight'];
  it.each(tensors)('is refused when loading, by the name of %s', async (tensor) => {
    await writeSeededModel(path.join(folder, 'm'), shape, 5, { dtype });
    await overwrite(tensor, bytes);
    const core = createCore({ folders: [folder] });
    await expect(core.predict('m', [1, 2], 3)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: `model.safetensors holds ${name} at index 0 of ${tensor}; a model's weights are finite numbers. Download or export it again.`,
    });
    await core.close();
  });
});

it('finite weights whose products overflow fail each request with the reason', async () => {
  await writeSeededModel(path.join(folder, 'm'), shape, 5);
  await overwrite('h.0.attn.c_attn.weight', float32(3e38), 8 * 24);
  const core = createCore({ folders: [folder] });
  const refused = {
    code: 'MODEL_UNAVAILABLE',
    message: expect.stringMatching(
      /^Model 'm' computes .* that are not finite numbers .*: its weights overflow float32/,
    ),
  };
  await expect(core.predict('m', pair.clean, 3)).rejects.toMatchObject(refused);
  await expect(core.baseline(experiment)).rejects.toMatchObject(refused);
  await expect(core.run(experiment, ['HEAD_Z'], { onEvent() {} })).rejects.toMatchObject(refused);
  await expect(core.patched({ experiment, kind: 'HEAD_Z', cell: 0, top: 3 })).rejects.toMatchObject(refused);
  await expect(
    core.attention({ model: 'm', prompts: [pair.clean], layer: 0, head: 0 }),
  ).rejects.toMatchObject(refused);
  await core.close();
});

it('gives advice for every message of running out of memory', () => {
  for (const text of [
    'Array buffer allocation failed',
    'Invalid typed array length: 99999999999',
    'ONNX Runtime failed on cpu: std::bad_alloc',
    'Failed to allocate memory for requested buffer of size 4096',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ]) {
    expect(explainMemoryProblem(new RangeError(text)), text).toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringMatching(
        /ran out of memory\. Lower ENGINE_MEMORY_MB, use fewer or shorter prompts/,
      ),
    });
  }
  const other = new Error('ONNX Runtime failed on cpu: a shape does not fit');
  expect(explainMemoryProblem(other)).toBe(other);
  expect(isMemoryProblem('')).toBe(false);
});

it('computes again after memory ran out', async () => {
  await writeSeededModel(path.join(folder, 'm'), shape, 5);
  const core = createCore({ folders: [folder] });
  const RealArray = globalThis.Float32Array;
  // Every allocation fails, as when the system has no memory left.
  globalThis.Float32Array = new Proxy(RealArray, {
    construct() {
      throw new RangeError('Array buffer allocation failed');
    },
  });
  try {
    await expect(core.baseline(experiment)).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  } finally {
    globalThis.Float32Array = RealArray;
  }
  expect((await core.baseline(experiment)).values.logit_diff?.clean).toHaveLength(1);
  await core.close();
});

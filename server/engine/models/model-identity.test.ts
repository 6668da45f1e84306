/** Identity of a model by the loaded bytes; a run is not computed on another model. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCore } from '../worker/core';
import { createModelDirectories } from './models';
import { writeSeededModel } from '../golden/seeded-weights';
import {
  readMetric,
  type Computation,
  type Experiment,
  type ExpectedModel,
  type RunEvent,
  type SweepKind,
} from '../api';

const shape = { n_layer: 2, n_head: 2, n_embd: 16, n_inner: 32, n_positions: 16, vocab_size: 100 };
const pair = { clean: [1, 2, 3, 4, 5], corrupted: [1, 2, 9, 4, 5], correct: 10, incorrect: 20 };
const experiment: Experiment = { model: 'm', direction: 'DENOISING', pairs: [pair] };
const KINDS: SweepKind[] = ['RESID_PRE', 'HEAD_Z'];

let folder: string;
let core: Computation;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-identity-'));
  await writeSeededModel(path.join(folder, 'm'), shape, 3);
  core = createCore({ folders: [folder] });
});
afterEach(async () => {
  await core.close();
  await rm(folder, { recursive: true, force: true });
});

const file = (name: string): string => path.join(folder, 'm', name);
const identify = async (): Promise<ExpectedModel> => createModelDirectories([folder]).identify('m');

/** Replaces the weights by one rename. */
async function replaceWeights(seed = 4): Promise<void> {
  await writeSeededModel(path.join(folder, '.new'), shape, seed);
  await rename(path.join(folder, '.new', 'model.safetensors'), file('model.safetensors'));
}

async function editConfig(change: object): Promise<void> {
  const config = JSON.parse(await readFile(file('config.json'), 'utf8')) as object;
  await writeFile(file('config.json'), JSON.stringify({ ...config, ...change }));
}

const changes: [string, () => Promise<void>][] = [
  ['weights', () => replaceWeights()],
  ['epsilon', () => editConfig({ layer_norm_epsilon: 0.5 })],
  ['heads', () => editConfig({ n_head: 4 })],
  [
    'tokenizer',
    async () => {
      const words = await readFile(file('tokenizer.json'), 'utf8');
      await writeFile(file('tokenizer.json'), words.replace('"A":32,"B":33', '"A":33,"B":32'));
    },
  ],
];

it('is the output of sha256sum for the three files', async () => {
  const sums = execFileSync('sha256sum', ['config.json', 'model.safetensors', 'tokenizer.json'], {
    cwd: path.join(folder, 'm'),
  });
  const { digest, weightsSha256 } = await identify();
  expect(digest).toBe(createHash('sha256').update(sums).digest('hex'));
  const provenance = await core.run(experiment, KINDS, { onEvent() {} });
  expect(provenance).toMatchObject({ modelDigest: digest, modelSha256: weightsSha256 });
});

describe.each(changes)('another %s', (_name, change) => {
  it('is refused for a run, a prediction, attention and a patch', async () => {
    const expected = await identify();
    await change();
    expect((await identify()).digest).not.toBe(expected.digest);
    const refused = {
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringMatching(/^The files of model 'm' have changed since this run was submitted/),
    };
    const own = { ...experiment, expected };
    const events: RunEvent[] = [];
    await expect(core.run(own, KINDS, { onEvent: (event) => events.push(event) })).rejects.toMatchObject(
      refused,
    );
    expect(events).toEqual([{ type: 'started' }]);
    await expect(core.baseline(own)).rejects.toMatchObject(refused);
    await expect(core.predict('m', pair.clean, 3, expected)).rejects.toMatchObject(refused);
    await expect(
      core.attention({ model: 'm', prompts: [pair.clean], layer: 0, head: 0, expected }),
    ).rejects.toMatchObject(refused);
    await expect(core.patched({ experiment: own, kind: 'HEAD_Z', cell: 0, top: 3 })).rejects.toMatchObject(
      refused,
    );
  });

  it('is accepted again when the files are restored', async () => {
    await cp(path.join(folder, 'm'), path.join(folder, '.kept'), { recursive: true });
    const expected = await identify();
    const values = async (): Promise<number[][]> => {
      const sweeps: number[][] = [];
      await core.run({ ...experiment, expected }, KINDS, {
        onEvent: (event) =>
          event.type === 'sweep' && sweeps.push([...readMetric(event.sweep.values, 'logit_diff')]),
      });
      return sweeps;
    };
    const before = await values();
    await change();
    await expect(values()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    await cp(path.join(folder, '.kept'), path.join(folder, 'm'), { recursive: true });
    expect(await values()).toEqual(before);
  });
});

it('a file replaced during a run: all sweeps and the provenance belong to the loaded model', async () => {
  const expected = await identify();
  const seen: number[][] = [];
  const keep = (event: RunEvent): void => {
    if (event.type === 'sweep') seen.push([...readMetric(event.sweep.values, 'logit_diff')]);
  };
  await core.run(experiment, ['HEAD_Z', 'HEAD_V'], { onEvent: keep });
  const [z, v] = seen.splice(0);
  let replacing: Promise<void> | undefined;
  const provenance = await core.run({ ...experiment, expected }, ['HEAD_Z', 'HEAD_V'], {
    onEvent(event) {
      replacing ??= replaceWeights();
      keep(event);
    },
  });
  await replacing;
  expect(seen).toEqual([z, v]);
  expect(provenance.modelDigest).toBe(expected.digest);
  // The next run uses the new files.
  const next = await core.run(experiment, ['HEAD_Z'], { onEvent() {} });
  expect(next.modelDigest).toBe((await identify()).digest);
  expect(next.modelDigest).not.toBe(expected.digest);
});

it('of a run without a digest: compares the weights', async () => {
  const { weightsSha256 } = await identify();
  const old: Experiment = { ...experiment, expected: { digest: null, weightsSha256 } };
  await core.baseline(old);
  await replaceWeights();
  await expect(core.baseline(old)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  await core.baseline({ ...experiment, expected: { digest: null, weightsSha256: null } });
});

it('loads no model to estimate', async () => {
  const bytes = await readFile(file('model.safetensors'));
  // The header is intact, but the numbers cannot be loaded.
  bytes.fill(0xff, bytes.length - 64);
  await writeFile(file('model.safetensors'), bytes);
  expect((await core.estimate(experiment, KINDS)).flops).toBeGreaterThan(0);
  await expect(core.predict('m', [1], 1)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
});

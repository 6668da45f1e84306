/**
 * The WebGPU provider in the real engine process, on software Vulkan where its driver is at hand: parity with
 * TransformerLens, as on the CPU. Debian's chromium brings such a driver, and a Vulkan loader, in its folder.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config';
import { bundle, bundleFolder } from '../../testing/bundle';
import { startEngine } from '../client/client';
import { compareSweep, createExperiment, readGolden } from '../golden/read-golden';
import { readMetric, type Engine, type SweepResult } from '../api';

const environment = childEnvironment();
const CHROMIUM = '/usr/lib/chromium';
const driver = environment['VK_ICD_FILENAMES'] ?? path.join(CHROMIUM, 'vk_swiftshader_icd.json');
const isAtHand = existsSync(driver);
if (!isAtHand)
  console.warn(
    `WebGPU is not tested: there is no Vulkan driver at ${driver}. Install chromium, or name one in VK_ICD_FILENAMES.`,
  );

describe.skipIf(!isAtHand)(`webgpu on ${path.basename(driver)}`, () => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = await bundleFolder();
    const source = path.join(import.meta.dirname, '../worker/process.ts');
    engine = startEngine({
      entry: await bundle(source, path.join(folder, 'process.mjs')),
      waitMs: 60_000,
      env: {
        ENGINE_PROVIDER: 'webgpu',
        VK_ICD_FILENAMES: driver,
        // The loader that comes with the driver, for machines that have none of their own.
        LD_LIBRARY_PATH: [environment['LD_LIBRARY_PATH'], path.dirname(driver)].filter(Boolean).join(':'),
      },
    });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives what TransformerLens gives', { timeout: 240_000 }, async () => {
    expect(await engine.provider()).toBe('webgpu');
    const golden = await readGolden('patchbay-mini');
    const set = golden.sets.find(({ name }) => name === 'facts')!;
    const expected = set.sweeps.filter(
      // One kind by position is enough of them: a software GPU is slow.
      ({ direction, kind }) =>
        direction === 'DENOISING' && (!kind.endsWith('BY_POS') || kind === 'HEAD_V_BY_POS'),
    );
    const sweeps: SweepResult[] = [];
    const provenance = await engine.run(
      createExperiment('patchbay-mini', set, 'DENOISING'),
      expected.map(({ kind }) => kind),
      {
        onEvent: (event) => {
          if (event.type === 'sweep') sweeps.push(event.sweep);
        },
      },
    );
    expect(provenance.provider).toBe('webgpu');
    for (const each of expected) {
      const sweep = sweeps.find(({ kind }) => kind === each.kind)!;
      expect(
        compareSweep(set, each, readMetric(sweep.values, 'logit_diff')).ofTolerated,
        each.kind,
      ).toBeLessThan(1);
    }
    const [first] = await engine.predict('patchbay-mini', set.pairs[0]!.clean, 1);
    expect(first!.tokenId).toBe(set.top10[0]!.ids[0]);
    expect(Math.abs(first!.logit - set.top10[0]!.logits[0]!)).toBeLessThan(1e-4);
  });
});

/**
 * The WebGPU provider in the real engine process: parity with TransformerLens, as on the CPU.
 *
 * It needs a Vulkan driver. Debian's chromium has one in software, and a Vulkan loader, in its folder. Without a driver the
 * tests are skipped with the reason in the report; CI_WEBGPU=required makes that a failure.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config';
import { bundle, bundleFolder } from '../../testing/bundle';
import { startEngine } from '../client/client';
import { compareSweep, createExperiment, readGolden } from '../golden/read-golden';
import { readMetric, type Engine, type SweepKind, type SweepResult } from '../api';

const environment = childEnvironment();
const CHROMIUM = '/usr/lib/chromium';
const driver = environment['VK_ICD_FILENAMES'] ?? path.join(CHROMIUM, 'vk_swiftshader_icd.json');
const hasDriver = existsSync(driver);
/** Whether a machine must have a driver; then all kinds are compared. */
const isRequired = environment['CI_WEBGPU'] === 'required';
/** For software GPUs, which are slow: kinds that write their patches into rows in three ways. */
const SAMPLED_KINDS: readonly SweepKind[] = ['RESID_PRE', 'HEAD_PATTERN', 'HEAD_V_BY_POS'];
const MISSING_DRIVER = `There is no Vulkan driver at ${driver}. Install chromium, or name a driver in VK_ICD_FILENAMES.`;

it('has a Vulkan driver', async ({ annotate, skip }) => {
  if (!hasDriver && !isRequired) {
    console.warn(`WebGPU is not tested. ${MISSING_DRIVER}`);
    await annotate(MISSING_DRIVER, 'warning');
    skip(MISSING_DRIVER);
  }
  expect(hasDriver, MISSING_DRIVER).toBe(true);
});

describe.skipIf(!hasDriver)(`webgpu on ${path.basename(driver)}`, () => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = await bundleFolder();
    const source = path.join(import.meta.dirname, '../worker/process.ts');
    engine = startEngine({
      entry: await bundle(source, path.join(folder, 'process.mjs')),
      // A software GPU takes long to start on a busy machine.
      waitMs: 300_000,
      startTimeoutMs: 300_000,
      env: {
        ENGINE_PROVIDER: 'webgpu',
        VK_ICD_FILENAMES: driver,
        // The loader in the driver's folder, for machines that have no other.
        LD_LIBRARY_PATH: [environment['LD_LIBRARY_PATH'], path.dirname(driver)].filter(Boolean).join(':'),
      },
    });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives what TransformerLens gives', { timeout: 600_000 }, async () => {
    expect(await engine.provider()).toBe('webgpu');
    const golden = await readGolden('patchbay-mini');
    const set = golden.sets.find(({ name }) => name === 'facts')!;
    const expected = set.sweeps.filter(
      ({ direction, kind }) => direction === 'DENOISING' && (isRequired || SAMPLED_KINDS.includes(kind)),
    );
    expect(expected.length).toBeGreaterThanOrEqual(SAMPLED_KINDS.length);
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

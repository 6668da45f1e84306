/** Limits of patched runs that are computed at once. Their numbers are compared in golden/interventions.test.ts. */
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMetric, type Computation } from '../api';
import type { InterveneRequest, PatchedSite } from '../interventions';
import { readGolden } from '../golden/read-golden';
import { createCore, type CoreOptions } from './core';

const [set] = (await readGolden('patchbay-mini')).sets;
const pairs = set!.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
  clean,
  corrupted,
  correct,
  incorrect,
}));
const experiment = { model: 'patchbay-mini', direction: 'DENOISING', pairs } as const;
const site = (change: Partial<PatchedSite>): PatchedSite => ({
  site: 'HEAD_Z',
  layer: 0,
  head: 0,
  position: null,
  src: null,
  ...change,
});
const request: InterveneRequest = { experiment, sets: [[site({})]], value: { kind: 'source' }, path: null };

const cores: Computation[] = [];
afterAll(async () => {
  await Promise.all(cores.map((core) => core.close()));
});
function open(options: CoreOptions = {}): Computation {
  const core = createCore({ folders: [path.resolve('models')], ...options });
  cores.push(core);
  return core;
}

it('refuses a plan that costs too much, with the cost and what to do', async () => {
  const core = open({ maxInterventionFlops: 1e6 });
  await expect(core.intervene(request)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(
      /^The request takes [\d.e-]+e12 floating point operations in 1 patched runs; up to 0\.00000100e12 .* Use fewer/,
    ) as string,
  });
});

it('refuses what does not fit into memory, as every request and run does', async () => {
  const core = open({ memoryBytes: 2 ** 20 });
  const refused = {
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(/MiB of memory beside its weights.*ENGINE_MEMORY_MB/) as string,
  };
  await expect(core.intervene(request)).rejects.toMatchObject(refused);
  await expect(core.estimate(experiment, ['RESID_PRE'])).rejects.toMatchObject(refused);
  await expect(core.run(experiment, ['RESID_PRE'], { onEvent: () => {} })).rejects.toMatchObject(refused);
});

it('stops when it is cancelled', async () => {
  const canceller = new AbortController();
  canceller.abort();
  await expect(open().intervene(request, canceller.signal)).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
});

it.each([
  ['layer', site({ layer: 99 })],
  ['head', site({ head: 99 })],
  ['position', site({ position: -1 })],
  ['src', site({ site: 'HEAD_PATTERN', src: 99 })],
])('refuses a %s that does not exist', async (_name, wrong) => {
  await expect(open().intervene({ ...request, sets: [[wrong]] })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

describe('in several batches and waves', () => {
  const unlimited = open();
  // Room for about two pairs, and for one patched run.
  const limited = open({ maxBytes: 2_500_000, limits: { waveBytes: 20_000, maxRows: 64 } });
  const values: InterveneRequest['value'][] = [
    { kind: 'source' },
    { kind: 'zero' },
    { kind: 'mean', of: 'CLEAN', acrossPositions: false },
    { kind: 'mean', of: 'CORRUPTED', acrossPositions: true },
    { kind: 'resample', of: 'CLEAN', donors: pairs.map((_, index) => (index + 3) % pairs.length) },
  ];
  const paths: InterveneRequest['path'][] = [
    null,
    { receivers: [], mlps: 'recomputed', layerNorm: 'recomputed' },
    { receivers: [site({ site: 'HEAD_V', layer: 1 })], mlps: 'recomputed', layerNorm: 'frozen' },
  ];
  it.each(
    paths.flatMap((way) =>
      values.map((value) => [value.kind, way ? way.receivers.length : 'none', value, way] as const),
    ),
  )('gives the same values: %s, receivers: %s', async (_kind, _receivers, value, way) => {
    const sets = [
      [site({})],
      [site({ head: 1 }), site({ head: 2 })],
      [site({ site: 'MLP_OUT', head: null })],
    ];
    const [whole, split] = await Promise.all(
      [unlimited, limited].map((core) => core.intervene({ ...request, sets, value, path: way })),
    );
    for (const [index, patched] of whole!.patched.entries()) {
      const expected = readMetric(patched, 'logit_diff');
      const computed = readMetric(split!.patched[index]!, 'logit_diff');
      expected.forEach((number, prompt) => expect(computed[prompt]).toBeCloseTo(number, 3));
      expect(computed).not.toEqual(readMetric(whole!.base, 'logit_diff'));
    }
  });
});

/** Patched runs of any sites, and direct logit attribution, against TransformerLens 3.9.0, and its direct path of 4.3.0. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PATCH_SITES, type PatchSite } from '../../../domain/patch-sites';
import { readMetric, type Experiment } from '../api';
import type { PatchedSite } from '../interventions';
import { openCore } from './open-core';
import type { GoldenCase } from './read-golden';
import {
  readInterventions,
  type AttributionResult,
  type GoldenIntervention,
  type GoldenInterventions,
} from './read-interventions';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-interventions-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

const HEADS: Partial<Record<GoldenCase, number>> = { 'odd-shape': 5, 'wide-heads': 3, 'patchbay-mini': 4 };
const cases = await readInterventions((name) => HEADS[name]!);

describe.each(cases)('$case, $set', async (golden) => {
  const core = await openCore(golden.case, folder);
  afterAll(() => core.close());

  it('has the number of heads that sites of all heads are expanded to', async () => {
    const { heads } = await core.attribute({ experiment: createExperiment(golden), on: 'CLEAN' });
    const { mlps } = golden.attribution.CLEAN;
    expect(heads.length / mlps.length).toBe(HEADS[golden.case]);
  });

  it.each([
    ['joint patches', (one: GoldenIntervention) => one.request.path === null, 60],
    ['paths to the logits', (one: GoldenIntervention) => one.request.path?.receivers.length === 0, 20],
    ['paths to heads', (one: GoldenIntervention) => (one.request.path?.receivers.length ?? 0) > 0, 40],
  ])('%s', async (title, isMember, count) => {
    const members = golden.interventions.filter(isMember);
    expect(members).toHaveLength(count);
    let [largest, worst, moved] = [0, 0, 0];
    for (const one of members) {
      const { direction, request, patched } = one;
      const experiment = { ...createExperiment(golden), direction };
      const result = await core.intervene({ experiment, ...request });
      const values = readMetric(result.patched[0]!, 'logit_diff');
      const base = readMetric(result.base, 'logit_diff');
      patched.forEach((expected, prompt) => {
        const difference = Math.abs(values[prompt]! - expected);
        const tolerance = computeTolerance(golden, prompt, expected);
        largest = Math.max(largest, difference);
        worst = Math.max(worst, difference / tolerance);
        expect(difference, JSON.stringify(one.request)).toBeLessThan(tolerance);
        if (Math.abs(expected - base[prompt]!) > 20 * tolerance) moved++;
      });
    }
    // Some paths lead nowhere; the result is the base run then.
    const share = moved / members.length / golden.pairs.length;
    printed.push(
      `  ${golden.case} ${golden.set} ${title}: ${largest.toExponential(1)} (${(100 * worst).toFixed(0)}% of tolerated), ${(100 * share).toFixed(0)}% moved`,
    );
    // Otherwise an engine that patches nothing would pass.
    expect(share).toBeGreaterThan(0.2);
  });

  it.each(['CLEAN', 'CORRUPTED'] as const)('direct logit attribution, %s', async (on) => {
    const computed = await core.attribute({ experiment: createExperiment(golden), on });
    let largest = 0;
    for (const name of Object.keys(golden.attribution[on]) as (keyof AttributionResult)[]) {
      const expected = golden.attribution[on][name];
      expect(computed[name], name).toHaveLength(expected.length);
      expected.forEach((value, index) => {
        const difference = Math.abs(computed[name][index]! - value);
        largest = Math.max(largest, difference);
        expect(difference, `${name} ${index}`).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)));
      });
    }
    printed.push(`  ${golden.case} ${golden.set} attribution ${on}: ${largest.toExponential(1)}`);
    const baseline = golden.baseline[on === 'CLEAN' ? 'clean' : 'corrupted'];
    baseline.forEach((logitDiff, prompt) => expect(sumShares(computed, prompt)).toBeCloseTo(logitDiff, 4));
  });
});

describe('the direct path of TransformerLens 4.3.0', async () => {
  const stored = JSON.parse(
    await readFile(path.resolve('models', 'reference', 'golden', 'direct-path.json'), 'utf8'),
  ) as DirectPath;
  const core = await openCore(stored.case, folder);
  afterAll(() => core.close());
  const golden = cases.find((one) => one.case === stored.case && one.set === stored.set)!;

  it.each(['Q', 'K', 'V'] as const)('to %s of each later head', async (receiver) => {
    const site = (kind: PatchSite, layer: number, head: number): PatchedSite => ({
      site: PATCH_SITES[kind],
      layer,
      head,
      position: null,
      src: null,
    });
    let largest = 0;
    for (const [index, [layer, head]] of stored.receivers.entries()) {
      const { patched } = await core.intervene({
        experiment: createExperiment(golden),
        sets: [[site('Z', stored.sender.layer, stored.sender.head)]],
        value: { kind: 'source' },
        // Its source heads write into the residual stream alone, and the receiver's LayerNorm is computed from the result.
        path: { receivers: [site(receiver, layer, head)], mlps: 'frozen', layerNorm: 'recomputed' },
      });
      const values = readMetric(patched[0]!, 'logit_diff');
      for (const [prompt, expected] of stored.values[receiver.toLowerCase()]![index]!.entries()) {
        const difference = Math.abs(values[prompt]! - expected);
        largest = Math.max(largest, difference);
        expect(difference).toBeLessThan(computeTolerance(golden, prompt, expected));
      }
    }
    printed.push(`  direct path of TransformerLens 4.3.0 to ${receiver}: ${largest.toExponential(1)}`);
  });
});

/** golden/direct-path.json, by models/reference/make_direct_path.py. */
interface DirectPath {
  readonly case: GoldenCase;
  readonly set: string;
  readonly sender: { readonly layer: number; readonly head: number };
  readonly receivers: readonly (readonly [layer: number, head: number])[];
  /** By receiving activation: [receiver][prompt]. */
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** All shares of a prompt, which are its logit difference together. */
function sumShares(result: AttributionResult, prompt: number): number {
  const prompts = result.embed.length;
  const { heads, mlps, attnBias, embed, posEmbed, bias } = result;
  return [heads, mlps, attnBias, embed, posEmbed, bias].reduce((sum, values) => {
    const count = values.length / prompts;
    return values.subarray(prompt * count, (prompt + 1) * count).reduce((total, value) => total + value, sum);
  }, 0);
}

function createExperiment({ case: model, pairs }: GoldenInterventions): Experiment {
  return {
    model,
    direction: 'DENOISING',
    pairs: pairs.map(({ clean, corrupted, correct, incorrect }) => ({
      clean,
      corrupted,
      correct,
      incorrect,
    })),
  };
}

function computeTolerance({ baseline }: GoldenInterventions, prompt: number, expected: number): number {
  const gap = baseline.clean[prompt]! - baseline.corrupted[prompt]!;
  return 1e-5 * Math.max(1, Math.abs(gap), Math.abs(expected));
}

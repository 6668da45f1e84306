/**
 * Architectures with heads x dHead != dModel against TransformerLens 3.9.0: cached activations within 1e-5 (relative), raw
 * logits within 1e-4, logit differences of every sweep kind within tolerance.ts.
 */
import type { Answer } from '../../../domain/experiment';
import { afterAll, describe, expect, it } from 'vitest';
import { readMetric, SWEEP_KINDS, type SweepResult } from '../api';
import { runCached } from '../forward/forward';
import { createModel } from '../forward/model';
import { createCore } from '../worker/core';
import { compareSweep, createExperiment, readGolden } from './read-golden';
import { computeSampledSweep } from './sampled-sweep';
import { completeArchitecture, readSeededArchitecture } from './seeded-architecture';

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

describe.each(['wide-heads', 'narrow-heads'] as const)('%s', async (name) => {
  const golden = await readGolden(name);
  const [set] = golden.sets;
  const architecture = completeArchitecture(golden.architecture!);
  const model = await createModel(architecture, readSeededArchitecture(architecture, golden.seed!));
  afterAll(() => model.release());
  const core = createCore({
    store: {
      withModel: (_id, use) => use(model, { digest: name, weightsSha256: name }),
      list: () => [],
      close: async () => {},
    },
  });

  it('has heads that together are not as wide as the residual stream', () => {
    expect(architecture.heads * architecture.dHead).not.toBe(architecture.dModel);
  });

  it('caches the activations of a forward run', async () => {
    const run = await runCached(model, [set!.pairs[0]!.clean], async () => {});
    const block = run.blocks[set!.layer]!;
    const scale = 1 / Math.sqrt(architecture.dHead);
    for (const [activation, computed, expected] of [
      ['resid_pre', block.pre, set!.residPre],
      ['q / sqrt(dHead)', block.q, set!.q!.map((value) => value * scale)],
      ['k', block.k, set!.k!],
      ['v', block.v, set!.v],
      ['z', block.z, set!.z],
    ] as const) {
      expect(computed, activation).toHaveLength(expected.length);
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expected.forEach((value, index) => {
        expect(Math.abs(computed[index]! - value), `${activation} ${index}`).toBeLessThan(1e-5 * largest);
      });
    }
  });

  it('predicts and attends', async () => {
    const prompts = set!.pairs.map(({ clean }) => clean);
    for (const [index, { ids, logits }] of set!.top10.entries()) {
      const predictions = await core.predict(name, prompts[index]!, 10);
      expect(predictions.map(({ tokenId }) => tokenId)).toEqual(ids);
      predictions.forEach(({ logit }, rank) => expect(Math.abs(logit - logits[rank]!)).toBeLessThan(1e-4));
    }
    const size = prompts[0]!.length ** 2;
    expect(set!.pattern).toHaveLength(architecture.heads * size);
    for (let head = 0; head < architecture.heads; head++) {
      const pattern = await core.attention({ model: name, prompts, layer: set!.layer, head });
      pattern.forEach((value, cell) =>
        expect(Math.abs(value - set!.pattern[head * size + cell]!)).toBeLessThan(1e-5),
      );
    }
  });

  it.each(['DENOISING', 'NOISING'] as const)('sweeps of every kind, %s', async (direction) => {
    const sweeps: SweepResult[] = [];
    const { checks } = await core.run(createExperiment(name, set!, direction), SWEEP_KINDS, {
      onEvent: (event) => event.type === 'sweep' && sweeps.push(event.sweep),
    });
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(sweeps.map(({ kind }) => kind)).toEqual(SWEEP_KINDS);
    for (const { kind, shape, values } of sweeps) {
      const expected = set!.sweeps.find((sweep) => sweep.direction === direction && sweep.kind === kind)!;
      expect(shape).toEqual(expected.shape);
      const { difference, ofTolerated } = compareSweep(set!, expected, readMetric(values, 'logit_diff'));
      printed.push(
        `  ${name} ${direction} ${kind}: ${difference.toExponential(1)} (${(100 * ofTolerated).toFixed(0)}% of tolerated)`,
      );
      expect(ofTolerated, kind).toBeLessThan(1);
    }
  });

  it('computes a sample of a sweep as the whole of it', async () => {
    const whole = set!.sweeps.find(
      ({ kind, direction }) => kind === 'HEAD_PATTERN_DEST_SRC' && direction === 'NOISING',
    )!;
    const perPrompt = whole.values.length / set!.pairs.length;
    const cells = [perPrompt - 1, perPrompt - 3, 40];
    const values = set!.pairs.flatMap((_, prompt) =>
      cells.map((cell) => whole.values[prompt * perPrompt + cell]!),
    );
    const golden = { ...whole, cells, values: Float32Array.from(values) };
    const computed = await computeSampledSweep(model, set!, golden);
    expect(compareSweep(set!, golden, computed).ofTolerated).toBeLessThan(1);
    // A cell that is not in the sample has the base run's value.
    const [other] = computed.slice(perPrompt - 2);
    expect(other).not.toBeCloseTo(whole.values[perPrompt - 2]!, 4);
  });

  it('patches one cell', async () => {
    const expected = set!.sweeps.find(({ kind }) => kind === 'HEAD_V_BY_POS')!;
    const experiment = createExperiment(name, set!, expected.direction);
    const cells = expected.values.length / set!.pairs.length;
    const cell = cells - 1;
    const rows = await core.patched({ experiment, kind: expected.kind, cell, top: architecture.dVocab });
    rows.forEach((predictions, prompt) => {
      const logit = (id: Answer): number => predictions.find(({ tokenId }) => tokenId === id)!.logit;
      const { correct, incorrect } = set!.pairs[prompt]!;
      expect(logit(correct) - logit(incorrect)).toBeCloseTo(expected.values[prompt * cells + cell]!, 4);
    });
  });
});

it('refuses fewer key-value heads than heads', async () => {
  const golden = await readGolden('wide-heads');
  const grouped = { ...completeArchitecture(golden.architecture!), keyValueHeads: 1 };
  await expect(createModel(grouped, readSeededArchitecture(grouped, 7))).rejects.toMatchObject({
    code: 'MODEL_UNAVAILABLE',
    message: expect.stringMatching(/^The model has 1 key-value heads for 3 query heads; /),
  });
});

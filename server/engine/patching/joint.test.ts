/** Patched runs with one and with several interventions equal a plain float64 forward pass with the same interventions. */
import { afterAll, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { SWEEP_KINDS, type SweepKind } from '../api';
import { siteOfKind } from '../../../domain/sites';
import { runCached } from '../forward/forward';
import { createModel } from '../forward/model';
import { completeArchitecture, readSeededArchitecture } from '../golden/seeded-architecture';
import { runReference, type ReferenceWeights } from '../golden/reference-run';
import { createLogitDiff } from '../metrics/logit-diff';
import { planPatch, type BatchShape, type Intervention } from './plan';
import { runPatch } from './sweep';

const VOCABULARY = 40;
const LENGTH = 6;
const FIRST_DIFFERENCE = 2;
/** Logits; relative to the size of a logit difference above 1. */
const TOLERANCE = 2e-5;

const architecture = completeArchitecture({
  layers: 3,
  heads: 3,
  dModel: 12,
  // Heads together are wider than the residual stream.
  dHead: 5,
  dMlp: 20,
  dVocab: VOCABULARY,
  context: 8,
  epsilon: 1e-5,
});
const reader = readSeededArchitecture(architecture, 11);
const model = await createModel(architecture, reader);
afterAll(() => model.release());
const weights: ReferenceWeights = {
  architecture,
  outer: await reader.outer(),
  blocks: await Promise.all([0, 1, 2].map((layer) => reader.block(layer))),
};

const pairs = [
  { base: [1, 2, 3, 4, 5, 6], source: [1, 2, 9, 4, 11, 6], correct: 7, incorrect: 8 },
  { base: [21, 22, 23, 24, 25, 26], source: [21, 22, 23, 34, 25, 36], correct: 17, incorrect: 31 },
];
const batch: BatchShape = { prompts: pairs.length, length: LENGTH, firstDifference: FIRST_DIFFERENCE };
const noWait = async (): Promise<void> => {};
const runs = {
  base: await runCached(
    model,
    pairs.map(({ base }) => base),
    noWait,
  ),
  source: await runCached(
    model,
    pairs.map(({ source }) => source),
    noWait,
  ),
};
const references = pairs.map((pair) => ({ ...pair, ofSource: runReference(weights, pair.source) }));
const computeLogitDiff = createLogitDiff(model, pairs);

/** Logit differences of each pair by the plain forward pass. */
function computeExpected(interventions: readonly Intervention[]): number[] {
  return references.map(({ base, ofSource, correct, incorrect }) => {
    const { logits } = runReference(weights, base, interventions, ofSource);
    return logits[correct]! - logits[incorrect]!;
  });
}

async function expectEqual(interventions: readonly Intervention[], isSkipping = true): Promise<void> {
  const patch = planPatch(interventions, architecture, batch, isSkipping);
  const values = computeLogitDiff(await runPatch(model, runs, patch, batch, { beforeCall: noWait }));
  computeExpected(interventions).forEach((expected, prompt) => {
    const difference = Math.abs(values[prompt]! - expected);
    expect(difference, JSON.stringify(interventions)).toBeLessThan(
      TOLERANCE * Math.max(1, Math.abs(expected)),
    );
  });
}

const patch = (
  site: SweepKind,
  layer: number,
  head: number | null,
  position: number | null,
  src: number | null = null,
): Intervention => ({ site, layer, head, position, src });

/** Any intervention of a kind, positions before the first difference included. */
const interventions: fc.Arbitrary<Intervention> = fc
  .record({
    site: fc.constantFrom(...SWEEP_KINDS),
    layer: fc.nat(architecture.layers - 1),
    head: fc.nat(architecture.heads - 1),
    position: fc.nat(LENGTH - 1),
    src: fc.nat(LENGTH - 1),
  })
  .map(({ site, layer, head, position, src }) => {
    const { axes } = siteOfKind(site);
    const hasPosition = axes.includes('position') || axes.includes('destination');
    return patch(
      site,
      layer,
      axes.includes('head') ? head : null,
      hasPosition ? position : null,
      axes.includes('src') ? src : null,
    );
  });

it('the reference changes with each kind, and differs between prompts', () => {
  const base = computeExpected([]);
  for (const site of SWEEP_KINDS) {
    const hasHead = siteOfKind(site).axes.includes('head');
    const isAllPositions = siteOfKind(site).axes.length === 2 && hasHead;
    const position = isAllPositions ? null : LENGTH - 1;
    const src = siteOfKind(site).axes.includes('src') ? LENGTH - 2 : null;
    const changed = computeExpected([patch(site, 1, hasHead ? 1 : null, position, src)]);
    changed.forEach((value, prompt) =>
      expect(Math.abs(value - base[prompt]!), site).toBeGreaterThan(10 * TOLERANCE),
    );
  }
});

it.each([true, false])('one intervention of any kind, skipping: %s', async (isSkipping) => {
  await fc.assert(
    fc.asyncProperty(interventions, (one) => expectEqual([one], isSkipping)),
    { numRuns: 60, seed: 20_261_125 },
  );
});

describe('several interventions on one run', () => {
  it.each<[string, readonly Intervention[]]>([
    [
      'resid_pre of layer 0 and z of a head of layer 1',
      [patch('RESID_PRE', 0, null, 2), patch('HEAD_Z', 1, 1, null)],
    ],
    [
      'heads of one layer, which enter together',
      [patch('HEAD_Z', 0, 0, null), patch('HEAD_V', 0, 2, null), patch('HEAD_Z_BY_POS', 0, 1, 4)],
    ],
    [
      'parts of one head',
      [patch('HEAD_Q_BY_POS', 1, 1, 5), patch('HEAD_K_BY_POS', 1, 1, 3), patch('HEAD_V', 1, 1, null)],
    ],
    [
      'a pattern row, and the queries that it hides',
      [patch('HEAD_PATTERN_BY_POS', 1, 0, 5), patch('HEAD_Q', 1, 0, null)],
    ],
    [
      'entries of a pattern',
      [
        patch('HEAD_PATTERN', 1, 0, 5, 3),
        patch('HEAD_PATTERN', 1, 0, 5, 5),
        patch('HEAD_PATTERN', 1, 2, null, 2),
        patch('HEAD_V', 1, 0, null),
      ],
    ],
    ['an entry after its destination', [patch('HEAD_PATTERN', 1, 0, 3, 4), patch('HEAD_Z', 0, 0, null)]],
    [
      'a head and the attention output of its layer',
      [patch('HEAD_Z', 1, 0, null), patch('ATTN_OUT', 1, null, 3)],
    ],
    [
      'an output of a half-block, and the residual stream that it is added to',
      [
        patch('ATTN_OUT', 1, null, 3),
        patch('RESID_MID', 1, null, 3),
        patch('MLP_OUT', 1, null, 4),
        patch('RESID_POST', 1, null, 4),
      ],
    ],
    ['attention and MLP output of one layer', [patch('ATTN_OUT', 1, null, 3), patch('MLP_OUT', 1, null, 4)]],
    ['the same output in two layers', [patch('MLP_OUT', 0, null, 2), patch('MLP_OUT', 1, null, 2)]],
    [
      'heads of the last layer, after an earlier patch',
      [patch('RESID_PRE', 0, null, 4), patch('HEAD_K', 2, 1, null), patch('HEAD_PATTERN_BY_POS', 2, 2, 5)],
    ],
    [
      'outputs of the last layer, after an earlier patch',
      [patch('HEAD_Z', 0, 0, null), patch('ATTN_OUT', 2, null, 5), patch('MLP_OUT', 2, null, 5)],
    ],
    [
      'outputs of all heads of inner and last layers, after an earlier patch',
      [
        patch('RESID_PRE', 0, null, 2),
        ...[1, 2].flatMap((layer) => [0, 1, 2].map((head) => patch('HEAD_Z', layer, head, null))),
        patch('HEAD_Q', 1, 0, null),
      ],
    ],
    [
      'two positions of the residual stream',
      [patch('RESID_PRE', 1, null, 2), patch('RESID_PRE', 1, null, 4)],
    ],
    [
      'a position that equals the base run, and one that does not',
      [patch('RESID_PRE', 0, null, 0), patch('MLP_OUT', 1, null, 3)],
    ],
  ])('%s', async (_name, several) => {
    await expectEqual(several);
    await expectEqual(several.toReversed(), false);
  });

  it('computes no attention of a layer whose heads are all replaced', async () => {
    const calls = model.blocks.map(({ qkv }) => vi.spyOn(qkv, 'run'));
    const [first, ...others] = [0, 1, 2].map((head) => patch('HEAD_Z', 1, head, null));
    const earlier = patch('MLP_OUT', 0, null, 3);
    await expectEqual([earlier, first!, ...others]);
    expect(calls[1]).not.toHaveBeenCalled();
    await expectEqual([earlier, ...others]);
    expect(calls[1]).toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('of any kinds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(interventions, { minLength: 2, maxLength: 4 }), (several) =>
        expectEqual(several),
      ),
      { numRuns: 150, seed: 20_261_125 },
    );
  });

  it('gives the source run for all positions of the residual stream', async () => {
    const whole = patch('RESID_PRE', 1, null, null);
    await expectEqual([whole]);
    const result = planPatch([whole], architecture, batch);
    const values = computeLogitDiff(await runPatch(model, runs, result, batch, { beforeCall: noWait }));
    references.forEach(({ ofSource: { logits }, correct, incorrect }, prompt) =>
      expect(values[prompt]).toBeCloseTo(logits[correct]! - logits[incorrect]!, 4),
    );
  });
});

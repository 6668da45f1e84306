/** Logit lens, attribution by source position and weighted patterns, against TransformerLens 3.9.0. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunSide } from '../../../domain/effect';
import type { Experiment } from '../api';
import type { PatternWeighting } from '../inspection';
import { openCore } from './open-core';
import { readFloats, type GoldenCase, type GoldenSet } from './read-golden';

interface StoredLens {
  readonly logitDiff: string;
  readonly logProb: string;
  readonly rank: string;
  readonly tokens: string;
  readonly probabilities: string;
}

interface StoredCase {
  readonly case: GoldenCase;
  readonly set: string;
  readonly pairs: GoldenSet['pairs'];
  readonly sides: Readonly<
    Record<
      'clean' | 'corrupted',
      {
        readonly lens: StoredLens;
        readonly headsBySource: string;
        /** Of the last MLP. */
        readonly neurons: string;
        readonly patterns: readonly {
          readonly layer: number;
          readonly head: number;
          readonly weighting: PatternWeighting;
          readonly values: string;
        }[];
      }
    >
  >;
}

const TOP = 3;
const file = path.resolve('models', 'reference', 'golden', 'reading.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as { cases: readonly StoredCase[] };
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-reading-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const printed: string[] = [];
afterAll(() => console.log(['Largest differences from TransformerLens:', ...printed].join('\n')));

describe.each(cases)('$case, $set', async (golden) => {
  const core = await openCore(golden.case, folder);
  afterAll(() => core.close());
  const experiment: Experiment = { model: golden.case, direction: 'DENOISING', pairs: golden.pairs };
  const compare = (what: string, values: ArrayLike<number>, stored: string, tolerance: number): void => {
    const expected = readFloats(stored);
    expect(values, what).toHaveLength(expected.length);
    const largest = expected.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - values[at]!) / Math.max(1, Math.abs(value))),
      0,
    );
    printed.push(`  ${golden.case} ${golden.set} ${what}: ${largest.toExponential(1)}`);
    expect(largest, what).toBeLessThan(tolerance);
  };

  it.each(['CLEAN', 'CORRUPTED'] as const)('logit lens, %s', async (on) => {
    const stored = golden.sides[lower(on)].lens;
    const lens = await core.readLens({ experiment, on, includesMid: true, isLastOnly: false, top: TOP });
    compare(`logit difference ${on}`, lens.logitDiff, stored.logitDiff, 5e-5);
    compare(`log-probability ${on}`, lens.logProb, stored.logProb, 5e-5);
    compare(`probabilities ${on}`, lens.probabilities, stored.probabilities, 2e-5);
    expect([...lens.rank]).toEqual([...readFloats(stored.rank)]);
    expect([...lens.tokens]).toEqual([...readFloats(stored.tokens)]);
    // The last stage is the model's own output.
    const { length } = golden.pairs[0]!.clean;
    const last = await core.readLens({ experiment, on, includesMid: false, isLastOnly: true, top: 1 });
    expect(last.stages).toEqual(lens.stages.filter(({ site }) => site !== 'RESID_MID'));
    const { values } = await core.baseline(experiment);
    const baseline = values.logit_diff![lower(on)];
    golden.pairs.forEach((_, prompt) => {
      const own = last.logitDiff[(prompt + 1) * last.stages.length - 1]!;
      expect(own).toBeCloseTo(baseline[prompt]!, 4);
      expect(own).toBeCloseTo(lens.logitDiff[(prompt + 1) * lens.stages.length * length - 1]!, 4);
    });
  });

  it.each(['CLEAN', 'CORRUPTED'] as const)('attribution of heads by source position, %s', async (on) => {
    const { heads, headsBySource } = await core.attribute({ experiment, on });
    compare(`heads by source ${on}`, headsBySource, golden.sides[lower(on)].headsBySource, 2e-5);
    const { length } = golden.pairs[0]!.clean;
    heads.forEach((value, at) => {
      const shares = headsBySource.subarray(at * length, (at + 1) * length);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(value, 4);
    });
  });

  // The neurons of a model without files cannot be read.
  it.skipIf(golden.case === 'wide-heads').each(['CLEAN', 'CORRUPTED'] as const)(
    'attribution of neurons, %s',
    async (on) => {
      const { mlps } = await core.attribute({ experiment, on });
      const layer = mlps.length / golden.pairs.length - 1;
      const shares = await core.attributeNeurons({ experiment, on, layer });
      compare(`neurons ${on}`, shares, golden.sides[lower(on)].neurons, 2e-5);
      expect(Math.max(...shares.map(Math.abs))).toBeGreaterThan(0);
    },
  );

  it.each(['CLEAN', 'CORRUPTED'] as const)('weighted patterns, %s', async (on) => {
    const prompts = golden.pairs.map((pair) => pair[lower(on)]);
    for (const { layer, head, weighting, values } of golden.sides[lower(on)].patterns) {
      const request = { model: golden.case, prompts, layer, head };
      const pattern = await core.attention({ ...request, weighting });
      compare(`L${layer}H${head} ${weighting} ${on}`, pattern, values, 2e-5);
      expect([...(await core.attention(request))]).not.toEqual([...pattern]);
    }
  });
});

function lower(on: RunSide): 'clean' | 'corrupted' {
  return on === 'CLEAN' ? 'clean' : 'corrupted';
}

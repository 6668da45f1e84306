/** Noise on embeddings, steering vectors and windows, against TransformerLens 3.9.0. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PATCH_SITES, type SitePlace } from '../../../domain/patch-sites';
import { readMetric, type Direction, type Experiment } from '../api';
import type { EmbeddingNoise, PatchedSite } from '../interventions';
import { openCore } from './open-core';
import { readFloats, type GoldenCase, type GoldenSet } from './read-golden';

interface StoredCase {
  readonly case: GoldenCase;
  readonly set: string;
  readonly pairs: GoldenSet['pairs'];
  readonly embeddingStd: number;
  readonly noise: readonly {
    readonly direction: Direction;
    readonly sites: readonly SitePlace[];
    readonly noise: Omit<EmbeddingNoise, 'positions'> & { readonly positions: readonly number[] };
    readonly base: string;
    readonly source: string;
    readonly patched: string;
  }[];
  readonly steering: readonly {
    readonly direction: Direction;
    readonly sites: readonly SitePlace[];
    readonly vector: readonly number[];
    readonly patched: string;
  }[];
}

const file = path.resolve('models', 'reference', 'golden', 'tracing.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as { cases: readonly StoredCase[] };
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-tracing-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const printed: string[] = [];
afterAll(() => console.log(['Largest |difference| from TransformerLens, in logits:', ...printed].join('\n')));

const toEngine = ({ site, ...place }: SitePlace): PatchedSite => ({ ...place, site: PATCH_SITES[site] });

describe.each(cases)('$case, $set', async (golden) => {
  const core = await openCore(golden.case, folder);
  afterAll(() => core.close());
  const experimentIn = (direction: Direction): Experiment => ({
    model: golden.case,
    direction,
    pairs: golden.pairs,
  });
  const compare = (values: Float32Array, stored: string): number => {
    const expected = readFloats(stored);
    expect(values).toHaveLength(expected.length);
    return expected.reduce(
      (largest, value, at) => Math.max(largest, Math.abs(value - values[at]!) / Math.max(1, Math.abs(value))),
      0,
    );
  };

  it('noise on embeddings, averaged over samples', async () => {
    let [largest, moved] = [0, 0];
    for (const { direction, sites, noise, base, source, patched } of golden.noise) {
      const positions = golden.pairs.map(() => noise.positions);
      const request = { sets: [sites.map(toEngine)], value: { kind: 'source' }, path: null } as const;
      const experiment = experimentIn(direction);
      const result = await core.intervene({ experiment, ...request, noise: { ...noise, positions } });
      expect(result.noiseStd).toBeCloseTo(noise.multiple * golden.embeddingStd, 6);
      const values = [result.base, result.source, result.patched[0]!].map((one) =>
        readMetric(one, 'logit_diff'),
      );
      for (const [at, stored] of [base, source, patched].entries()) {
        const difference = compare(values[at]!, stored);
        largest = Math.max(largest, difference);
        expect(difference, JSON.stringify({ direction, sites, noise })).toBeLessThan(5e-5);
      }
      moved = Math.max(moved, Math.abs(values[0]![0]! - values[1]![0]!));
      const other = await core.intervene({
        experiment,
        ...request,
        noise: { ...noise, positions, seed: noise.seed + 1 },
      });
      const noisy = direction === 'DENOISING' ? 'base' : 'source';
      expect([...readMetric(other[noisy], 'logit_diff')]).not.toEqual([
        ...readMetric(result[noisy], 'logit_diff'),
      ]);
    }
    printed.push(`  ${golden.case} ${golden.set} noise: ${largest.toExponential(1)}`);
    // Noise that changes nothing would pass.
    expect(moved).toBeGreaterThan(0.05);
  });

  it('steering vectors', async () => {
    let largest = 0;
    for (const { direction, sites, vector, patched } of golden.steering) {
      const set = sites.map(toEngine);
      const { site, layer } = set[0]!;
      const result = await core.intervene({
        experiment: experimentIn(direction),
        sets: [set],
        value: { kind: 'add', vector, site, layer },
        path: null,
      });
      const difference = compare(readMetric(result.patched[0]!, 'logit_diff'), patched);
      largest = Math.max(largest, difference);
      expect(difference, `${site} ${layer}`).toBeLessThan(5e-5);
    }
    printed.push(`  ${golden.case} ${golden.set} steering: ${largest.toExponential(1)}`);
  });
});

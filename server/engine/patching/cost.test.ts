import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Architecture } from '../models/architecture';
import { isByEntry } from '../../../domain/sites';
import { SWEEP_KINDS, type SweepKind } from '../api';
import { countFlops, countSweepFlops } from './cost';
import { countPlanFlops } from './flops';
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';
import { planSweep } from './plan';

const natural = (max: number) => fc.integer({ min: 1, max });

it('counts what planning counts', () => {
  fc.assert(
    fc.property(
      fc.record({
        layers: natural(5),
        heads: natural(4),
        dHead: natural(8),
        dModel: natural(20),
        dMlp: natural(40),
      }),
      fc.record({ prompts: natural(3), length: natural(9) }),
      fc.nat(9),
      (sizes, shape, first) => {
        const architecture = sizes as Architecture;
        const batch = { ...shape, firstDifference: Math.min(first, shape.length) };
        for (const kind of SWEEP_KINDS) {
          const planned = planSweep(kind, architecture, batch).flops;
          expect(countFlops(kind, architecture, batch)).toBeCloseTo(planned, -Math.log10(planned + 1) / 2);
        }
      },
    ),
    { seed: 20261125 },
  );
});

it('counts what planning counts by role', () => {
  const sizes = { layers: 3, heads: 2, dHead: 4, dModel: 8, dMlp: 16 };
  const roles = [[1], [2, 4], [5], [3, 5]];
  for (const firstDifference of [0, 2, 4, 6]) {
    const batch = { prompts: 2, length: 6, firstDifference, roles };
    for (const kind of SWEEP_KINDS) {
      const { flops, shape } = planSweep(kind, sizes, batch);
      expect(countFlops(kind, sizes, batch), kind).toBeCloseTo(flops, 3);
      expect(shape.slice(1)).not.toContain(6);
    }
  }
  // Pairs of several lengths cost what each length costs.
  const pair = (length: number) => ({
    clean: Array.from({ length }, (_, at) => at),
    corrupted: Array.from({ length }, (_, at) => (at === 2 ? 99 : at)),
    correct: 1,
    incorrect: 2,
  });
  const count = (...pairs: ReturnType<typeof pair>[]): number =>
    countSweepFlops('HEAD_Z', { model: 'm', direction: 'DENOISING', pairs }, { ...sizes, dVocab: 100 });
  expect(count(pair(5), pair(9), pair(5))).toBe(count(pair(5), pair(5)) + count(pair(9)));
});

it('takes the first difference of all pairs, and nothing for equal prompts', () => {
  const sizes = { layers: 2, heads: 3, dModel: 6, dVocab: 10 };
  const pair = (corrupted: number[]) => ({ clean: [1, 2, 3, 4], corrupted, correct: 1, incorrect: 2 });
  const count = (...pairs: ReturnType<typeof pair>[]): number =>
    countSweepFlops('RESID_PRE', { model: 'm', direction: 'DENOISING', pairs }, sizes);
  expect(count(pair([1, 2, 3, 4]))).toBe(0);
  expect(count(pair([1, 2, 3, 9]))).toBeLessThan(count(pair([1, 9, 3, 4])));
  expect(count(pair([1, 2, 3, 9]), pair([1, 9, 3, 4]))).toBe(2 * count(pair([1, 9, 3, 4])));
});

it('adds the unembedding of each patched run when a metric needs all logits', () => {
  const sizes = { layers: 2, heads: 3, dModel: 6, dVocab: 10 };
  const pair = { clean: [1, 2, 3, 4], corrupted: [1, 2, 9, 8], correct: 1, incorrect: 2 };
  const experiment = { model: 'm', direction: 'DENOISING', pairs: [pair, pair] } as const;
  const count = (...metrics: MetricId[]): number =>
    countSweepFlops('HEAD_Z', { ...experiment, metrics }, sizes);
  const alone = countSweepFlops('HEAD_Z', experiment, sizes);
  expect(count('logit_diff', 'accuracy')).toBe(alone);
  // 2 layers x 3 heads x 2 prompts; the logits are shared.
  expect(count('prob') - alone).toBe(12 * 2 * 6 * 10);
  expect(count(...METRIC_IDS)).toBe(count('prob'));
  const plan = planSweep(
    'HEAD_Z',
    { ...sizes, dHead: 2, dMlp: 24 },
    {
      prompts: 2,
      length: 4,
      firstDifference: 2,
    },
  );
  expect(countPlanFlops(plan, { prompts: 2, length: 4, firstDifference: 2 }, ['rank'], sizes)).toBe(
    count('rank'),
  );
});

it('is quick for the largest models and prompts', () => {
  const tokens = Array.from({ length: 1024 }, (_, position) => position);
  const pair = { clean: tokens, corrupted: tokens.with(1, 7), correct: 1, incorrect: 2 };
  const experiment = {
    model: 'm',
    direction: 'DENOISING',
    pairs: Array.from({ length: 64 }, () => pair),
  } as const;
  const small = { layers: 12, heads: 12, dModel: 768, dVocab: 50_257 };
  const count = (kinds: readonly SweepKind[]): number =>
    kinds.reduce((sum, kind) => sum + countSweepFlops(kind, experiment, small), 0);
  const withoutEntries = count(SWEEP_KINDS.filter((kind) => !isByEntry(kind)));
  expect(withoutEntries).toBeGreaterThan(2e18);
  expect(withoutEntries).toBeLessThan(3e18);
  // A row of a pattern has up to 1024 entries, and rows of late positions, which cost least, have most.
  const ofRows = count(['HEAD_PATTERN_BY_POS']);
  expect(count(['HEAD_PATTERN_DEST_SRC'])).toBeGreaterThan(300 * ofRows);
  expect(count(['HEAD_PATTERN_DEST_SRC'])).toBeLessThan(512 * ofRows);
});

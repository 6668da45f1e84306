/**
 * All metrics equal those of TransformerLens' logits: the values of models/reference/golden_metrics.py.
 *
 * The tolerance of a metric is that of a logit difference, times how much the metric changes with a logit.
 */
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';
import type { BaselineValues, ByMetric, Computation, Direction, SweepKind, TokenPair } from '../api';
import { createCore } from '../worker/core';
import { writeSeededModel, type SeededShape } from './seeded-weights';
import { tolerateLogits } from './tolerance';

type Packed = Readonly<Record<MetricId, string>>;
interface MetricGolden {
  readonly seed: number;
  readonly shapes: Readonly<Record<string, SeededShape>>;
  readonly sets: readonly {
    readonly case: string;
    readonly name: string;
    readonly pairs: readonly TokenPair[];
    readonly largestLogit: number;
    readonly directions: Readonly<
      Record<
        Direction,
        {
          readonly baseline: Readonly<Record<'clean' | 'corrupted', Packed>>;
          readonly sweeps: Readonly<
            Partial<Record<SweepKind, { readonly shape: readonly number[]; readonly values: Packed }>>
          >;
        }
      >
    >;
  }[];
}

const golden = JSON.parse(await readFile('models/reference/golden/metrics.json', 'utf8')) as MetricGolden;
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-metrics-'));
let core: Computation;
beforeAll(async () => {
  for (const [name, shape] of Object.entries(golden.shapes))
    await writeSeededModel(path.join(folder, name), shape, golden.seed);
  core = createCore({ folders: [folder, path.resolve('models')] });
});
afterAll(async () => {
  await core.close();
  await rm(folder, { recursive: true, force: true });
});

const printed: string[] = [];
afterAll(() =>
  console.log(
    `Largest |difference| from TransformerLens, and share of the tolerance:\n${printed.join('\n')}`,
  ),
);

/** Largest accepted |difference| of a value. @param ofLogits that of a logit difference. */
function tolerate(metric: MetricId, expected: number, ofLogits: number): number {
  switch (metric) {
    case 'logit_diff':
    case 'log_prob':
      return ofLogits;
    case 'prob':
      // p changes by p for each unit of its logarithm; values are stored as float32.
      return Math.abs(expected) * ofLogits + 1e-7;
    case 'prob_diff':
      return ofLogits / 2 + 1e-7;
    case 'rank':
    case 'accuracy':
      return 0;
    case 'kl_from_source':
    case 'kl_from_base':
      // Changes by the distance of the two distributions, which is at most sqrt(2 KL) and at most 2. Near 0 the rounding of
      // the probabilities counts, which are float32: their sum is known to 1e-7.
      return Math.min(2, Math.sqrt(2 * expected)) * ofLogits + 1e-7;
  }
}

for (const set of golden.sets) {
  describe(`${set.case}, ${set.name}`, () => {
    it.each(Object.keys(set.directions) as Direction[])('%s', async (direction) => {
      const { baseline, sweeps } = set.directions[direction];
      const logitDiffs = (side: 'clean' | 'corrupted') => floats(baseline[side].logit_diff);
      const [clean, corrupted] = [logitDiffs('clean'), logitDiffs('corrupted')];
      const largest = new Map<MetricId, { difference: number; share: number }>();
      const compare = (metric: MetricId, expected: string, values: Float32Array): void => {
        const wanted = floats(expected);
        expect(values.length).toBe(wanted.length);
        const cells = wanted.length / set.pairs.length;
        const { difference, share } = largest.get(metric) ?? { difference: 0, share: 0 };
        const all = Array.from(wanted, (value, index) => {
          const prompt = Math.floor(index / cells);
          const ofLogits = tolerateLogits(
            clean[prompt]! - corrupted[prompt]!,
            metric === 'logit_diff' || metric === 'log_prob' ? value : 0,
            set.largestLogit,
          );
          const off = Math.abs(values[index]! - value);
          const tolerated = tolerate(metric, value, ofLogits);
          return { off, share: off === 0 ? 0 : off / tolerated };
        });
        largest.set(metric, {
          difference: Math.max(difference, ...all.map(({ off }) => off)),
          // NaN must count as wrong.
          share: Math.max(share, ...all.map((each) => (Number.isNaN(each.share) ? Infinity : each.share))),
        });
      };
      const kinds = Object.keys(sweeps) as SweepKind[];
      let computed: ByMetric<BaselineValues> = {};
      const experiment = { model: set.case, direction, pairs: set.pairs, metrics: METRIC_IDS };
      await core.run(experiment, kinds, {
        onEvent(event) {
          if (event.type === 'baseline') computed = event.baseline.values;
          if (event.type !== 'sweep') return;
          const expected = sweeps[event.sweep.kind]!;
          expect(event.sweep.shape).toEqual(expected.shape);
          for (const metric of METRIC_IDS)
            compare(metric, expected.values[metric], event.sweep.values[metric]!);
        },
      });
      for (const metric of METRIC_IDS) {
        for (const side of ['clean', 'corrupted'] as const)
          compare(metric, baseline[side][metric], computed[metric]![side]);
      }
      const shares = METRIC_IDS.map((metric) => {
        const { difference, share } = largest.get(metric)!;
        return `${metric} ${difference.toExponential(1)} (${(100 * share).toFixed(0)}%)`;
      });
      printed.push(`  ${set.case} ${set.name} ${direction}: ${shares.join(', ')}`);
      for (const [metric, { share }] of largest) expect(share, metric).toBeLessThan(1);
    });
  });
}

function floats(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

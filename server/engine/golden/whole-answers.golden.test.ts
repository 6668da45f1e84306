/**
 * Answers of several tokens equal TransformerLens' patched runs with teacher forcing: the values of
 * models/reference/make_whole_answers.py, which reads all tokens of an answer in one run.
 *
 * The tolerance of a log-probability is that of a logit difference for each of its tokens.
 */
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaselineValues, ByMetric, Computation, Direction, SweepKind, TokenPair } from '../api';
import { createCore } from '../worker/core';
import { writeSeededModel, type SeededShape } from './seeded-weights';
import { tolerateLogits } from './tolerance';

const METRICS = ['logit_diff', 'log_prob', 'prob', 'prob_diff', 'accuracy'] as const;
type WholeMetric = (typeof METRICS)[number];
type Packed = Readonly<Record<WholeMetric, string>>;
interface WholeGolden {
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

const golden = JSON.parse(
  await readFile('models/reference/golden/whole-answers.json', 'utf8'),
) as WholeGolden;
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-whole-'));
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

/** Largest accepted |difference|. @param ofLogits that of the log-probabilities. */
function tolerate(metric: WholeMetric, expected: number, ofLogits: number): number {
  switch (metric) {
    case 'logit_diff':
    case 'log_prob':
      return ofLogits;
    case 'prob':
      return Math.abs(expected) * ofLogits + 1e-7;
    case 'prob_diff':
      return ofLogits / 2 + 1e-7;
    case 'accuracy':
      return 0;
  }
}

for (const set of golden.sets)
  describe(`${set.case}, ${set.name}`, () => {
    it.each(Object.keys(set.directions) as Direction[])('%s', async (direction) => {
      const { baseline, sweeps } = set.directions[direction];
      const [clean, corrupted] = (['clean', 'corrupted'] as const).map((side) =>
        floats(baseline[side].logit_diff),
      );
      const largest = new Map<WholeMetric, { difference: number; share: number; moved: number }>();
      const compare = (metric: WholeMetric, expected: string, values: Float32Array): void => {
        const wanted = floats(expected);
        expect(values.length).toBe(wanted.length);
        const cells = wanted.length / set.pairs.length;
        const known = largest.get(metric) ?? { difference: 0, share: 0, moved: 0 };
        wanted.forEach((value, index) => {
          const pair = Math.floor(index / cells);
          const { whole } = set.pairs[pair]!;
          const tokens = whole ? whole.correct.length + whole.incorrect.length : 1;
          const ofLogits =
            tokens *
            tolerateLogits(
              clean![pair]! - corrupted![pair]!,
              metric === 'logit_diff' || metric === 'log_prob' ? value : 0,
              set.largestLogit,
            );
          const off = Math.abs(values[index]! - value);
          known.difference = Math.max(known.difference, off);
          // NaN must count as wrong.
          const share = off === 0 ? 0 : off / tolerate(metric, value, ofLogits);
          known.share = Math.max(known.share, Number.isNaN(share) ? Infinity : share);
          const base = (direction === 'DENOISING' ? corrupted : clean)![pair]!;
          if (metric === 'logit_diff' && Math.abs(value - base) > 1e-3) known.moved++;
        });
        largest.set(metric, known);
      };
      const kinds = Object.keys(sweeps) as SweepKind[];
      let computed: ByMetric<BaselineValues> = {};
      const experiment = { model: set.case, direction, pairs: set.pairs, metrics: METRICS };
      const seen: SweepKind[] = [];
      const { checks } = await core.run(experiment, kinds, {
        onEvent(event) {
          if (event.type === 'baseline') computed = event.baseline.values;
          if (event.type !== 'sweep') return;
          seen.push(event.sweep.kind);
          const expected = sweeps[event.sweep.kind]!;
          expect(event.sweep.shape).toEqual(expected.shape);
          for (const metric of METRICS) compare(metric, expected.values[metric], event.sweep.values[metric]!);
        },
      });
      expect(seen.toSorted()).toEqual(kinds.toSorted());
      expect(checks.length).toBeGreaterThan(kinds.length);
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
      for (const metric of METRICS)
        for (const side of ['clean', 'corrupted'] as const)
          compare(metric, baseline[side][metric], computed[metric]![side]);
      const shares = METRICS.map((metric) => {
        const { difference, share } = largest.get(metric)!;
        return `${metric} ${difference.toExponential(1)} (${(100 * share).toFixed(0)}%)`;
      });
      const { moved } = largest.get('logit_diff')!;
      printed.push(`  ${set.case} ${set.name} ${direction}: ${shares.join(', ')}; ${moved} cells moved`);
      // Otherwise arrays of the base run alone would agree.
      expect(moved).toBeGreaterThan(50);
      for (const [metric, { share }] of largest) expect(share, metric).toBeLessThan(1);
    });
  });

function floats(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

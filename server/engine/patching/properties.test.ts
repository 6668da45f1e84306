/** Properties of patching, on random small models of seeded weights. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createCore } from '../worker/core';
import { writeSeededModel, type SeededShape } from '../golden/seeded-weights';
import {
  readMetric,
  SWEEP_KINDS,
  type BaselineValues,
  type Computation,
  type Experiment,
  type SweepKind,
} from '../api';
import { siteOfKind } from '../../../domain/sites';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-properties-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const VOCABULARY = 120;
const shapes: readonly SeededShape[] = [
  { n_layer: 1, n_head: 1, n_embd: 8, n_inner: 12, n_positions: 16, vocab_size: VOCABULARY },
  { n_layer: 2, n_head: 3, n_embd: 24, n_inner: 96, n_positions: 16, vocab_size: VOCABULARY },
  { n_layer: 4, n_head: 2, n_embd: 16, n_inner: 64, n_positions: 16, vocab_size: VOCABULARY },
];
await Promise.all(
  shapes.map((shape, index) => writeSeededModel(path.join(folder, `m${index}`), shape, index + 1)),
);

const token = fc.integer({ min: 0, max: VOCABULARY - 1 });
/** Pairs of one length that differ somewhere, or nowhere. */
const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    model: fc.constantFrom(...shapes.map((_, index) => `m${index}`)),
    direction: fc.constantFrom('DENOISING' as const, 'NOISING' as const),
    length: fc.integer({ min: 1, max: 9 }),
    prompts: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ model, direction, length, prompts }) => {
    const prompt = fc.array(token, { minLength: length, maxLength: length });
    const pair = fc
      .record({ clean: prompt, from: fc.nat(length - 1), tail: prompt, correct: token, incorrect: token })
      .map(({ clean, from, tail, correct, incorrect }) => ({
        clean,
        corrupted: [...clean.slice(0, from), ...tail.slice(from)],
        correct,
        incorrect,
      }));
    return fc.record({
      model: fc.constant(model),
      direction: fc.constant(direction),
      pairs: fc.array(pair, { minLength: prompts, maxLength: prompts }),
    });
  });
const RUNS = { numRuns: 15, seed: 20_261_124 };

const whole = createCore({ folders: [folder], skipping: false });
const skipping = createCore({ folders: [folder] });
afterAll(() => Promise.all([whole.close(), skipping.close()]));

/** Logit differences of one sweep, [prompt, ...shape]. */
interface Sweep {
  readonly kind: SweepKind;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Logit differences of the unpatched runs. */
async function readBaseline(experiment: Experiment): Promise<BaselineValues> {
  return readMetric((await whole.baseline(experiment)).values, 'logit_diff');
}

async function sweep(
  core: Computation,
  experiment: Experiment,
  kinds: readonly SweepKind[] = SWEEP_KINDS,
): Promise<Sweep[]> {
  const sweeps: Sweep[] = [];
  await core.run(experiment, kinds, {
    onEvent: (event) => {
      if (event.type !== 'sweep') return;
      const { kind, shape, values } = event.sweep;
      sweeps.push({ kind, shape, values: readMetric(values, 'logit_diff') });
    },
  });
  return sweeps;
}

function expectClose(actual: number, expected: number, message?: string): void {
  expect(Math.abs(actual - expected), message).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
}

describe('with nothing skipped', () => {
  it('patching a run with itself gives that run', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, async (experiment) => {
        const pairs = experiment.pairs.map((pair) => ({ ...pair, corrupted: pair.clean }));
        const same = { ...experiment, pairs };
        const { clean } = await readBaseline(same);
        for (const { kind, values } of await sweep(whole, same)) {
          const cells = values.length / pairs.length;
          values.forEach((value, index) => expectClose(value, clean[Math.floor(index / cells)]!, kind));
        }
      }),
      RUNS,
    );
  });

  it('a patch before the first differing position gives the base run', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, async (experiment) => {
        const firsts = experiment.pairs.map(({ clean, corrupted }) =>
          clean.findIndex((id, at) => id !== corrupted[at]),
        );
        const first = Math.min(...firsts.map((at) => (at < 0 ? Infinity : at)));
        const baseline = await readBaseline(experiment);
        const base = experiment.direction === 'DENOISING' ? baseline.corrupted : baseline.clean;
        const kinds = SWEEP_KINDS.filter((kind) => siteOfKind(kind).axes.join() === 'layer,position');
        for (const { shape, values } of await sweep(whole, experiment, kinds)) {
          const [layers, positions] = shape as [number, number];
          values.forEach((value, index) => {
            if (index % positions < first)
              expectClose(value, base[Math.floor(index / (layers * positions))]!);
          });
        }
      }),
      RUNS,
    );
  });

  it('prompts that differ in one token become the source run at layer 0 of that position', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, fc.nat(8), async (experiment, at) => {
        const position = at % experiment.pairs[0]!.clean.length;
        const pairs = experiment.pairs.map((pair) => ({
          ...pair,
          corrupted: pair.clean.with(position, (pair.clean[position]! + 1) % VOCABULARY),
        }));
        const changed = { ...experiment, pairs };
        const baseline = await readBaseline(changed);
        const source = changed.direction === 'DENOISING' ? baseline.clean : baseline.corrupted;
        const [resid] = await sweep(whole, changed, ['RESID_PRE']);
        const cells = resid!.values.length / pairs.length;
        source.forEach((expected, prompt) =>
          expectClose(resid!.values[prompt * cells + position]!, expected),
        );
      }),
      RUNS,
    );
  });
});

it('skipping changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(experiments, async (experiment) => {
      const [all, few] = [await sweep(whole, experiment), await sweep(skipping, experiment)];
      all.forEach(({ kind, values }, index) => {
        few[index]!.values.forEach((value, cell) => expectClose(value, values[cell]!, kind));
      });
    }),
    RUNS,
  );
});

it('a prompt computed alone gives what it gives among others', async () => {
  await fc.assert(
    fc.asyncProperty(experiments, async (experiment) => {
      const together = await sweep(skipping, experiment);
      for (const [index, pair] of experiment.pairs.entries()) {
        const alone = await sweep(skipping, { ...experiment, pairs: [pair] });
        alone.forEach(({ values }, kind) => {
          const cells = values.length;
          const among = together[kind]!.values.subarray(index * cells, (index + 1) * cells);
          values.forEach((value, cell) =>
            expect(Math.abs(value - among[cell]!)).toBeLessThan(2e-6 * Math.max(1, Math.abs(value))),
          );
        });
      }
    }),
    RUNS,
  );
});

it('memory for one prompt at a time gives the same', async () => {
  const tight = createCore({ folders: [folder], maxBytes: 200_000 });
  await fc.assert(
    fc.asyncProperty(experiments, async (experiment) => {
      const [roomy, cramped] = [await sweep(skipping, experiment), await sweep(tight, experiment)];
      roomy.forEach(({ values }, index) => {
        values.forEach((value, cell) => expectClose(cramped[index]!.values[cell]!, value));
      });
    }),
    RUNS,
  );
  await tight.close();
});

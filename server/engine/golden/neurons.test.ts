/** Patches of single neurons against TransformerLens 3.9.0's hooks. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMetric, type Direction } from '../api';
import { createCore } from '../worker/core';
import { readFloats, readGolden, type GoldenCase, type GoldenSet } from './read-golden';
import { writeSeededModel } from './seeded-weights';

/** golden/neurons.json, by models/reference/make_neurons.py. */
interface Stored {
  readonly cases: readonly {
    readonly case: GoldenCase;
    readonly set: string;
    readonly pairs: GoldenSet['pairs'];
    readonly baseline: Readonly<Record<'clean' | 'corrupted', string>>;
    readonly dMlp: number;
    readonly requests: readonly {
      readonly direction: Direction;
      readonly layer: number;
      readonly positions: readonly number[] | null;
      readonly neurons: readonly number[];
      /** [sampled neuron, prompt] */
      readonly values: string;
      readonly together: string;
    }[];
  }[];
}

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-neurons-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const odd = await readGolden('odd-shape');
await writeSeededModel(path.join(folder, 'odd-shape'), odd.shape!, odd.seed!);
const folders = [folder, path.resolve('models')];
const core = createCore({ folders });
afterAll(() => core.close());

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

const file = path.resolve('models', 'reference', 'golden', 'neurons.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as Stored;

describe.each(cases)('$case, $set', ({ case: model, set, pairs, baseline, dMlp, requests }) => {
  const [clean, corrupted] = [readFloats(baseline.clean), readFloats(baseline.corrupted)];
  /** Of the values of each request, those that differ from the base run. */
  const shares: number[] = [];
  const experiment = {
    model,
    pairs: pairs.map((pair) => ({
      clean: pair.clean,
      corrupted: pair.corrupted,
      correct: pair.correct,
      incorrect: pair.incorrect,
    })),
  };

  it.each(requests)('layer $layer at $positions, $direction', async (request) => {
    const { direction, layer, positions, neurons } = request;
    const result = await core.neurons({ experiment: { ...experiment, direction }, layer, positions });
    const values = readMetric(result.neurons, 'logit_diff');
    expect(values).toHaveLength(dMlp * pairs.length);
    const base = direction === 'NOISING' ? clean : corrupted;
    let [largest, moved] = [0, 0];
    const compare = (value: number, expected: number, prompt: number): void => {
      const tolerance = 1e-5 * Math.max(1, Math.abs(clean[prompt]! - corrupted[prompt]!), Math.abs(expected));
      expect(Math.abs(value - expected)).toBeLessThan(tolerance);
      largest = Math.max(largest, Math.abs(value - expected));
      if (Math.abs(expected - base[prompt]!) > 5 * tolerance) moved++;
    };
    const expected = readFloats(request.values);
    for (const [row, neuron] of neurons.entries()) {
      for (let prompt = 0; prompt < pairs.length; prompt++)
        compare(values[neuron * pairs.length + prompt]!, expected[row * pairs.length + prompt]!, prompt);
    }
    const share = moved / expected.length;
    printed.push(
      `  ${model} ${set}, layer ${layer}: ${largest.toExponential(1)}, ${(100 * share).toFixed(0)}% moved`,
    );
    readFloats(request.together).forEach((value, prompt) =>
      compare(readMetric(result.together, 'logit_diff')[prompt]!, value, prompt),
    );
    shares.push(share);
  });

  it('has requests that move the metric: an engine that patches nothing would fail', () => {
    expect(shares.filter((share) => share > 0.7).length).toBeGreaterThanOrEqual(2);
  });
});

describe('limits', () => {
  const { pairs } = cases.find((one) => one.case === 'patchbay-mini')!;
  const request = {
    experiment: { model: 'patchbay-mini', direction: 'DENOISING', pairs },
    layer: 1,
    positions: null,
  } as const;

  it('refuses layers and positions that do not exist, and positions that are named twice', async () => {
    for (const wrong of [{ layer: 9 }, { positions: [99] }, { positions: [] }, { positions: [1, 1] }])
      await expect(core.neurons({ ...request, ...wrong })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('refuses what costs too much', async () => {
    const small = createCore({ folders, maxCircuitFlops: 1e6 });
    await expect(small.neurons(request)).rejects.toMatchObject({
      message: expect.stringMatching(/^The 512 neurons of layer 1 take .* a later layer\.$/) as string,
    });
    await small.close();
  });

  it('stops when it is cancelled', async () => {
    const canceller = new AbortController();
    canceller.abort();
    await expect(core.neurons(request, canceller.signal)).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  });
});

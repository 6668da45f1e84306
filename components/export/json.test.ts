import { expect, it } from 'vitest';
import { decodeFloats } from '../sweep/effects';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { sampleContent } from '../testing/sample-content';
import { toJson } from './json';

const PER_PROMPT = [-1.5, 2, 0.5, -0.5, 4, 1.5];
const file = JSON.parse(
  toJson(
    sampleRun(),
    sampleContent({
      arrays: [
        {
          metric: 'LOGIT_DIFF',
          sweeps: [
            {
              kind: 'RESID_PRE',
              direction: 'DENOISING',
              data: sampleRun().sweeps[0]!.data,
              perPrompt: encodeFloats(PER_PROMPT),
            },
          ],
        },
      ],
    }),
  ),
) as Record<string, never> & {
  sweeps: { kind: string; mean: (number | null)[]; perPrompt: { data: string; shape: number[] } | null }[];
};

it('names its format and version', () => {
  expect(file).toMatchObject({
    $schema: 'https://patchbay.example/schema/run-3.json',
    format: 'patchbay.run',
    version: 3,
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    id: 'k3F9',
    model: 'patchbay-mini',
    direction: 'DENOISING',
    directions: ['DENOISING'],
    metrics: ['logit_diff'],
    baseline: { gapMean: 4, verdict: 'OK' },
  });
});

it('contains the exact values of every prompt', () => {
  const { perPrompt, mean } = file.sweeps[0]!;
  expect(perPrompt).toMatchObject({
    dtype: 'float32',
    byteOrder: 'little',
    encoding: 'base64',
    shape: [2, 1, 3],
  });
  const values = [...decodeFloats(perPrompt!.data)];
  expect(values).toEqual(PER_PROMPT);
  // The mean is that of the prompts.
  mean.forEach((value, cell) => expect((values[cell]! + values[cell + 3]!) / 2).toBeCloseTo(value!, 6));
});

it('labels positions with the token and the index', () => {
  expect(file.sweeps[0]).toMatchObject({
    axes: [
      { name: 'layer', labels: ['0'] },
      { name: 'position', labels: ['<|endoftext|> 0', ' John 1', ' to 2'] },
    ],
  });
});

it('contains nothing that the API client adds', () => {
  expect(JSON.stringify(file)).not.toContain('__typename');
  expect(JSON.stringify(file.sweeps)).not.toContain('elapsedMs');
});

it('is valid JSON with values that are not finite', () => {
  const data = encodeFloats([NaN, 1, Infinity]);
  const sweeps = [{ kind: 'RESID_PRE', direction: 'DENOISING', data, perPrompt: data } as const];
  const written = JSON.parse(
    toJson(sampleRun(), sampleContent({ arrays: [{ metric: 'LOGIT_DIFF', sweeps }] })),
  ) as typeof file;
  expect(written.sweeps[0]).toMatchObject({ mean: [null, 1, null] });
});

it('has an entry for each kind, direction and metric, and the metrics of the unpatched runs', () => {
  const [sweep] = sampleRun().sweeps;
  const run = sampleRun({
    directions: ['DENOISING', 'NOISING'],
    metrics: ['LOGIT_DIFF', 'RANK'],
    sweeps: [sweep!, { ...sweep!, direction: 'NOISING' }],
  });
  const arrays = run.metrics.map((metric) => ({
    metric,
    sweeps: run.sweeps.map(({ kind, direction, data }) => ({
      kind,
      direction,
      data,
      perPrompt: encodeFloats(PER_PROMPT),
      unpatched: { perPrompt: [{ clean: 0, corrupted: direction === 'NOISING' ? 7 : 3 }] },
    })),
  }));
  const written = JSON.parse(toJson(run, sampleContent({ arrays }))) as Record<string, unknown>;
  expect(written['sweeps']).toMatchObject([
    { direction: 'DENOISING', metric: 'logit_diff', unit: 'logits' },
    { direction: 'DENOISING', metric: 'rank', unit: 'rank' },
    { direction: 'NOISING', metric: 'logit_diff' },
    { direction: 'NOISING', metric: 'rank' },
  ]);
  expect(written['unpatched']).toContainEqual({
    direction: 'NOISING',
    metric: 'rank',
    clean: [0],
    corrupted: [7],
  });
});

it('has the pairs that were left out, and no such field where all are used', () => {
  expect(file).not.toHaveProperty('leftOut');
  const one = { index: 6, reason: 'EQUAL_PROMPTS' as const, message: 'Same.', clean: 'a', corrupted: 'a' };
  const run = sampleRun({
    unusable: {
      given: 9,
      counts: [{ reason: 'EQUAL_PROMPTS', count: 1 }],
    },
  });
  const written = JSON.parse(toJson(run, sampleContent({ unusable: [one] }))) as object;
  expect(written).toHaveProperty('leftOut', { unusable: { given: 9, pairs: [one] }, filter: null });
});

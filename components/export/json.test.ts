import { expect, it } from 'vitest';
import { decodeFloats } from '../sweep/effects';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { FORMAT, toJson, VERSION } from './json';

const PER_PROMPT = [-1.5, 2, 0.5, -0.5, 4, 1.5];
const file = JSON.parse(
  toJson(sampleRun(), [{ kind: 'RESID_PRE', perPrompt: encodeFloats(PER_PROMPT) }]),
) as Record<string, never> & {
  sweeps: { kind: string; mean: (number | null)[]; perPrompt: { data: string; shape: number[] } | null }[];
};

it('names its format and version', () => {
  expect(file).toMatchObject({
    format: FORMAT,
    version: VERSION,
    id: 'k3F9',
    model: 'patchbay-mini',
    direction: 'DENOISING',
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
  const [sweep] = sampleRun().sweeps;
  const run = sampleRun({ sweeps: [{ ...sweep!, data: encodeFloats([NaN, 1, Infinity]) }] });
  expect((JSON.parse(toJson(run, [])) as typeof file).sweeps[0]).toMatchObject({
    mean: [null, 1, null],
    perPrompt: null,
  });
});

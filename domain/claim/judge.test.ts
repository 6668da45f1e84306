import { expect, it } from 'vitest';
import type { Baselines, Direction } from '../effect';
import type { MetricId } from '../metrics';
import { createRandom } from '../random';
import type { SweepKind } from '../sites';
import type { ClaimRun } from './bind';
import { hashSeed } from './bootstrap';
import { judgeClaim, prepareClaim, type Judgement } from './judge';
import type { ClaimData } from './measure';

interface Example {
  readonly run: ClaimRun;
  readonly data: ClaimData;
}

interface ExampleOptions {
  readonly metric?: MetricId;
  readonly directions?: readonly Direction[];
}

/** A run with one sweep in one metric, whose values are given as [prompt][cell]. */
function createExample(
  kind: SweepKind,
  shape: readonly number[],
  values: readonly (readonly number[])[],
  baselines: Baselines,
  { metric = 'logit_diff', directions = ['DENOISING'] }: ExampleOptions = {},
): Example {
  const axes = kind === 'HEAD_Z' ? (['layer', 'head'] as const) : (['layer', 'position'] as const);
  const prompts = values.length;
  return {
    run: {
      prompts,
      directions,
      metrics: [metric],
      sweeps: directions.map((direction) => ({ kind, direction, axes, shape })),
    },
    data: {
      prompts,
      readSweep: () => Float32Array.from(values.flat()),
      readBaselines: () => baselines,
    },
  };
}

function judge(text: string, { run, data }: Example): Judgement {
  const prepared = prepareClaim(text, run);
  return prepared.canonical === null
    ? prepared.invalid
    : judgeClaim(prepared.bound, data, prepared.canonical, 'digest');
}

/** Two prompts with base 0 and source 2: recovery of head 0.0 is 0 and 1, of 0.1 always 0.5, of 0.2 always 0.25. */
const two = createExample(
  'HEAD_Z',
  [1, 3],
  [
    [0, 1, 0.5],
    [2, 1, 0.5],
  ],
  { clean: [2, 2], corrupted: [0, 0] },
);

it.each<[claim: string, verdict: Judgement['verdict'], figures: (number | null)[]]>([
  // Resamples have recovery 0, 0.5 or 1 with probability 1/4, 1/2, 1/4.
  ['z[0.0] > 0.2', 'UNDECIDED', [0.5, 0, 1]],
  ['z[0.0] >= 0', 'SUPPORTED', [0.5, 0, 1]],
  ['z[0.0] > 1', 'REFUTED', [0.5, 0, 1]],
  ['z[0.1] > 0.2', 'SUPPORTED', [0.5, 0.5, 0.5]],
  ['z[0.1] <= 0.2', 'REFUTED', [0.5, 0.5, 0.5]],
  ['z[0.1] < 0.5', 'REFUTED', [0.5, 0.5, 0.5]],
  ['z[0.1] <= 0.5', 'SUPPORTED', [0.5, 0.5, 0.5]],
  ['z[0.1] > z[0.2]', 'SUPPORTED', [0.25, 0.25, 0.25]],
  ['z[0.1] < z[0.0]', 'UNDECIDED', [0, -0.5, 0.5]],
  ['z[0.1] = 0.5', 'SUPPORTED', [0.5, 0.5, 0.5]],
  // Half a unit of the last digit: 0.5 is within 0 to 1, and 0.25 within 0.25 to 0.35.
  ['z[0.1] = 1', 'SUPPORTED', [0.5, 0.5, 0.5]],
  ['z[0.2] = 0.3', 'SUPPORTED', [0.25, 0.25, 0.25]],
  ['z[0.2] = 0.30', 'REFUTED', [0.25, 0.25, 0.25]],
  ['z[0.0] = 0.5', 'UNDECIDED', [0.5, 0, 1]],
  ['max(z[0.1..]) = 0.5', 'SUPPORTED', [0.5, 0.5, 0.5]],
  ['min(z[0.1..], 0.1) = 0.1', 'SUPPORTED', [0.1, 0.1, 0.1]],
  ['z[0.1 | raw] = 1', 'SUPPORTED', [1, 1, 1]],
  ['ld.gap = 2', 'SUPPORTED', [2, 2, 2]],
  ['ld.clean > 2 * ld.corrupted + 1', 'SUPPORTED', [1, 1, 1]],
  ['-z[0.1] + 1 > 3 * (0.1 + 0.05)', 'SUPPORTED', [0.5, 0.5, 0.5]],
  // 0.0 is below 0.2 in a quarter of the resamples, and equal in half of them to 0.1, which comes second.
  ['top(z, 1) = {0.1}', 'UNDECIDED', [expect.closeTo(0.25, 1), null, null]],
  ['top(z[0.1..2], 1) = {0.1}', 'SUPPORTED', [1, null, null]],
  ['top(z[0.1..2], 1) = {0.2}', 'REFUTED', [0, null, null]],
])('judges %s by hand', (claim, verdict, figures) => {
  const judged = judge(claim, two);
  expect(judged.error).toBeNull();
  expect([judged.verdict, judged.value, judged.low, judged.high]).toEqual([
    verdict,
    ...figures.map((figure) => (typeof figure === 'number' ? expect.closeTo(figure, 12) : figure)),
  ]);
});

it('judges one prompt by its value, without an interval', () => {
  const one = createExample('HEAD_Z', [1, 2], [[1, 0]], { clean: [2], corrupted: [0] });
  const rest = { low: null, high: null, error: null };
  expect(judge('z[0.0] > 0.2', one)).toMatchObject({ verdict: 'SUPPORTED', value: 0.5, ...rest });
  expect(judge('z[0.0] > 0.6', one)).toMatchObject({ verdict: 'REFUTED', value: 0.5, ...rest });
  expect(judge('top(z, 1) = {0.0}', one)).toMatchObject({ verdict: 'SUPPORTED', value: 1, ...rest });
  expect(judge('top(z, 1) = {0.1}', one)).toMatchObject({ verdict: 'REFUTED', value: 0, ...rest });
});

it('is the same as numpy says', () => {
  // The figures are printed by models/reference/claims.py.
  const draw = createRandom(7);
  const numbers = (count: number, make: (drawn: number) => number): number[] =>
    Array.from({ length: count }, () => make(draw()));
  const [clean, corrupted] = [numbers(12, (x) => 3 + x), numbers(12, (x) => -1 + x)];
  const values = Array.from({ length: 12 }, () => numbers(12, (x) => -1 + 4 * x ** 2));
  const example = createExample('HEAD_Z', [3, 4], values, { clean, corrupted });
  const figures: Record<string, readonly [Judgement['verdict'], number, number | null, number | null]> = {
    'z[1.2] > 0.2': ['UNDECIDED', 0.190319951, -0.002553193, 0.384866621],
    'z[1.2] > z[0.1] + 0.1': ['UNDECIDED', -0.20392648, -0.497408942, 0.069574831],
    'max(z[1..2.*]) < 0.9': ['SUPPORTED', 0.479214372, 0.366441561, 0.680486942],
    'mean(z) / z[2.3] > 0': ['SUPPORTED', 0.556020111, 0.385790701, 0.892499468],
    'max(abs(z[0.* | change])) > 1': ['UNDECIDED', 1.168894485, 0.84554158, 2.044127318],
    'z[1.2 | raw] = 0.3': ['UNDECIDED', 0.206847503, -0.425322626, 0.879894108],
    'ld.clean - 2 * ld.corrupted > 3': ['SUPPORTED', 4.521700681, 4.117750961, 4.859787457],
    'top(z, 2) = {2.2, 2.3}': ['UNDECIDED', 0.3375, null, null],
  };
  for (const [claim, [verdict, ...wanted]] of Object.entries(figures)) {
    const judged = judge(claim, example);
    expect([judged.verdict, judged.value, judged.low, judged.high], claim).toEqual([
      verdict,
      ...wanted.map((figure) => (figure === null ? null : expect.closeTo(figure, 8))),
    ]);
  }
});

it('reads what the run has where nothing is named', () => {
  const baselines = { clean: [2, 2], corrupted: [0, 0] };
  const values = [[1.5], [1.5]];
  const both = createExample('HEAD_Z', [1, 1], values, baselines, { directions: ['NOISING', 'DENOISING'] });
  expect(judge('z[0.0] = 0.75', both)).toMatchObject({ verdict: 'SUPPORTED' });
  expect(judge('z[0.0 | noising] = 0.25', both)).toMatchObject({ verdict: 'SUPPORTED' });
  const noising = createExample('HEAD_Z', [1, 1], values, baselines, { directions: ['NOISING'] });
  expect(judge('z[0.0] = 0.25', noising)).toMatchObject({
    verdict: 'SUPPORTED',
    about: {
      cell: { kind: 'HEAD_Z', layer: 0, head: 0 },
      sweep: { direction: 'NOISING', metric: 'logit_diff' },
    },
  });
});

it('resolves END, ranges, and the cell that a verdict is about', () => {
  const example = createExample(
    'RESID_PRE',
    [2, 3],
    [
      [0, 0.1, 0.2, 0, -1, 1],
      [0, 0.1, 0.2, 0, -1, 1],
    ],
    { clean: [2, 2], corrupted: [0, 0] },
  );
  expect(judge('resid_pre[1, END] = 0.5', example)).toMatchObject({ verdict: 'SUPPORTED' });
  expect(judge('max(abs(resid_pre[*, ..1])) = 0.5', example)).toMatchObject({
    verdict: 'SUPPORTED',
    about: { cell: { kind: 'RESID_PRE', layer: 1, position: 1 } },
  });
  expect(judge('top(resid_pre, 2) = {[1, END], [0, 2]}', example)).toMatchObject({ verdict: 'SUPPORTED' });
});

it.each<[claim: string, at: number, message: RegExp]>([
  ['z[1.0] > 0', 2, /There is no layer 1; this run has layers 0 to 0/],
  ['z[0.7] > 0', 4, /There is no head 7/],
  ['0.1 < v[0.1]', 6, /no sweep 'Values' \(HEAD_V\) in denoising; run the experiment again/],
  ['z[0.0, END] > 0', 0, /HEAD_Z_BY_POS/],
  ['z[0.0 | noising] > 0', 0, /no noising; run the experiment again with noising/],
  ['z[0.0 | prob] > 0', 0, /no probability of the correct answer; it has ld/],
  ['prob.clean > 0', 0, /no probability/],
  ['z[0.0] / (ld.corrupted * 2) > 1', 0, /divides by 0/],
  ['top(z, 3) = {0.0, 0.1, 0.2}', 4, /names all of them/],
  ['top(z[0.1..], 1) = {0.0}', 20, /not among those/],
  ['z[0.0', 1, /not closed/],
])('finds %s invalid for a run', (claim, at, message) => {
  expect(judge(claim, two)).toEqual({
    verdict: 'INVALID',
    value: null,
    low: null,
    high: null,
    about: null,
    error: { at, message: expect.stringMatching(message) as string },
  });
});

it('needs a gap to normalise by, in all prompts and in resamples', () => {
  const none = createExample('HEAD_Z', [1, 1], [[1], [1]], { clean: [1, 1], corrupted: [1, 1] });
  expect(judge('z[0.0] > 0', none)).toMatchObject({
    verdict: 'INVALID',
    error: { message: expect.stringMatching(/gap .* is 0 logits.*'\| change'/) as string, at: 0 },
  });
  expect(judge('z[0.0 | change] >= 0', none)).toMatchObject({ verdict: 'SUPPORTED', value: 0 });
  // A quarter of the resamples are the second prompt alone, which has no gap: nothing is known of the ends.
  const some = createExample('HEAD_Z', [1, 1], [[2], [1]], { clean: [2, 1], corrupted: [0, 1] });
  expect(judge('z[0.0] > 0.9', some)).toMatchObject({
    verdict: 'UNDECIDED',
    value: 1,
    low: null,
    high: null,
  });
});

it('refuses recovery of a rank, and more values than are resampled', () => {
  const rank = createExample('HEAD_Z', [1, 1], [[1]], { clean: [0], corrupted: [5] }, { metric: 'rank' });
  expect(judge('z[0.0] > 0', rank).error).toMatchObject({
    message: expect.stringMatching(/\| rank, raw/) as string,
  });
  expect(judge('z[0.0 | raw] < 2', rank)).toMatchObject({ verdict: 'SUPPORTED' });
  const large = createExample('RESID_PRE', [200, 501], [[0]], { clean: [1], corrupted: [0] });
  expect(judge('max(resid_pre) > 0', large).error).toMatchObject({
    at: 4,
    message: expect.stringMatching(/reads 100200 cells of 1 prompts; up to 100000/) as string,
  });
});

it('seeds by claim and run, so that intervals are the same everywhere and for nobody else', () => {
  expect(hashSeed('a', 'b')).toBe(hashSeed('a', 'b'));
  expect(hashSeed('a', 'b')).not.toBe(hashSeed('a', 'c'));
  expect(hashSeed('a', 'b')).not.toBe(hashSeed('c', 'b'));
});

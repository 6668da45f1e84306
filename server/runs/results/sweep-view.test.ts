import { expect, it } from 'vitest';
import { perPromptValues, topHeads, type SweepData } from './sweep-view';

/** Two layers by two heads; one prompt unless more values are given. */
function heads(
  values: number[],
  clean: number[],
  corrupted: number[],
  rest: Partial<SweepData> = {},
): SweepData {
  return {
    kind: 'HEAD_Z',
    axes: ['layer', 'head'],
    shape: [2, 2],
    values: Float32Array.from(values),
    baselines: { clean, corrupted },
    direction: 'DENOISING',
    metric: 'logit_diff',
    ...rest,
  };
}
const ranked = (data: SweepData): string[] => topHeads(data, 4).map(({ layer, head }) => `L${layer}H${head}`);

it('ranks heads by how far their patch leads towards the source run, whatever the sign of the gap', () => {
  // From -1 (base) to 3 (source): up is towards the source.
  expect(ranked(heads([-1, 2, 0, -2], [3], [-1]))).toEqual(['L0H1', 'L1H0', 'L0H0', 'L1H1']);
  // From 3 down to -1: the same values in the reverse order.
  expect(ranked(heads([-1, 2, 0, -2], [-1], [3]))).toEqual(['L1H1', 'L0H0', 'L1H0', 'L0H1']);
  expect(ranked(heads([-1, 2, 0, -2], [3], [-1], { direction: 'NOISING' }))).toEqual([
    'L1H1',
    'L0H0',
    'L1H0',
    'L0H1',
  ]);
});

it('ranks by the size of the change where recovery is undefined', () => {
  expect(ranked(heads([1, 1.5, -2, 0.9], [1], [1]))).toEqual(['L1H0', 'L0H1', 'L1H1', 'L0H0']);
});

it('gives all prompts at once, raw or by the gap of each prompt', () => {
  const data = heads([0, 1, 2, 4, 5, 5, 5, 6], [4, 5], [0, 5]);
  expect([...perPromptValues(data, false)]).toEqual([0, 1, 2, 4, 5, 5, 5, 6]);
  expect([...perPromptValues(data, true)]).toEqual([0, 0.25, 0.5, 1, NaN, NaN, NaN, NaN]);
});

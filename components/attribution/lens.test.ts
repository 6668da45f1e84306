import { expect, it } from 'vitest';
import { makeLens } from './lens';

const prediction = (text: string, probability: number) => [[[{ token: { id: 1, text }, probability }]]];
const lens = (values: readonly number[]) => ({
  stages: [{ site: 'RESID_POST' as const, layer: 0 }],
  prompts: values.map((value) => ({
    logitDiff: [[value]],
    logProb: [[-value]],
    rank: [[2 * value]],
    predictions: prediction(`t${value}`, value / 10),
  })),
});
const runs = { clean: lens([1, 3]), corrupted: lens([2, 8]) };

it('gives the mean over prompts with the tokens of the first', () => {
  const made = makeLens(runs, { reading: 'clean', prompt: null, lensValue: 'rank' })!;
  expect(made.stages).toEqual(['output']);
  expect(made.values).toEqual([[4]]);
  expect(made.predictions[0]![0]![0]!.token.text).toBe('t1');
});

it('gives one prompt, and clean minus corrupted', () => {
  const one = makeLens(runs, { reading: 'corrupted', prompt: 1, lensValue: 'probability' })!;
  expect(one.values).toEqual([[0.8]]);
  expect(one.predictions[0]![0]![0]!.token.text).toBe('t8');
  const both = makeLens(runs, { reading: 'difference', prompt: null, lensValue: 'logitDiff' })!;
  expect(both.values).toEqual([[2 - 5]]);
});

it('waits for both runs only where both are shown', () => {
  const half = { clean: runs.clean, corrupted: undefined };
  expect(makeLens(half, { reading: 'clean', prompt: 0, lensValue: 'rank' })).not.toBeNull();
  expect(makeLens(half, { reading: 'difference', prompt: 0, lensValue: 'rank' })).toBeNull();
  expect(makeLens(half, { reading: 'corrupted', prompt: 0, lensValue: 'rank' })).toBeNull();
});

import { expect, it } from 'vitest';
import { pickShares, rankShares } from './shares';

/** Two prompts, one layer of two heads, two positions; `factor` distinguishes runs. */
const run = (factor: number) => ({
  heads: [[[1 * factor, 2 * factor]], [[3 * factor, 4 * factor]]],
  headsBySource: [
    [
      [
        [1 * factor, 0],
        [1 * factor, 1 * factor],
      ],
    ],
    [
      [
        [0, 3 * factor],
        [4 * factor, 0],
      ],
    ],
  ],
  mlps: [[-8 * factor], [-10 * factor]],
  attnBias: [[0.5 * factor], [0.5 * factor]],
  embed: [0.25 * factor, 0.75 * factor],
  posEmbed: [0, 0],
  bias: [0.1, 0.1],
});
const runs = { clean: run(2), corrupted: run(1) };

it('gives one prompt of one run, and the sum of all shares', () => {
  const shares = pickShares(runs, 'corrupted', 1);
  expect(shares.heads).toEqual([[3, 4]]);
  expect(shares.headsBySource).toEqual([
    [
      [0, 3],
      [4, 0],
    ],
  ]);
  expect(shares.total).toBeCloseTo(3 + 4 - 10 + 0.5 + 0.75 + 0.1, 12);
});

it('gives means over prompts, and clean minus corrupted', () => {
  const clean = pickShares(runs, 'clean', null);
  expect(clean.heads).toEqual([[4, 6]]);
  expect(clean.mlps).toEqual([-18]);
  const difference = pickShares(runs, 'difference', null);
  expect(difference.heads).toEqual([[2, 3]]);
  expect(difference.headsBySource[0]![1]).toEqual([2.5, 0.5]);
  expect(difference.bias).toBe(0);
  expect(difference.total).toBeCloseTo(clean.total - pickShares(runs, 'corrupted', null).total, 12);
});

it('ranks components by size', () => {
  const ranked = rankShares(pickShares(runs, 'corrupted', 0));
  expect(ranked.slice(0, 3)).toEqual([
    { name: 'MLP 0', share: -8 },
    { name: 'L0H1', share: 2 },
    { name: 'L0H0', share: 1 },
  ]);
  expect(ranked).toHaveLength(7);
});

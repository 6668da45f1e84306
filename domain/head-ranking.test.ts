import { expect, it } from 'vitest';
import { chooseHeadRanking, distinctHeads } from './head-ranking';

it('ranks heads by a default kind, then by any sweep of heads', () => {
  expect(chooseHeadRanking(['RESID_PRE', 'HEAD_Q', 'HEAD_V', 'HEAD_Z'])).toBe('HEAD_Z');
  expect(chooseHeadRanking(['RESID_PRE', 'HEAD_PATTERN', 'HEAD_Q'])).toBe('HEAD_PATTERN');
  expect(chooseHeadRanking(['RESID_PRE'])).toBeNull();
});

it('takes each head once, at its first cell', () => {
  const cells = [
    { layer: 1, head: 0 },
    { layer: 0, head: 1 },
    { layer: 2, head: null },
    { layer: 1, head: 0 },
  ];
  expect(distinctHeads(cells)).toEqual([
    { layer: 1, head: 0 },
    { layer: 0, head: 1 },
  ]);
});

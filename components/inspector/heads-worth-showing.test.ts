import { expect, it } from 'vitest';
import { headsWorthShowing } from './heads-worth-showing';

const cell = (layer: number, head: number, recovery: number | null, value = 0) => ({
  layer,
  head,
  recovery,
  value,
});

it('keeps the order of the API, each head once, and nothing below 1% of the gap', () => {
  const cells = [cell(1, 2, 0.5), cell(1, 2, 0.4), cell(0, 1, 0.01), cell(0, 3, 0.009), cell(2, 0, -0.6)];
  expect(headsWorthShowing(cells, 0)).toEqual([
    { layer: 1, head: 2 },
    { layer: 0, head: 1 },
  ]);
});

it('takes 0.01 logits where recovery is undefined', () => {
  const cells = [cell(1, 2, null, -3), cell(0, 1, null, 1.02), cell(0, 3, null, 1.005)];
  expect(headsWorthShowing(cells, 1)).toEqual([
    { layer: 1, head: 2 },
    { layer: 0, head: 1 },
  ]);
});

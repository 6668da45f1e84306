import { expect, it } from 'vitest';
import type { SweepData } from '../runs/results/sweep-view';
import { publishedCells, publishedHeads, referredCells } from './published-cells';

/** Three layers by two columns, one prompt; recovery is the value. */
function sweep(kind: SweepData['kind'], values: number[]): SweepData {
  const axis = kind.startsWith('HEAD_') ? 'head' : 'position';
  return {
    kind,
    axes: ['layer', axis],
    shape: [3, 2],
    values: Float32Array.from(values),
    baselines: { clean: [1], corrupted: [0] },
    direction: 'DENOISING',
    metric: 'logit_diff',
  };
}
/** Two layers by two positions by two heads, all in the second layer's first head but one. */
const byPosition: SweepData = {
  ...sweep('HEAD_Z_BY_POS', [0, 0, 0.1, 0, 0.8, 0, 0.9, 0]),
  axes: ['layer', 'position', 'head'],
  shape: [2, 2, 2],
};
const sweeps = [sweep('RESID_PRE', [1, 0, 0, 0, 0, 0.5]), sweep('HEAD_Z', [0, 0.1, 0.2, 0.3, 0.4, 0.5])];

it('takes what the text refers to first, then the largest of each sweep in turn, each once', () => {
  const cells = publishedCells('[[L0H1]] and [[L1 p1]], not [[L7H7]] or [[L2 p9]]; [[l0h1]] again', sweeps);
  const names = cells.map(({ kind, layer, head, position }) => `${kind} ${layer} ${head ?? position}`);
  expect(names.slice(0, 4)).toEqual(['HEAD_Z 0 1', 'RESID_PRE 1 1', 'RESID_PRE 0 0', 'HEAD_Z 2 1']);
  expect(new Set(names).size).toBe(names.length);
});

it('ranks within each sweep, also where one has fewer cells than are kept', () => {
  const small = { ...sweep('HEAD_Z', [0.3, 0.4]), shape: [1, 2] };
  const cells = publishedCells('', [sweep('RESID_PRE', [1, 0.9, 0.8, 0.7, 0, 0]), small]);
  const names = cells.map(({ kind, layer, head, position }) => `${kind} ${layer} ${head ?? position}`);
  expect(names).toEqual([
    'RESID_PRE 0 0',
    'HEAD_Z 0 1',
    'RESID_PRE 0 1',
    'HEAD_Z 0 0',
    'RESID_PRE 1 0',
    'RESID_PRE 1 1',
  ]);
});

it('shows the attention of heads referred to and of the largest', () => {
  const cells = publishedCells('[[L0H0]]', sweeps);
  const heads = publishedHeads(cells, sweeps).map(({ layer, head }) => `L${layer}H${head}`);
  expect(heads.slice(0, 4)).toEqual(['L2H1', 'L2H0', 'L1H1', 'L1H0']);
  expect(heads).toContain('L0H0');
});

it('takes heads at a position, and the attention of each head once', () => {
  const cells = publishedCells('[[L0H0 p1]] [[L0H0 p2]]', [byPosition]);
  expect(cells.slice(0, 2)).toEqual([
    { kind: 'HEAD_Z_BY_POS', layer: 0, head: 0, position: 1 },
    { kind: 'HEAD_Z_BY_POS', layer: 1, head: 0, position: 1 },
  ]);
  const heads = publishedHeads([], [byPosition]).map(({ layer, head }) => `L${layer}H${head}`);
  expect(heads.slice(0, 2)).toEqual(['L1H0', 'L0H0']);
  expect(new Set(heads).size).toBe(4);
});

it('stores the heads that the page ranks first, also for a run without a default ranking', () => {
  // References fill every place for cells; the page still ranks heads by the first sweep of heads.
  const text = Array.from({ length: 16 }, (_, position) => `[[L${position % 3} p${position % 2}]]`).join(' ');
  const run = [sweep('RESID_PRE', [1, 1, 1, 1, 1, 1]), sweep('HEAD_Q', [0.1, 0.9, 0.8, 0.7, 0, 0])];
  expect(publishedHeads(referredCells(text, run), run)).toEqual([
    { layer: 0, head: 1 },
    { layer: 1, head: 0 },
    { layer: 1, head: 1 },
    { layer: 0, head: 0 },
  ]);
});

import { expect, it } from 'vitest';
import {
  countPatches,
  haveSameKinds,
  NOTEBOOK_SWEEPS,
  sortKinds,
  SWEEP_CHOICES,
  toggleKind,
} from './sweep-choices';

it('counts a patch for each cell', () => {
  const size = { layers: 4, heads: 4 };
  expect(countPatches(['RESID_PRE', 'MLP_OUT'], size, 16)).toBe(2 * 4 * 16);
  expect(countPatches(['HEAD_Z'], size, 16)).toBe(4 * 4);
  expect(countPatches(['HEAD_Z_BY_POS'], size, 16)).toBe(4 * 4 * 16);
});

it('counts entries of patterns up to their destination', () => {
  expect(countPatches(['HEAD_PATTERN_DEST_SRC'], { layers: 4, heads: 4 }, 16)).toBe(4 * 4 * 136);
});

it('has the notebook of blocks and heads, and each group of TransformerLens', () => {
  const [notebook, blocks, heads, byPosition, everything] = SWEEP_CHOICES.map(({ kinds }) => kinds);
  expect(notebook).toEqual([...blocks!, ...heads!]);
  expect(notebook).toBe(NOTEBOOK_SWEEPS);
  expect(byPosition!.every((kind) => kind.endsWith('_BY_POS'))).toBe(true);
  expect(everything).toHaveLength(16);
  expect(haveSameKinds(notebook!, everything!)).toBe(false);
  expect(sortKinds(['HEAD_Z', 'RESID_PRE'])).toEqual(['RESID_PRE', 'HEAD_Z']);
});

it('chooses a kind in its order, and releases it', () => {
  expect(toggleKind(['HEAD_Z'], 'RESID_PRE')).toEqual(['RESID_PRE', 'HEAD_Z']);
  expect(toggleKind(['RESID_PRE', 'HEAD_Z'], 'HEAD_Z')).toEqual(['RESID_PRE']);
});

import { expect, it } from 'vitest';
import { countPatches, haveSameKinds, NOTEBOOK_SWEEPS, sortKinds, SWEEP_CHOICES } from './sweep-choices';

it('counts a patch for each cell', () => {
  const size = { layers: 4, heads: 4 };
  expect(countPatches(['RESID_PRE', 'MLP_OUT'], size, 16)).toBe(2 * 4 * 16);
  expect(countPatches(['HEAD_Z'], size, 16)).toBe(4 * 4);
  expect(countPatches(['HEAD_Z_BY_POS'], size, 16)).toBe(4 * 4 * 16);
});

it('has the notebook of positions and heads', () => {
  const [notebook, positions, heads, everything] = SWEEP_CHOICES.map(({ kinds }) => kinds);
  expect(notebook).toEqual([...positions!, ...heads!]);
  expect(notebook).toBe(NOTEBOOK_SWEEPS);
  expect(everything).toHaveLength(13);
  expect(haveSameKinds(notebook!, everything!)).toBe(false);
  expect(sortKinds(['HEAD_Z', 'RESID_PRE'])).toEqual(['RESID_PRE', 'HEAD_Z']);
});

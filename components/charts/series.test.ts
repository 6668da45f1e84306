import { expect, it } from 'vitest';
import type { ShownSweep } from '../sweep/SweepFacets';
import { byLayer, topComponents } from './series';

function sweep(
  kind: ShownSweep['kind'],
  axes: ShownSweep['axes'][number]['name'][],
  shape: number[],
  numbers: number[],
): ShownSweep {
  const values = Float32Array.from(numbers);
  const named = axes.map((name) => ({ name }));
  return {
    id: kind,
    kind,
    direction: 'DENOISING',
    shape,
    pairCount: 1,
    elapsedMs: 1,
    axes: named,
    data: '',
    raw: values,
    values,
    computed: new Uint8Array(values.length).fill(1),
  };
}
const z = sweep('HEAD_Z', ['layer', 'head'], [2, 2], [0.5, -1, 0.25, NaN]);
/** Two layers by two positions by two heads. */
const zByPosition = sweep(
  'HEAD_Z_BY_POS',
  ['layer', 'position', 'head'],
  [2, 2, 2],
  [0, 0.5, -2, 0, 0.25, 0, 0, 1],
);
const residual = sweep('RESID_PRE', ['layer', 'position'], [2, 2], [1, 0, 0, -3]);

it('names the largest heads, over all positions if that was measured', () => {
  expect(topComponents([zByPosition, z], 2)).toEqual([
    { label: 'L0H1', effect: -1 },
    { label: 'L0H0', effect: 0.5 },
  ]);
  expect(topComponents([residual, zByPosition], 3)).toEqual([
    { label: 'L0H0 @ 1', effect: -2 },
    { label: 'L1H1 @ 1', effect: 1 },
    { label: 'L0H1 @ 0', effect: 0.5 },
  ]);
  expect(topComponents([residual], 3)).toEqual([]);
});

it('leaves out heads whose bars would not be seen', () => {
  const zeros = sweep('HEAD_Z', ['layer', 'head'], [2, 3], [0.5, 0, 0, 0.004, -0.2, 0]);
  expect(topComponents([zeros], 10).map(({ label }) => label)).toEqual(['L0H0', 'L1H1']);
  expect(topComponents([sweep('HEAD_Z', ['layer', 'head'], [1, 2], [0, 0])], 10)).toEqual([]);
});

it('takes the largest of each layer, by position only where there is no sweep over all positions', () => {
  expect(byLayer([residual, zByPosition])).toEqual({
    data: [
      { label: '0', RESID_PRE: 1, HEAD_Z_BY_POS: -2 },
      { label: '1', RESID_PRE: -3, HEAD_Z_BY_POS: 1 },
    ],
    series: [
      { key: 'RESID_PRE', label: 'Residual stream' },
      { key: 'HEAD_Z_BY_POS', label: 'Head output (z) by position' },
    ],
  });
  expect(byLayer([zByPosition, z]).series.map(({ key }) => key)).toEqual(['HEAD_Z']);
});

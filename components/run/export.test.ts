import { expect, it } from 'vitest';
import { toCsv } from './export';
import type { ShownSweep } from './SweepFacets';

function sweep(
  kind: ShownSweep['kind'],
  axes: ShownSweep['axes'][number]['name'][],
  shape: number[],
): ShownSweep {
  const raw = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, cell) => cell);
  return {
    kind,
    shape,
    elapsedMs: 1,
    axes: axes.map((name) => ({ name, labels: [] })),
    data: '',
    raw,
    values: raw.map((value) => (value === 0 ? NaN : value / 2)),
  };
}

it('writes a row a cell, by layer, head and position', () => {
  const sweeps = [
    sweep('RESID_PRE', ['layer', 'position'], [1, 2]),
    sweep('HEAD_Z', ['layer', 'head'], [2, 1]),
    sweep('HEAD_Z_BY_POS', ['layer', 'position', 'head'], [1, 2, 2]),
    sweep('HEAD_PATTERN_BY_POS', ['layer', 'head', 'destination'], [1, 2, 2]),
  ];
  expect(toCsv(sweeps).split('\n')).toEqual([
    'kind,layer,head,position,logit_diff,shown',
    'RESID_PRE,0,,0,0,',
    'RESID_PRE,0,,1,1,0.5',
    'HEAD_Z,0,0,,0,',
    'HEAD_Z,1,0,,1,0.5',
    'HEAD_Z_BY_POS,0,0,0,0,',
    'HEAD_Z_BY_POS,0,1,0,1,0.5',
    'HEAD_Z_BY_POS,0,0,1,2,1',
    'HEAD_Z_BY_POS,0,1,1,3,1.5',
    'HEAD_PATTERN_BY_POS,0,0,0,0,',
    'HEAD_PATTERN_BY_POS,0,0,1,1,0.5',
    'HEAD_PATTERN_BY_POS,0,1,0,2,1',
    'HEAD_PATTERN_BY_POS,0,1,1,3,1.5',
    '',
  ]);
});

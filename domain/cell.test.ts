import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  coordinatesToIndex,
  countCells,
  findReferences,
  formatCellParameter,
  formatComponent,
  formatHead,
  indexToCoordinates,
  parseCellParameter,
  parseHead,
  resolveReference,
} from './cell';
import { SITES, SWEEP_KINDS } from './sites';

const kinds = fc.constantFrom(...SWEEP_KINDS);
const grids = kinds.chain((kind) =>
  fc
    .array(fc.integer({ min: 1, max: 7 }), {
      minLength: SITES[kind].axes.length,
      maxLength: SITES[kind].axes.length,
    })
    .map((shape) => ({ kind, axes: SITES[kind].axes, shape })),
);

it('converts each index to coordinates and back', () => {
  fc.assert(
    fc.property(grids, (grid) => {
      for (let index = 0; index < countCells(grid.shape); index++)
        expect(coordinatesToIndex(grid, indexToCoordinates(grid, index))).toBe(index);
    }),
    { seed: 7 },
  );
});

it('reads each address of a page that it writes', () => {
  fc.assert(
    fc.property(grids, fc.nat(), (grid, seed) => {
      const cell = { kind: grid.kind, ...indexToCoordinates(grid, seed % countCells(grid.shape)) };
      expect(parseCellParameter(formatCellParameter(cell))).toEqual(cell);
    }),
    { seed: 7 },
  );
});

it.each([
  '',
  'HEAD_Z',
  'HEAD_Z:1',
  'HEAD_Z:1:2:3',
  'HEAD_Q_BY_POS:1:2',
  'constructor:1:2',
  'RESID_PRE:1:-2',
  'RESID_PRE:1:99999',
  'HEAD_PATTERN_DEST_SRC:1:2:3',
  'HEAD_PATTERN_BY_POS:1:2:3:4',
])('refuses the address %j', (text) => expect(parseCellParameter(text)).toBeNull());

it('names the coordinate that a grid does not have', () => {
  const grid = { axes: ['layer', 'head', 'destination'], shape: [2, 3, 4] } as const;
  expect(coordinatesToIndex(grid, { layer: 1, head: 3, position: 0 })).toMatchObject({
    coordinate: 'head',
    step: 3,
    length: 3,
  });
  expect(coordinatesToIndex(grid, { layer: 1, head: 2, position: null })).toMatchObject({
    axis: 'destination',
    coordinate: 'position',
    step: null,
  });
  expect(coordinatesToIndex(grid, { layer: 0.5, head: 0, position: 0 })).toMatchObject({
    coordinate: 'layer',
  });
});

it('writes components', () => {
  expect(formatComponent('HEAD_V', { layer: 9, head: 6, position: null })).toBe('L9H6');
  expect(formatComponent('HEAD_V_BY_POS', { layer: 9, head: 6, position: 14 })).toBe('L9H6 @ 14');
  const entry = { layer: 9, head: 6, position: 14, src: 10 };
  expect(formatComponent('HEAD_PATTERN_DEST_SRC', entry)).toBe('L9H6 @ 14 <- 10');
  expect(formatCellParameter({ kind: 'HEAD_PATTERN_DEST_SRC', ...entry })).toBe(
    'HEAD_PATTERN_DEST_SRC:9:6:14:10',
  );
  expect(formatComponent('ATTN_OUT', { layer: 8, head: null, position: 14 })).toBe('attn 8 @ 14');
});

it('reads references, and finds the sweep that each points into', () => {
  const text = 'See [[L9H9]], [[ l10h7 P3 ]], [[L2 p5]] and [[L1]]; not [[H9]] or [L9H9].';
  const references = findReferences(text);
  expect(references.map(({ label }) => label)).toEqual(['L9H9', 'L10H7 p3', 'L2 p5', 'L1']);
  for (const { text: written, index } of references) expect(text.startsWith(written, index)).toBe(true);
  expect(references.map((reference) => resolveReference(reference, SWEEP_KINDS))).toEqual([
    { kind: 'HEAD_Z', layer: 9, head: 9, position: null },
    { kind: 'HEAD_Z_BY_POS', layer: 10, head: 7, position: 3 },
    { kind: 'RESID_PRE', layer: 2, head: null, position: 5 },
    { kind: 'RESID_PRE', layer: 1, head: null, position: 0 },
  ]);
  expect(
    references.map((reference) => resolveReference(reference, ['MLP_OUT', 'HEAD_Q', 'HEAD_V'])?.kind),
  ).toEqual(['HEAD_V', undefined, 'MLP_OUT', 'MLP_OUT']);
});

it('reads references to entries of patterns', () => {
  const [entry, ofLayer] = findReferences('See [[L9H6 p14 <- p10]] and [[L9 p14<-10]].');
  expect([entry!.label, ofLayer!.label]).toEqual(['L9H6 p14 <- p10', 'L9 p14 <- p10']);
  expect(resolveReference(entry!, SWEEP_KINDS)).toEqual({
    kind: 'HEAD_PATTERN_DEST_SRC',
    layer: 9,
    head: 6,
    position: 14,
    src: 10,
  });
  // Layers have no patterns, and sweeps by position no entries.
  expect(resolveReference(ofLayer!, SWEEP_KINDS)).toBeNull();
  expect(resolveReference(entry!, ['HEAD_PATTERN_BY_POS'])).toBeNull();
});

it('reads the name of a head', () => {
  expect(parseHead('L9H9')).toEqual({ layer: 9, head: 9 });
  expect(parseHead(formatHead(10, 0))).toEqual({ layer: 10, head: 0 });
  expect(parseHead('9.6')).toEqual({ layer: 9, head: 6 });
  for (const other of ['L9', 'H9', 'L9H', 'L9H9 @ 3', '9', 'L9999H1', ''])
    expect(parseHead(other)).toBeNull();
});

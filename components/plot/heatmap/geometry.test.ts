import { expect, it } from 'vitest';
import { computeGeometry, FACET_GAP, fitGeometry, layoutFacets } from './geometry';

const layers = (count: number): string[] => Array.from({ length: count }, (_, layer) => String(layer));
const columns = (count: number) => Array.from({ length: count }, (_, at) => ({ text: `·word ${at}` }));

it('puts three facets of 16 positions in one row of 1,240 pixels', () => {
  const { perRow, cellWidth } = layoutFacets(1240, 3, 16, layers(4));
  expect(perRow).toBe(3);
  const widths = [true, false, false].map(
    (hasRowAxis) => computeGeometry(layers(4), columns(16), { cellWidth, hasRowAxis }).width,
  );
  expect(widths.reduce((sum, width) => sum + width, 2 * 20)).toBeLessThanOrEqual(1240);
});

it.each([false, true])('keeps a row of facets within its width, own axes: %s', (hasOwnAxes) => {
  for (const [width, facets, count, rows] of [
    [1217, 2, 16, 12],
    [1217, 3, 16, 12],
    [793, 5, 4, 4],
    [1217, 2, 12, 48],
  ] as const) {
    const { perRow, cellWidth } = layoutFacets(width, facets, count, layers(rows), { hasOwnAxes });
    const widths = Array.from({ length: perRow }, (_, index) => {
      const hasRowAxis = hasOwnAxes || index === 0;
      return computeGeometry(layers(rows), columns(count), { cellWidth, hasRowAxis }).width;
    });
    const sum = widths.reduce((before, one) => before + one, (perRow - 1) * FACET_GAP);
    expect(sum, `${width} ${facets} ${count}`).toBeLessThanOrEqual(width);
  }
});

it('puts five facets of 12 heads in one row next to the inspector', () => {
  expect(layoutFacets(816, 5, 12, layers(12))).toMatchObject({ perRow: 5 });
});

it('leaves no facet alone on a last line, and scrolls if one facet is too wide', () => {
  expect(layoutFacets(1240, 3, 53, layers(12)).perRow).toBe(3);
  // Two and one would leave half of the page empty.
  expect(layoutFacets(1240, 3, 80, layers(12))).toMatchObject({ perRow: 1, cellWidth: 14 });
  expect(layoutFacets(900, 5, 24, layers(24)).perRow).toBe(5);
  expect(layoutFacets(720, 5, 25, layers(12)).perRow).toBe(3);
  expect(layoutFacets(360, 3, 122, layers(12))).toMatchObject({ perRow: 1, cellWidth: 10 });
  // The last position is in view without scrolling, with every n-th label.
  expect(layoutFacets(1217, 3, 124, layers(12))).toMatchObject({ perRow: 1, cellWidth: 9 });
  expect(layoutFacets(1217, 3, 1024, layers(12))).toMatchObject({ perRow: 1, cellWidth: 10 });
});

it('makes cells of heads square and as large as the width allows', () => {
  const { cellWidth, cellHeight } = layoutFacets(1240, 5, 4, layers(4), { isSquare: true });
  expect(cellWidth).toBe(cellHeight);
  expect(cellWidth).toBeGreaterThan(50);
  // Higher plots would not fit on the screen.
  expect(layoutFacets(1760, 1, 12, layers(12), { isSquare: true }).cellHeight! * 12).toBeLessThanOrEqual(440);
});

it('makes room for bars of means', () => {
  const plain = computeGeometry(layers(4), columns(3));
  const own = computeGeometry(layers(4), columns(3), { hasMargins: true });
  expect([own.width - plain.width, own.height - plain.height, own.top - plain.top]).toEqual([30, 30, 30]);
});

it('fits a maximised plot into its room', () => {
  const plot = { rowLabels: layers(12), rowsPerLayer: 1 };
  const heads = { ...plot, columns: columns(12).map((_, at) => ({ text: String(at) })), columnName: 'head' };
  const room = { width: 1200, height: 700 };
  const { width, height, cellWidth, cellHeight } = fitGeometry(heads, room);
  expect(width).toBeLessThanOrEqual(room.width);
  expect(height).toBeLessThanOrEqual(room.height);
  expect(cellWidth).toBe(cellHeight);
  const long = fitGeometry({ ...plot, columns: columns(122), columnName: 'position' }, room);
  expect(long.width).toBeLessThanOrEqual(room.width);
});

it.each([
  ['12 x 122 positions', 12, 122, 'position', 1280, 900],
  ['12 x 122 positions', 12, 122, 'position', 1920, 1080],
  ['4 x 16 positions', 4, 16, 'position', 1280, 900],
  ['12 x 12 heads', 12, 12, 'head', 1280, 900],
  ['4 x 4 heads', 4, 4, 'head', 1920, 1080],
] as const)(
  'fills most of the screen with a maximised plot of %s',
  (_, rows, count, columnName, wide, high) => {
    const labels = columnName === 'head' ? layers(count).map((text) => ({ text })) : columns(count);
    const shape = { rowLabels: layers(rows), columns: labels, rowsPerLayer: 1, columnName };
    const room = { width: wide - 64, height: high - 150 };
    const { width, height } = fitGeometry(shape, room);
    expect(width).toBeLessThanOrEqual(room.width);
    expect(height).toBeLessThanOrEqual(room.height);
    expect(height / room.height).toBeGreaterThan(0.85);
    if (columnName === 'position') expect(width / room.width).toBeGreaterThan(0.85);
  },
);

it('reserves no room for axes that it does not draw', () => {
  const shared = computeGeometry(layers(4), columns(3), { hasRowAxis: false });
  const own = computeGeometry(layers(4), columns(3));
  expect(shared.left).toBeLessThan(own.left);
  expect(shared.height).toBe(own.height);
});

it('turns labels of columns only where they are wider than the columns', () => {
  const roles = ['IO', 'S1', 'S2', 'END'].map((text) => ({ text }));
  const isTilted = (columns: readonly { text: string }[], cellWidth: number): boolean =>
    computeGeometry(['0'], columns, { cellWidth }).isTilted;
  expect(isTilted(roles, 60)).toBe(false);
  expect(isTilted(roles, 24)).toBe(true);
  expect(isTilted([{ text: '·president 12' }], 60)).toBe(true);
  expect(isTilted([{ text: '11' }], 12)).toBe(false);
});

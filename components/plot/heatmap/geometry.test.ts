import { expect, it } from 'vitest';
import { computeGeometry, layoutFacets } from './geometry';

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

it('puts five facets of 12 heads in one row next to the inspector', () => {
  expect(layoutFacets(816, 5, 12, layers(12))).toMatchObject({ perRow: 5 });
});

it('wraps if cells would become too narrow, and scrolls if one facet is too wide', () => {
  expect(layoutFacets(1240, 3, 53, layers(12)).perRow).toBe(2);
  expect(layoutFacets(360, 3, 122, layers(12))).toEqual({ perRow: 1, cellWidth: 10 });
});

it('reserves no room for axes that it does not draw', () => {
  const shared = computeGeometry(layers(4), columns(3), { hasRowAxis: false });
  const own = computeGeometry(layers(4), columns(3));
  expect(shared.left).toBeLessThan(own.left);
  expect(shared.height).toBe(own.height);
});

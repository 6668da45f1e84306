import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findNearest, movePoint, orderPoints } from './find-point';
import { layoutScatter, measureHeight, placeLabels } from './layout-scatter';
import { drawingOrder, type ScatterData } from './scatter-data';
import { scatterPanel } from './scatter-panel';

function points(x: readonly number[], y: readonly number[]): ScatterData {
  return {
    title: 'Head output (z): A against B',
    xName: 'A, gpt2: recovery',
    yName: 'B, gpt2: recovery',
    x: Float32Array.from(x),
    y: Float32Array.from(y),
    shares: Float32Array.from(x, (_, at) => at / Math.max(1, x.length - 1)),
    labelled: [],
  };
}

const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const anyPoints = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }).map((pairs) =>
  points(
    pairs.map(([x]) => x),
    pairs.map(([, y]) => y),
  ),
);

it('has the same limits on both axes, with zero and every point within the square', () => {
  fc.assert(
    fc.property(anyPoints, fc.integer({ min: 200, max: 900 }), (data, width) => {
      const layout = layoutScatter(data, width);
      const { left, top, side, domain, toX, toY } = layout;
      expect([layout.width, layout.height]).toEqual([width, measureHeight(width)]);
      expect(domain[0]).toBeLessThanOrEqual(0);
      expect(domain[1]).toBeGreaterThanOrEqual(0);
      for (const [at, x] of data.x.entries()) {
        expect(toX(x)).toBeGreaterThanOrEqual(left - 1e-6);
        expect(toX(x)).toBeLessThanOrEqual(left + side + 1e-6);
        expect(toY(data.y[at]!)).toBeGreaterThanOrEqual(top - 1e-6);
        expect(toY(data.y[at]!)).toBeLessThanOrEqual(top + side + 1e-6);
        // On the diagonal both coordinates are as far from their ends.
        expect(toX(x) - left).toBeCloseTo(top + side - toY(x), 6);
      }
    }),
    { numRuns: 60 },
  );
});

it('finds the point under the pointer, and none that is too far', () => {
  const data = points([0, 1, 1], [0, 0.5, 1]);
  const layout = layoutScatter(data, 400);
  const at = { x: layout.toX(1) + 4, y: layout.toY(0.5) - 3 };
  expect(findNearest(data, layout, at, 12)).toBe(1);
  expect(findNearest(data, layout, { ...at, x: at.x + 20 }, 12)).toBeNull();
});

it('reaches every point by the arrow keys, and goes through the differences in their order', () => {
  fc.assert(
    fc.property(anyPoints, (data) => {
      const orders = orderPoints(data);
      for (const [key, start] of [
        ['ArrowRight', 'Home'],
        ['d', null],
      ] as const) {
        let point = start === null ? orders.byDifference.points[0]! : movePoint(start, 0, orders)!;
        const seen = new Set([point]);
        for (let step = 1; step < data.x.length; step++) seen.add((point = movePoint(key, point, orders)!));
        expect(seen.size).toBe(data.x.length);
        expect(movePoint(key, point, orders)).toBe(point);
      }
    }),
    { numRuns: 40 },
  );
  const orders = orderPoints(points([0, 1, 2], [5, 1, 0]));
  expect(movePoint('d', 0, orders)).toBe(2);
  expect(movePoint('D', 2, orders)).toBe(0);
  expect(movePoint('ArrowUp', 1, orders)).toBe(0);
  expect(movePoint('x', 1, orders)).toBeNull();
});

it('draws what differs most on top', () => {
  expect([...drawingOrder(points([0, 0, 0], [1, -3, 2]))]).toEqual([0, 2, 1]);
});

it('keeps labels within the square, and leaves out those that would cover another', () => {
  const data = {
    ...points([0, 1, 0.999, -1], [0, 0.2, 0.2, 0.9]),
    labelled: [1, 2, 3].map((point) => ({ point, text: `L${point}H${point}` })),
  };
  const layout = layoutScatter(data, 400);
  expect(placeLabels(data, layout).map(({ text, anchor }) => [text, anchor])).toEqual([
    ['L1H1', 'end'],
    ['L3H3', 'start'],
  ]);
});

it('exports circles on white, each place once, in the width of a column', () => {
  const data = { ...points([0, 0.5, 0.5, 1], [0, 0.25, 0.25, -1]), shares: new Float32Array(4) };
  const panel = scatterPanel(data);
  expect(panel.body.match(/<circle/g)).toHaveLength(3);
  for (const part of ['A, gpt2: recovery', 'B, gpt2: recovery', '−0.5', 'stroke-dasharray'])
    expect(panel.body).toContain(part);
  expect(panel.fit!(240).width).toBe(240);
  expect(panel.body).not.toContain('var(');
});

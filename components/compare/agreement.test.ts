import { expect, it } from 'vitest';
import { findPoint, LISTED, makeAgreement, MAX_POINTS } from './agreement';
import type { SweepPair } from './compared-sweeps';

type Side = SweepPair['left'];

function side(values: readonly number[] | Float32Array, computed?: readonly number[]): Side {
  return {
    kind: 'HEAD_Z',
    axes: [{ name: 'layer' }, { name: 'head' }],
    shape: [values.length / 2, 2],
    values: Float32Array.from(values),
    computed: computed && Uint8Array.from(computed),
  } as unknown as Side;
}

it('correlates what both runs computed, and lists what differs most', () => {
  const left = side([0, 1, 2, 3, 4, 5]);
  const right = side([1, 3, 5, 7, 9, 11]);
  const { count, leftOut, correlation, cells, largest } = makeAgreement({ left, right });
  expect([count, leftOut, [...cells]]).toEqual([6, 0, [0, 1, 2, 3, 4, 5]]);
  expect(correlation).toBeCloseTo(1, 12);
  expect(largest).toEqual([5, 4, 3, 2, 1, 0]);
});

it('agrees with the definition of the correlation, far from 0, too', () => {
  const a = [1000.1, 1000.4, 1000.2, 1000.9, 1000.3, 1000.7];
  const b = [0.3, -0.1, 0.8, 0.2, 0.9, -0.4];
  const [x, y] = [Float32Array.from(a), Float32Array.from(b)];
  const mean = (values: Float32Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const sum = (of: (at: number) => number): number => a.reduce((total, _, at) => total + of(at), 0);
  const expected =
    sum((at) => (x[at]! - meanX) * (y[at]! - meanY)) /
    Math.sqrt(sum((at) => (x[at]! - meanX) ** 2) * sum((at) => (y[at]! - meanY) ** 2));
  expect(makeAgreement({ left: side(a), right: side(b) }).correlation).toBeCloseTo(expected, 9);
});

it('leaves out cells that no run computed, and those without a value', () => {
  const left = side([0, 0, 1, NaN, 2, 3], [0, 0, 1, 1, 1, 1]);
  const right = side([0, 0, 1, 1, 2, 9], [0, 1, 1, 1, 1, 1]);
  const { count, leftOut, cells, largest } = makeAgreement({ left, right });
  expect([count, leftOut, [...cells]]).toEqual([4, 2, [1, 2, 4, 5]]);
  // The last cell, as a place among those that are drawn.
  expect(largest).toEqual([3]);
  expect(findPoint(cells, right, { layer: 2, head: 1, position: null })).toBe(3);
  expect(findPoint(cells, right, { layer: 0, head: 0, position: null })).toBeNull();
  expect(findPoint(cells, right, { layer: 2, head: null, position: null })).toBeNull();
  expect(findPoint(cells, right, { layer: null, head: 1, position: null })).toBeNull();
  expect(findPoint(cells, right, { layer: 9, head: 1, position: null })).toBeNull();
});

it('says nothing of few cells, of equal ones and of rounding', () => {
  expect(makeAgreement({ left: side([1, 2]), right: side([2, 1]) }).correlation).toBeNull();
  expect(makeAgreement({ left: side([1, 1, 1, 1]), right: side([2, 1, 3, 4]) }).correlation).toBeNull();
  expect(makeAgreement({ left: side([1, 2, 3, 4]), right: side([1, 2, 3, 4.00001]) }).largest).toEqual([]);
  expect(makeAgreement({ left: side([NaN, NaN]), right: side([1, 2]) })).toMatchObject({
    count: 0,
    leftOut: 2,
  });
});

it('draws the largest of very many cells, and correlates all', () => {
  const cells = 2 * MAX_POINTS;
  const a = Float32Array.from({ length: cells }, (_, at) => at / cells);
  const b = a.slice();
  // Small values that differ are listed, and so are drawn.
  b[7] = -0.1;
  const agreement = makeAgreement({ left: side(a), right: side(b) });
  expect(agreement.count).toBe(cells);
  expect(agreement.cells.length).toBeLessThanOrEqual(MAX_POINTS + LISTED);
  expect(agreement.cells.length).toBeGreaterThan(MAX_POINTS - 2);
  expect(agreement.cells[agreement.largest[0]!]).toBe(7);
  expect(agreement.b[agreement.largest[0]!]).toBeCloseTo(-0.1);
  expect([...agreement.cells]).toEqual([...agreement.cells].toSorted((one, other) => one - other));
});

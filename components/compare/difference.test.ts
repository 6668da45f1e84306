import { expect, it } from 'vitest';
import { difference, isSameShape, largest } from './difference';

it('compares cells of equal shapes only', () => {
  expect(isSameShape({ kind: 'HEAD_Z', shape: [4, 4] }, { kind: 'HEAD_Z', shape: [4, 4] })).toBe(true);
  expect(isSameShape({ kind: 'HEAD_Z', shape: [4, 4] }, { kind: 'HEAD_Z', shape: [12, 12] })).toBe(false);
  expect(isSameShape({ kind: 'HEAD_Z', shape: [4, 4] }, { kind: 'HEAD_V', shape: [4, 4] })).toBe(false);
});

it('computes b - a and its largest size', () => {
  const between = difference(Float32Array.of(1, 2, NaN), Float32Array.of(1.5, 0, 1));
  expect([...between]).toEqual([0.5, -2, NaN]);
  expect(largest(between)).toBe(2);
  expect(largest(new Float32Array())).toBe(0);
});

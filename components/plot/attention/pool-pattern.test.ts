import { expect, it } from 'vitest';
import { halvePattern, poolPattern } from './pool-pattern';

it('keeps the largest value by size, and leaves out what is undefined', () => {
  const values = Float32Array.of(0.1, NaN, NaN, -0.5, 0.2, NaN, 0, 0.25, 0.75);
  const { values: pooled, size } = halvePattern({ values, size: 3 });
  expect(size).toBe(2);
  expect([...pooled]).toEqual([-0.5, NaN, 0.25, 0.75]);
});

it('halves until patterns are small', () => {
  expect(poolPattern(new Float32Array(1000 * 1000), 1000).map(({ size }) => size)).toEqual([
    1000, 500, 250, 125, 63,
  ]);
});

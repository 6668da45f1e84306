import { expect, it } from 'vitest';
import { judgeCell, ROLES } from './sufficiency';

const name = (denoising: number, noising: number, threshold = 0.5): string | undefined =>
  ROLES[judgeCell(denoising, noising, threshold)];

it('names a part of an OR sufficient, a part of an AND necessary, and a single carrier both', () => {
  expect(name(0.9, 0.05)).toBe('sufficient');
  expect(name(0.05, 0.9)).toBe('necessary');
  expect(name(0.9, 0.9)).toBe('both');
  expect(name(0.1, 0.1)).toBe('neither');
});

it('includes the threshold, and counts only effects towards the source run', () => {
  expect(name(0.5, 0.49)).toBe('sufficient');
  expect(name(0.3, 0.3, 0.3)).toBe('both');
  expect(name(-0.9, -0.9)).toBe('neither');
});

it('has no name where a recovery is undefined', () => {
  expect(judgeCell(NaN, 1, 0.5)).toBeNaN();
  expect(judgeCell(1, NaN, 0.5)).toBeNaN();
});

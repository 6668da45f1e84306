import { expect, it } from 'vitest';
import { tolerateLogits } from './tolerance';

it('is relative to gap and logit difference, and never below 1e-5', () => {
  expect(tolerateLogits(0.1, 0.1, 0)).toBe(1e-5);
  expect(tolerateLogits(-4, 0.1, 0)).toBeCloseTo(4e-5, 12);
  expect(tolerateLogits(1, -7, 0)).toBeCloseTo(7e-5, 12);
});

it('allows for the spacing of float32 only where logits are large and their difference is small', () => {
  expect(tolerateLogits(0.5, 0.5, 10)).toBe(1e-5);
  expect(tolerateLogits(0.5, 0.5, 20)).toBeCloseTo(1.9e-5, 6);
  expect(tolerateLogits(3, 0.5, 20)).toBeCloseTo(3e-5, 12);
});

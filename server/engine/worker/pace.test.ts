import { expect, it } from 'vitest';
import { createPace } from './pace';

const small = { model: 'a', flops: 1e9, layers: 32 };
const large = { model: 'a', flops: 1e14, layers: 52 };

it('estimates before anything was measured', () => {
  // 64 pairs of 121 tokens, 13 kinds, on the bundled model: 12 minutes on two busy cores.
  const minutes = createPace().estimate({ model: 'patchbay-mini', flops: 1.4e14, layers: 52 }) / 60_000;
  expect(minutes).toBeGreaterThan(12 / 3);
  expect(minutes).toBeLessThan(12 * 3);
});

it('repeats what was measured, each size by its own', () => {
  const pace = createPace();
  pace.learn(small, 400);
  pace.learn(large, 500_000);
  expect(pace.estimate(small)).toBeCloseTo(400, 6);
  expect(pace.estimate(large)).toBeCloseTo(500_000, 6);
  expect(pace.estimate({ ...large, flops: 2e14 })).toBeCloseTo(1_000_000, -4);
});

it('uses a run of the same size of another model before a far smaller one of its own', () => {
  const pace = createPace();
  pace.learn(small, 4000);
  pace.learn({ ...large, model: 'b' }, 500_000);
  expect(pace.estimate(large)).toBeCloseTo(500_000, 6);
});

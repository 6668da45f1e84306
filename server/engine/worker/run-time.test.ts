import { expect, it } from 'vitest';
import { createRunTimeEstimator } from './run-time';

const small = { model: 'a', flops: 1e9, layers: 32 };
const large = { model: 'a', flops: 1e14, layers: 52 };

it('estimates before the first run', () => {
  // 64 pairs of 121 tokens, 13 kinds, on the bundled model: 12 minutes on two busy cores.
  const minutes =
    createRunTimeEstimator().estimate({ model: 'patchbay-mini', flops: 1.4e14, layers: 52 }) / 60_000;
  expect(minutes).toBeGreaterThan(12 / 3);
  expect(minutes).toBeLessThan(12 * 3);
});

it('repeats the measured time of each size', () => {
  const runTime = createRunTimeEstimator();
  runTime.learn(small, 400);
  runTime.learn(large, 500_000);
  expect(runTime.estimate(small)).toBeCloseTo(400, 6);
  expect(runTime.estimate(large)).toBeCloseTo(500_000, 6);
  expect(runTime.estimate({ ...large, flops: 2e14 })).toBeCloseTo(1_000_000, -4);
});

it('prefers a run of the same size on another model to a far smaller one on this model', () => {
  const runTime = createRunTimeEstimator();
  runTime.learn(small, 4000);
  runTime.learn({ ...large, model: 'b' }, 500_000);
  expect(runTime.estimate(large)).toBeCloseTo(500_000, 6);
});

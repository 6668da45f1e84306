import { expect, it } from 'vitest';
import { averageJointValues, computeJointEffect, listPatchedPrompts } from './joint-effect';

it('is the joint change minus the sum of the single changes, in the unit and as a share of the gap', () => {
  const effect = computeJointEffect({ base: -1, source: 3, joint: 2, singles: [0, 1] }, 'logit_diff');
  expect(effect.effect).toEqual({ change: 3, recovery: 0.75 });
  expect(effect.singleEffects).toEqual([
    { change: 1, recovery: 0.25 },
    { change: 2, recovery: 0.5 },
  ]);
  expect(effect.sumOfSingles).toEqual({ change: 3, recovery: 0.75 });
  expect(effect.interaction).toEqual({ change: 0, recovery: 0 });
});

it('has no recovery where the gap is too small or the metric has none', () => {
  const values = { base: 1, source: 1.001, joint: 2, singles: [1.5] };
  expect(computeJointEffect(values, 'logit_diff').interaction).toEqual({ change: 0.5, recovery: NaN });
  expect(computeJointEffect({ ...values, source: 9 }, 'rank').effect).toEqual({ change: 1, recovery: NaN });
});

it('averages over the prompts that were patched', () => {
  const arrays = {
    base: [0, NaN, 2],
    source: [4, NaN, 6],
    joint: [1, NaN, 4],
    singles: [[0.5, NaN, 3]],
  };
  expect(listPatchedPrompts(arrays)).toEqual([0, 2]);
  expect(averageJointValues(arrays)).toEqual({ base: 1, source: 5, joint: 2.5, singles: [1.75] });
  expect(averageJointValues(arrays, [2])).toEqual({ base: 2, source: 6, joint: 4, singles: [3] });
});

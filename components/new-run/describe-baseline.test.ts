import { expect, it } from 'vitest';
import type { Preview_BaselineFragment } from '../generated/graphql';
import { describeBaseline } from './describe-baseline';
import { formatLogits } from './format-logits';

const prompt = { clean: 1, corrupted: -1, gapTooSmall: false };
const baseline: Preview_BaselineFragment = {
  clean: 1,
  corrupted: -1,
  gapMean: 3.2,
  gapStandardError: 0.1,
  pairsWithRightSign: 60,
  verdict: 'OK',
  cannotNormalise: null,
  perPrompt: Array.from({ length: 64 }, () => prompt),
};

it('says on how many pairs the model does the task, or that recovery may not be read', () => {
  expect(describeBaseline(baseline)).toBe(
    'The model does the task on 60 of 64 pairs; mean gap 3.20 ± 0.10 (standard error) logits.',
  );
  const single = { ...baseline, perPrompt: [prompt], pairsWithRightSign: 1, gapStandardError: null };
  expect(describeBaseline(single)).toBe('The model does the task on this pair; gap 3.20 logits.');
  expect(describeBaseline({ ...single, verdict: 'ABSENT', gapMean: -1 })).toBe(
    'Recovery is not meaningful on this pair: gap −1.00 logits. Check whether the answers or the prompts are swapped.',
  );
  expect(describeBaseline({ ...baseline, verdict: 'WEAK', gapMean: 0.1, gapStandardError: 0.2 })).toBe(
    'Recovery is not meaningful: the gap has the right sign on 60 of 64 pairs; mean gap 0.10 ± 0.20 (standard error) logits. The run can be submitted; read its changes in logits.',
  );
});

it('writes a real minus, and none before a zero', () => {
  expect([-1.234, 0.001, -0.001].map((value) => formatLogits(value))).toEqual(['−1.23', '0.00', '0.00']);
});

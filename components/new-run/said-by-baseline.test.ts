import { expect, it } from 'vitest';
import type { Preview_BaselineFragment } from '../generated/graphql';
import { isSaidByBaseline } from './said-by-baseline';

const baseline = {
  cannotNormalise: 'The mean clean logit difference is −0.12 logits over 3 pairs.',
  perPrompt: [
    { clean: -1, corrupted: 1, gapTooSmall: false },
    { clean: 1, corrupted: 1, gapTooSmall: true },
    { clean: 2, corrupted: 1, gapTooSmall: false },
  ],
} as unknown as Preview_BaselineFragment;

it.each([
  ['pairs', `${baseline.cannotNormalise} The run can be submitted.`, true],
  ['pairs', 'The set has more than 64 pairs: the baseline is that of the first ones.', false],
  ['pairs.0', 'The model prefers the correct answer more on the corrupted prompt.', true],
  ['pairs.1', 'This pair’s logit differences are too close to normalise by.', true],
  ['pairs.2', 'Something else about the pair.', false],
  ['pairs.0.clean', 'The prompt ends in a space.', false],
  ['pairs.7', 'About a pair without a baseline.', false],
  ['', 'The computer is busy.', false],
])('of %s “%s”: %s', (path, message, isSaid) => {
  expect(isSaidByBaseline({ path, message }, baseline)).toBe(isSaid);
  expect(isSaidByBaseline({ path, message }, null)).toBe(false);
});

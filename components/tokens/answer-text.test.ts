import { expect, it } from 'vitest';
import { describeWhole } from './answer-text';

const pair = {
  correct: ' United Kingdom',
  incorrect: ' France',
  correctSet: null,
  incorrectSet: null,
  rule: 'MEAN' as const,
};

it('says which answers are read as a whole', () => {
  expect(describeWhole({ ...pair, whole: { correct: [1, 2], incorrect: [3] } })).toBe(
    'answers read as a whole: ‘ United Kingdom’ is 2 tokens',
  );
  expect(describeWhole({ ...pair, whole: { correct: [1, 2], incorrect: [3, 4, 5] } })).toBe(
    'answers read as a whole: ‘ United Kingdom’ is 2 tokens, ‘ France’ is 3 tokens',
  );
  expect(describeWhole({ ...pair, whole: null })).toBeNull();
});

import { expect, it } from 'vitest';
import { chooseLength, countUnusable, describeLeftOutUnusable } from './unusable-pairs';

it('counts and describes pairs by reason, in the order of the reasons', () => {
  const pairs = (['OTHER_LENGTH', 'ANSWER_OF_SEVERAL_TOKENS', 'OTHER_LENGTH'] as const).map((reason) => ({
    reason,
  }));
  const counts = countUnusable(pairs);
  expect(counts).toEqual([
    { reason: 'ANSWER_OF_SEVERAL_TOKENS', count: 1 },
    { reason: 'OTHER_LENGTH', count: 2 },
  ]);
  expect(describeLeftOutUnusable({ given: 1200, counts })).toBe(
    '3 of 1,200 pairs left out: 1 with an answer of several tokens, 2 of other numbers of tokens',
  );
});

it('chooses the most frequent length, and the smallest of equally frequent ones', () => {
  expect(chooseLength([9, 8, 9, 7])).toBe(9);
  expect(chooseLength([9, 8, 8, 9])).toBe(8);
});

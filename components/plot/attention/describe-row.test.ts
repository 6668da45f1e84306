import { expect, it } from 'vitest';
import { describeRow } from './describe-row';

const tokens = [
  { id: 0, text: '<|endoftext|>' },
  { id: 1, text: ' to' },
];

it('says in a sentence what a position attends to, and where prompts do not differ', () => {
  expect(describeRow(1, tokens, Float32Array.of(1, NaN, 0.75, 0.25), 'attention')).toBe(
    '·to 1 attends to BOS 0 (0.75), ·to 1 (0.25)',
  );
  expect(describeRow(1, tokens, Float32Array.of(0, NaN, 0.2, -0.2), 'RdBu')).toBe(
    '·to 1 attends differently to BOS 0 (+0.200), ·to 1 (−0.200)',
  );
  expect(describeRow(1, tokens, Float32Array.of(0, NaN, 0, 0), 'RdBu')).toBe(
    '·to 1 attends equally in both prompts (differences below 0.005)',
  );
});

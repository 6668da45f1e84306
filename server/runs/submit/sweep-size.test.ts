import { expect, it } from 'vitest';
import { findSizeIssues } from './sweep-size';

const GPT2_SMALL = { layers: 12, heads: 12 };

function experiment(length: number, prompts: number) {
  const clean = Array.from({ length }, (_, position) => position);
  const pair = { clean, corrupted: clean.with(length - 1, 0), correct: 1, incorrect: 2 };
  const pairs = Array.from({ length: prompts }, () => pair);
  return { model: 'm', direction: 'DENOISING', pairs } as const;
}

it('accepts entries of patterns of 64 tokens, and heads by position of a whole context', () => {
  expect(findSizeIssues(experiment(64, 6), ['HEAD_PATTERN_DEST_SRC'], GPT2_SMALL)).toEqual([]);
  expect(findSizeIssues(experiment(1024, 8), ['HEAD_Z_BY_POS', 'RESID_MID'], GPT2_SMALL)).toEqual([]);
});

it('refuses too many cells, with what to change', () => {
  expect(findSizeIssues(experiment(84, 1), ['RESID_PRE', 'HEAD_PATTERN_DEST_SRC'], GPT2_SMALL)).toEqual([
    {
      path: 'sweeps',
      message:
        'HEAD_PATTERN_DEST_SRC has 12 x 12 x 84 x 84 = 1,016,064 cells at 84 tokens; a sweep has up to 1,000,000. Shorten the prompts, or leave this sweep out.',
    },
  ]);
});

it('refuses too many values, with the number of pairs that fit', () => {
  const [issue, ...others] = findSizeIssues(experiment(64, 8), ['HEAD_PATTERN_DEST_SRC'], GPT2_SMALL);
  expect(others).toEqual([]);
  expect(issue!.message).toBe(
    'HEAD_PATTERN_DEST_SRC has 12 x 12 x 64 x 64 = 589,824 cells for each of 8 pairs; a sweep stores up to 4,000,000 values. At this length 6 pairs fit; or shorten the prompts, or leave this sweep out.',
  );
});

it('accepts the edges of GPT-2 small, and refuses more than are stored', () => {
  const edges = { ...experiment(16, 8), edges: true };
  expect(findSizeIssues(edges, [], GPT2_SMALL)).toEqual([]);
  expect(findSizeIssues(edges, [], { layers: 36, heads: 20 })[0]!.message).toBe(
    'This model has 756,000 edges between heads for each of 8 pairs; a run stores up to 4,000,000 values of them. 5 pairs fit.',
  );
  expect(findSizeIssues(edges, [], { layers: 48, heads: 25 })).toEqual([
    {
      path: 'edges',
      message:
        'This model has 2,115,000 edges between heads; a run has up to 1,000,000. Follow paths step by step instead.',
    },
  ]);
});

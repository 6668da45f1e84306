import { expect, it } from 'vitest';
import { parseConfig } from '../../config';
import { findMemoryIssue } from './memory';

const XL = { layers: 48, heads: 25, dModel: 1600 };
const clean = Array.from({ length: 1024 }, (_, position) => position);
const pair = { clean, corrupted: clean.with(0, 1), correct: 1, incorrect: 2 };
const experiment = { model: 'm', direction: 'DENOISING', pairs: [pair] } as const;

it('compares the plan with ENGINE_MEMORY_MB', () => {
  const issue = findMemoryIssue(experiment, ['RESID_PRE'], XL, parseConfig({}));
  expect(issue).toMatchObject({
    path: 'pairs',
    message: expect.stringMatching(/^At 1,024 tokens/) as string,
  });
  const large = parseConfig({ ENGINE_MEMORY_MB: '40000' });
  expect(findMemoryIssue(experiment, ['RESID_PRE'], XL, large)).toBeNull();
});

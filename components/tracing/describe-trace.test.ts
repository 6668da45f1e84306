import { expect, it } from 'vitest';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { describeTrace } from './describe-trace';
import { readTracingState } from './tracing-state';

const run = sampleIoiRun() as unknown as AnalysedRun_RunFragment;
const describe = (search: string): string =>
  describeTrace(run, readTracingState(new URLSearchParams(search), { layers: 12, length: 15 }));

it('names the tokens with noise, and what is restored', () => {
  expect(describe('')).toMatch(
    /^Noise of 3 times the standard deviation is added to the embedding of ·\w+ \(\d+\), where the prompts differ, 10 samples\. Then each of 12 layers is restored at each of 15 positions\.$/,
  );
  expect(describe('at=1&samples=1&layers=3')).toMatch(/ \(1\), 1 sample\. Then each window of 3 layers /);
  expect(describe('corrupt=prompt')).toMatch(/^The corrupted prompts are the base run\. /);
});

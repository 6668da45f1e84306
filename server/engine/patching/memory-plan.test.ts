import { expect, it } from 'vitest';
import type { Experiment } from '../api';
import { explainMemoryPlan } from './explain-memory';
import { planMemory, readMemoryLimit } from './memory-plan';

const SMALL = { layers: 12, heads: 12, dHead: 64, dModel: 768, dMlp: 3072 };
const XL = { layers: 48, heads: 25, dHead: 64, dModel: 1600, dMlp: 6400 };
const MIB = 2 ** 20;
const LIMIT = readMemoryLimit({ engineMemoryMb: 4096 });

function experiment(prompts: number, tokens: number): Experiment {
  const clean = Array.from({ length: tokens }, (_, position) => position);
  const pair = { clean, corrupted: clean.with(0, 1), correct: 1, incorrect: 2 };
  return { model: 'm', direction: 'DENOISING', pairs: Array.from({ length: prompts }, () => pair) };
}

it('accepts 1,024 tokens at the shape of GPT-2 small, and 8 pairs of 16 tokens at that of gpt2-xl', () => {
  expect(explainMemoryPlan(experiment(1, 1024), ['RESID_PRE', 'HEAD_Z'], SMALL, LIMIT)).toBeNull();
  expect(explainMemoryPlan(experiment(8, 16), ['RESID_PRE', 'HEAD_Z'], XL, LIMIT)).toBeNull();
});

it('refuses 1,024 tokens at the shape of gpt2-xl, with a length and a setting that fit', () => {
  const issue = explainMemoryPlan(experiment(1, 1024), ['RESID_PRE'], XL, LIMIT)!;
  expect(issue.path).toBe('pairs');
  const [, , length, setting] =
    /^At 1,024 tokens this model needs ([\d,]+) MiB of memory beside its weights; the engine of this site may use 4,096\. Shorten the prompts to ([\d,]+) tokens, or ask the operator of this site to set ENGINE_MEMORY_MB to ([\d,]+)\.$/
      .exec(issue.message)!
      .map((text) => Number(text.replaceAll(',', '')));
  expect(explainMemoryPlan(experiment(1, length!), ['RESID_PRE'], XL, LIMIT)).toBeNull();
  expect(explainMemoryPlan(experiment(1, length! + 1), ['RESID_PRE'], XL, LIMIT)).not.toBeNull();
  expect(explainMemoryPlan(experiment(1, 1024), ['RESID_PRE'], XL, setting! * MIB)).toBeNull();
});

it('counts more prompts until the share of a batch is full, and results without limit', () => {
  const plan = (prompts: number) => planMemory(experiment(prompts, 64), ['RESID_PRE'], SMALL, LIMIT);
  expect(plan(2).unpatched).toBeGreaterThan(plan(1).unpatched);
  expect(plan(1000).unpatched).toBe(plan(100).unpatched);
  expect(plan(1000).unpatched).toBeLessThanOrEqual(LIMIT / 2);
  expect(plan(1000).results).toBe(10 * plan(100).results);
});

it('never limits below what the program needs', () => {
  expect(
    explainMemoryPlan(experiment(8, 16), ['RESID_PRE'], SMALL, readMemoryLimit({ engineMemoryMb: 64 })),
  ).toBeNull();
});

import { isByEntry } from '../../../domain/sites';
import { describe, expect, it } from 'vitest';
import { SWEEP_KINDS, type Experiment, type SweepKind } from '../../engine/api';
import { parseConfig } from '../../config';
import { countExperimentEdgeFlops } from '../../engine/client/client';
import { findCostIssue } from './cost';

const { maxRunPetaflop } = parseConfig({});
const SMALL = { layers: 12, heads: 12, dModel: 768, dVocab: 50_257 };
const MINI = { layers: 4, heads: 4, dModel: 128, dVocab: 1000 };
/** The kinds of the notebook. */
const NOTEBOOK: SweepKind[] = [
  'RESID_PRE',
  'ATTN_OUT',
  'MLP_OUT',
  'HEAD_Z',
  'HEAD_Q',
  'HEAD_K',
  'HEAD_V',
  'HEAD_PATTERN',
];

function experiment(pairs: number, tokens: number, firstDifference: number): Experiment {
  const clean = Array.from({ length: tokens }, (_, position) => position);
  const pair = { clean, corrupted: clean.with(firstDifference, -1), correct: 1, incorrect: 2 };
  return { model: 'm', direction: 'DENOISING', pairs: Array.from({ length: pairs }, () => pair) };
}

/** All kinds but the one whose cost grows with the square of the tokens. */
const ROWS = SWEEP_KINDS.filter((kind) => !isByEntry(kind));

describe('the default limit of a run', () => {
  it("accepts the notebook's runs on GPT-2 small, and 64 of its pairs", () => {
    expect(findCostIssue(experiment(8, 15, 10), NOTEBOOK, SMALL, maxRunPetaflop)).toBeNull();
    expect(findCostIssue(experiment(8, 15, 10), SWEEP_KINDS, SMALL, maxRunPetaflop)).toBeNull();
    expect(findCostIssue(experiment(64, 20, 1), NOTEBOOK, SMALL, maxRunPetaflop)).toBeNull();
  });

  it('accepts all edges between heads on GPT-2 small, eight pairs of 16 tokens', () => {
    const edges = { ...experiment(8, 16, 11), edges: true };
    expect(findCostIssue(edges, ['HEAD_Z'], SMALL, maxRunPetaflop)).toBeNull();
    // 28,512 patched runs.
    expect(countExperimentEdgeFlops(edges, SMALL) / 1e13).toBeCloseTo(5.59, 2);
    const issue = findCostIssue(edges, ['HEAD_Z'], SMALL, 0.01);
    expect(issue!.message).toContain('The edges between heads contribute most (99 %).');
  });

  it('accepts 64 pairs of 121 tokens with all kinds on the bundled model', () => {
    expect(findCostIssue(experiment(64, 121, 1), SWEEP_KINDS, MINI, maxRunPetaflop)).toBeNull();
  });

  it('refuses 64 pairs of 1024 tokens with all kinds but entries of patterns on GPT-2 small, saying figure, limit and what to reduce', () => {
    expect(findCostIssue(experiment(64, 1024, 1), ROWS, SMALL, maxRunPetaflop)).toEqual({
      path: 'sweeps',
      message: expect.stringMatching(
        /^This run needs 2,\d{3} petaflop .* accepts up to 2 a run\. HEAD_[KV]_BY_POS contributes most \(\d+ %\)\. At this length not one pair fits: shorten the prompts \(1024 tokens\), or choose fewer sweeps\.$/,
      ),
    });
  });
});

it('says how many pairs fit', () => {
  const issue = findCostIssue(experiment(64, 121, 1), ['HEAD_Z'], MINI, 1e-5);
  expect(issue?.message).toMatch(/At this length \d+ of the 64 pairs fit/);
  const fitting = Number(/(\d+) of the 64/.exec(issue!.message)![1]);
  expect(findCostIssue(experiment(fitting, 121, 1), ['HEAD_Z'], MINI, 1e-5)).toBeNull();
  expect(findCostIssue(experiment(fitting + 1, 121, 1), ['HEAD_Z'], MINI, 1e-5)).not.toBeNull();
});

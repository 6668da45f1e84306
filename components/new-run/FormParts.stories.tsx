import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { userEvent } from 'storybook/test';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import type { DraftRow, DraftSettings } from './draft';
import { PairTable } from './PairTable';
import { PatchSettings } from './PatchSettings';
import type { PairResult } from './preview';
import { NOTEBOOK_SWEEPS } from './sweep-choices';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const { pairs } = sampleIoiRun();
const rows: readonly DraftRow[] = [
  ...pairs.map(({ clean, corrupted, correct, incorrect }, id) => ({
    id,
    clean,
    corrupted,
    correct,
    incorrect,
  })),
  {
    id: 4,
    clean: 'The White House is where the',
    corrupted: '',
    correct: ' president',
    incorrect: ' Mary Ann',
  },
  { id: 5, clean: '', corrupted: '', correct: '', incorrect: '' },
];
const findResult = ({ id }: DraftRow): PairResult | undefined => {
  const pair = pairs[id];
  if (!pair) return undefined;
  const { cleanTokens, corruptedTokens, differingPositions } = pair;
  const token = (text: string) => [{ id: 1, text }];
  return {
    tokens: {
      cleanTokens,
      corruptedTokens,
      differingPositions,
      correctTokens: token(pair.correct),
      incorrectTokens: token(pair.incorrect),
      alignment: null,
    },
    baseline: { clean: 3.1 + id, corrupted: id === 2 ? 1.2 : -2.4, gapTooSmall: id === 1 },
    issues:
      id === 3 ? [{ field: 'correct', message: '“ Amy Ann” is 2 tokens; an answer must be one token.' }] : [],
    warnings: [],
  };
};
const table = {
  rows,
  page: 0,
  openId: null,
  findResult,
  isPending: false,
  hasTried: true,
  model: 'gpt2',
  prependBos: true,
  isByRole: false,
  isWhole: false,
  roleNames: '',
  dispatch: ignore,
};
const settings: DraftSettings = {
  model: 'gpt2',
  sweeps: NOTEBOOK_SWEEPS,
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  prependBos: true,
  recompute: false,
};
const patch = {
  settings,
  size: { layers: 12, heads: 12 },
  positions: 15,
  sweepProblem: undefined,
  metricProblem: undefined,
  edgeProblem: undefined,
  dispatch: ignore,
};

export const Pairs: Story = {
  render: () => <PairTable {...table} />,
  parameters: { pictureWidth: 1000 },
};
export const PairsOnAPhone: Story = { render: () => <PairTable {...table} /> };
export const AnOpenPair: Story = {
  render: () => <PairTable {...table} rows={rows.slice(0, 2)} openId={0} />,
  parameters: { pictureWidth: 1000, answers: { TopPredictions: () => NEVER } },
};
export const WhatToPatch: Story = {
  render: () => <PatchSettings {...patch} />,
  parameters: { pictureWidth: 1000 },
};
export const WhatToPatchWithProblems: Story = {
  render: () => (
    <PatchSettings
      {...patch}
      settings={{ ...settings, sweeps: [], metrics: [], directions: ['DENOISING', 'NOISING'] }}
      sweepProblem="Choose at least one sweep."
      metricProblem="Choose at least one metric."
    />
  ),
  play: async ({ canvas }) => {
    for (const summary of canvas.queryAllByText(/^All sweeps|^More/)) await userEvent.click(summary);
  },
};

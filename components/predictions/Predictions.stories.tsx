import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type {
  PredictionTable_PredictionFragment,
  RunPredictions_PredictionsFragment,
} from '../generated/graphql';
import { sampleRun } from '../testing/sample-run';
import { PredictionsByRun } from './PredictionsByRun';
import { PredictionTable } from './PredictionTable';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const predict = (first: number): PredictionTable_PredictionFragment[] =>
  [' Mary', ' John', ' them', ' the', ' her', '\n'].map((text, index) => ({
    __typename: 'Prediction',
    token: { __typename: 'Token', id: index === 0 ? 9 : index === 1 ? 1 : 20 + index, text },
    logit: 17.2 - 1.3 * index * first,
    probability: 0.6 / (1 + index * first),
  }));
const answer = (rank: number, probability: number) => ({
  __typename: 'AnswerRank' as const,
  rank,
  probability,
});
const predictions = {
  __typename: 'PatchedPredictions',
  patched: predict(1),
  base: predict(0.4).toReversed(),
  source: predict(1.6),
  correct: { patched: answer(0, 0.6), base: answer(5, 0.02), source: answer(0, 0.8) },
} as unknown as RunPredictions_PredictionsFragment;
const { pairs } = sampleRun();

export const OfOneRun: Story = { render: () => <PredictionTable title="Clean" rows={predict(1)} /> };
export const ByRun: Story = {
  render: () => (
    <PredictionsByRun
      label="Predictions"
      direction="DENOISING"
      pairs={pairs}
      shown={0}
      predictions={predictions}
    />
  ),
};
export const BeingRead: Story = {
  render: () => (
    <PredictionsByRun
      label="Predictions"
      direction="DENOISING"
      pairs={pairs}
      shown={0}
      predictions={undefined}
    />
  ),
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ForkDifference_DifferenceFragment } from '../generated/graphql';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { ForkDifference } from './ForkDifference';

const [john, tom] = sampleIoiRun().pairs.map(
  ({ index, clean, corrupted, cleanTokens, corruptedTokens, correctToken, incorrectToken, ...pair }) => ({
    index,
    clean,
    corrupted,
    cleanTokens,
    corruptedTokens,
    correctTokens: [{ ...correctToken, text: pair.correct }],
    incorrectTokens: [{ ...incorrectToken, text: pair.incorrect }],
    whole: null,
  }),
);
const nothing = { added: [], removed: [] };
const same: ForkDifference_DifferenceFragment = {
  isSameExperiment: true,
  isSameText: false,
  model: null,
  prependBos: null,
  edges: null,
  directions: nothing,
  metrics: nothing,
  sweeps: nothing,
  pairs: { same: 4, changed: [], ...nothing },
  claims: { same: 1, changed: [], ...nothing },
  cells: { count: 144, largest: { kind: 'HEAD_Z', label: 'L9H9', before: 0.2713, after: 0.2714 } },
};
const meta: Meta<typeof ForkDifference> = {
  component: ForkDifference,
  args: {
    parent: {
      id: 'F',
      slug: 'name-movers',
      title: 'Head 9.9 moves the name that was not repeated',
      run: { id: 'r1' },
    },
    runId: 'r2',
    difference: same,
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const OtherText: Story = {};
export const OtherExperiment: Story = {
  args: {
    difference: {
      ...same,
      isSameExperiment: false,
      model: { before: 'gpt2', after: 'gpt2-medium' },
      prependBos: { before: true, after: false },
      directions: { added: ['NOISING'], removed: [] },
      metrics: { added: ['PROB', 'KL_FROM_BASE'], removed: [] },
      sweeps: { added: ['HEAD_Q', 'HEAD_K'], removed: ['RESID_PRE'] },
      pairs: {
        same: 2,
        changed: [{ before: john!, after: { ...tom!, index: 0 } }],
        removed: [tom!],
        added: [{ ...john!, index: 3 }],
      },
      claims: {
        same: 1,
        changed: [{ before: 'z[9.9] > 0.5', after: 'z[9.9] > 0.2' }],
        added: ['top(z, 3) = {9.9, 10.0, 9.6}'],
        removed: [],
      },
      cells: { count: 0, largest: null },
    },
  },
};
export const OnAWideScreen: Story = { ...OtherExperiment, parameters: { pictureWidth: 1000 } };

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { sampleClaims } from '../testing/sample-claims';
import { ClaimTable, describeAttached, type JudgedRun } from './ClaimTable';

const { claims, evidence } = sampleClaims();
const OWN: JudgedRun = { id: 'r1', title: 'Own run', prompts: 8, model: 'gpt2', state: null };
const meta: Meta<typeof ClaimTable> = {
  component: ClaimTable,
  args: { claims, runs: [OWN] },
  parameters: { pictureWidth: 760 },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const WithAttachedRuns: Story = { args: { attached: evidence.map(({ run }) => run.id) } };
export const OwnRunOnly: Story = {};
export const OfAttachedRuns: Story = { args: { runs: evidence.map(describeAttached) } };
export const BeingComputed: Story = {
  args: {
    runs: [
      OWN,
      ...evidence.map((one) => ({ ...describeAttached(one), id: `${one.id}-new`, state: 'running' })),
    ],
  },
};

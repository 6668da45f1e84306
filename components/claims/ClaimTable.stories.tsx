import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { sampleClaims } from '../testing/sample-claims';
import { ClaimTable } from './ClaimTable';

const { claims, evidence } = sampleClaims();
const meta: Meta<typeof ClaimTable> = {
  component: ClaimTable,
  args: { claims, evidence, furtherRuns: [], run: { id: 'r1', prompts: 8, model: 'gpt2' } },
  parameters: { pictureWidth: 760 },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const WithAttachedRuns: Story = {};
export const OwnRunOnly: Story = { args: { evidence: [] } };
export const BeingComputed: Story = {
  args: {
    evidence: evidence.map((one) => ({
      ...one,
      id: one.id,
      run: { ...one.run, id: `${one.run.id}-new`, status: 'RUNNING' as const },
      isJudged: false,
    })),
  },
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { PROVENANCE, sampleClaims } from '../testing/sample-claims';
import { FindingClaims } from './FindingClaims';

const meta: Meta<typeof FindingClaims> = {
  component: FindingClaims,
  args: {
    initial: sampleClaims(),
    run: { id: 'r1', prompts: 8, model: 'gpt2' },
    provenance: PROVENANCE,
  },
  parameters: {
    answers: {
      FindingClaims: () => ({ finding: sampleClaims() }),
      ReplicateFinding: () =>
        new Error(
          'You have 20 queued or running runs, and the limit is 20. Wait for one to end, or cancel one.',
        ),
    },
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const OfOthers: Story = { parameters: { pictureWidth: 900 } };
export const OfItsAuthorOnAPhone: Story = { args: { initial: { ...sampleClaims(), isMine: true } } };
export const ReplicationRefused: Story = {
  args: { initial: { ...sampleClaims(), claims: [], evidence: [], hasFreshPrompts: false } },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Replicate' }));
    await canvas.findByText(/limit is 20/);
  },
};

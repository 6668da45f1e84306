import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { WithdrawDialog } from './WithdrawDialog';
import { WithdrawnFinding } from './WithdrawnFinding';

const meta: Meta<typeof WithdrawnFinding> = {
  component: WithdrawnFinding,
  args: {
    finding: {
      slug: 'name-movers',
      title: 'Head 9.9 moves the name',
      author: { id: 'u', name: 'Ada Lovelace' },
      createdAt: '2026-11-01T10:00:00.000Z',
      withdrawnAt: '2026-11-20T10:00:00.000Z',
      withdrawnReason: 'The effect vanishes with other names.\nSee the discussion.',
      newestVersion: 3,
    },
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Withdrawn: Story = {};
export const BeingWithdrawn: Story = {
  render: () => <WithdrawDialog slug="name-movers" onWithdrawn={() => {}} onClose={() => {}} />,
};

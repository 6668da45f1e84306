import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { ConfirmDialog } from './ConfirmDialog';

const meta: Meta<typeof ConfirmDialog> = {
  component: ConfirmDialog,
  args: {
    heading: 'Delete this run?',
    action: 'Delete the run',
    children: '“[John→Mary] to” and its results are deleted for everybody. This cannot be undone.',
    isBusy: false,
    error: null,
    onConfirm: () => {},
    onClose: () => {},
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Open: Story = {};
export const Busy: Story = { args: { isBusy: true } };
export const Refused: Story = { args: { error: new Error('Only the owner of a run may delete it.') } };

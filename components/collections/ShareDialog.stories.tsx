import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { ShareDialog } from './ShareDialog';

const meta: Meta<typeof ShareDialog> = {
  component: ShareDialog,
  args: {
    id: 'C',
    editors: [{ id: 'u2', name: 'Grace Hopper' }],
    onShared: () => {},
    onClose: () => {},
  },
};
export default meta;

export const OneEditor: StoryObj<typeof meta> = {};

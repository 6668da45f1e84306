import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Keys } from './Keys';
import { ShortcutsButton } from './ShortcutsButton';
import { ShortcutsDialog } from './ShortcutsDialog';

const meta: Meta<typeof ShortcutsDialog> = {
  component: ShortcutsDialog,
  args: { onClose: () => {} },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Dialog: Story = {};
export const OneShortcut: Story = {
  render: () => (
    <p>
      <Keys keys="Mod+K" isApple={false} /> <Keys keys="Mod+K" isApple /> <Keys keys="G R" isApple={false} />
    </p>
  ),
};
export const Opener: Story = { render: () => <ShortcutsButton /> };

import { Text } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Dialog } from './Dialog';

const meta: Meta = {};
export default meta;

const ignore = (): void => {};

export const ShortText: StoryObj = {
  render: () => (
    <Dialog onClose={ignore} title="Title of a dialog">
      <Text size="sm">The frame that all dialogs have.</Text>
    </Dialog>
  ),
};
export const LongTexts: StoryObj = {
  render: () => (
    <Dialog onClose={ignore} title={`A title that ${'goes on and '.repeat(6)}ends`} size="lg">
      <Text size="sm">{'A text that is higher than the window. '.repeat(60)}</Text>
    </Dialog>
  ),
};

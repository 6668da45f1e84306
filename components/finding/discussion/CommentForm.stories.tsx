import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { CommentForm } from './CommentForm';

const meta: Meta<typeof CommentForm> = {
  component: CommentForm,
  args: {
    findingId: 'F',
    kinds: ['HEAD_Z'],
    label: 'Reply to Grace Hopper',
    action: 'Reply',
    onSave: async () => {},
    onCancel: () => {},
  },
  parameters: {
    answers: {
      MentionableUsers: () => ({
        mentionableUsers: [
          { __typename: 'User', id: 'user-abcd', name: 'Ann' },
          { __typename: 'User', id: 'user-efgh', name: 'Ann Lee' },
        ],
      }),
    },
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Empty: Story = {};
export const WithText: Story = {
  args: { initial: 'It is smaller: [[L9H9]] has 0.11.\n\n> A quote\n\nand a line.' },
};
export const Mentions: Story = {
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole('textbox'), 'Thanks, @A');
    await canvas.findByRole('option', { name: /Ann Lee/ });
  },
};

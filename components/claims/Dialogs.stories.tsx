import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { AttachForm } from './AttachForm';
import { FreshPromptsDialog } from './FreshPromptsDialog';

const meta: Meta = {};
export default meta;

const actions = { findingId: 'F', onAttached: async () => {}, onClose: () => {} };

export const AttachARun: StoryObj = { render: () => <AttachForm {...actions} /> };
export const FreshPrompts: StoryObj = { render: () => <FreshPromptsDialog {...actions} seeds={[2]} /> };
export const FreshPromptsRefused: StoryObj = {
  render: () => <FreshPromptsDialog {...actions} seeds={[]} />,
  parameters: {
    answers: {
      ReplicateFinding: () => new Error('The family has only 8 pairs, and all of them are in the set.'),
    },
  },
  play: async ({ canvasElement }) => {
    const page = canvasElement.ownerDocument.body;
    await userEvent.click(page.querySelector<HTMLElement>('[type=submit]')!);
  },
};

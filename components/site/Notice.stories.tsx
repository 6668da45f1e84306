import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Notice } from './Notice';

const meta: Meta<typeof Notice> = { component: Notice };
export default meta;

type Story = StoryObj<typeof meta>;

export const Information: Story = { args: { children: 'The runs have different numbers of tokens.' } };
export const Warning: Story = {
  args: { tone: 'warning', title: 'Cannot be used', children: 'The file model.safetensors is missing.' },
};
export const AnError: Story = {
  args: {
    tone: 'error',
    title: '3 problems to fix',
    children: '“ Mary Ann” is 2 tokens (“ Mary”, “ Ann”); an answer must be one token.',
  },
};
export const LongText: Story = {
  args: {
    tone: 'error',
    children: `The address https://hub.example/${'a-very-long-repository-name/'.repeat(6)} did not answer within 30 s.`,
  },
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import example from './example-text.json';
import { SummaryView } from './SummaryView';
import { refuse } from '../testing/fake-api';
import { TextPreview } from './TextPreview';

const meta: Meta = {};
export default meta;

/** Markdown and its tree; a test holds them together. */
const EXAMPLE_TREE = JSON.stringify(example.tree);
const text = (value: string) => ({ type: 'text', value });
const TOO_DEEP = {
  path: 'summary',
  message: 'The summary nests more than 24 levels deep. Nest fewer quotes.',
};
const TREE = JSON.stringify({
  type: 'root',
  children: [
    { type: 'heading', depth: 2, children: [text('Heading')] },
    { type: 'paragraph', children: [text('The stored tree of a text: [[L9H9]] copies the name.')] },
    { type: 'blockquote', children: [{ type: 'paragraph', children: [text('A quotation.')] }] },
  ],
});

export const Markdown: StoryObj = { render: () => <SummaryView tree={EXAMPLE_TREE} kinds={['HEAD_Z']} /> };
export const MarkdownOnAWideScreen: StoryObj = { ...Markdown, parameters: { pictureWidth: 760 } };
export const StoredTree: StoryObj = { render: () => <SummaryView tree={TREE} kinds={['HEAD_Z']} /> };
export const Preview: StoryObj = {
  render: () => <TextPreview text={example.markdown} kinds={['HEAD_Z']} />,
  parameters: { answers: { PreviewText: () => ({ previewText: EXAMPLE_TREE }) } },
  play: async ({ canvas }) => void (await canvas.findByRole('heading', { name: 'Heading of a text' })),
};
export const PreviewOfNothing: StoryObj = { render: () => <TextPreview text=" " kinds={[]} /> };
export const PreviewRefused: StoryObj = {
  render: () => <TextPreview text=">>>>" kinds={[]} />,
  parameters: {
    answers: { PreviewText: () => refuse('Invalid input.', 'BAD_USER_INPUT', [TOO_DEEP]) },
  },
  play: async ({ canvas }) => void (await canvas.findByText(/levels deep/)),
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { FindingText } from './FindingText';
import { SummaryView } from './SummaryView';
import { TextPreview } from './TextPreview';

const meta: Meta = {};
export default meta;

const MARKDOWN = `# Heading of a text

[[L9H9]] and [[L10H0]] **copy** the name; \`L10H7\` writes the *opposite*. See [the paper](https://arxiv.org/abs/2211.00593).

1. Patch \`z\` of one head.
2. Read the recovery.
   - A list inside of a list.

- [x] gpt2
- [ ] gpt2-medium

> A quotation of two lines, which is long enough to be broken on a phone.

| head | recovery | where it attends, in words that need room |
| :--- | -------: | --- |
| 9.9 | 0.27 | the indirect object |
| 10.7 | −0.24 | the indirect object |

\`\`\`
head_z = patch(model, corrupted, clean_cache, "a line of code that is longer than the page is wide")
\`\`\`
`;
const text = (value: string) => ({ type: 'text', value });
const TREE = JSON.stringify({
  type: 'root',
  children: [
    { type: 'heading', depth: 2, children: [text('Heading')] },
    { type: 'paragraph', children: [text('The stored tree of a text: [[L9H9]] copies the name.')] },
    { type: 'blockquote', children: [{ type: 'paragraph', children: [text('A quotation.')] }] },
  ],
});

export const Markdown: StoryObj = { render: () => <FindingText text={MARKDOWN} kinds={['HEAD_Z']} /> };
export const MarkdownOnAWideScreen: StoryObj = { ...Markdown, parameters: { pictureWidth: 760 } };
export const StoredTree: StoryObj = { render: () => <SummaryView tree={TREE} kinds={['HEAD_Z']} /> };
export const Preview: StoryObj = {
  render: () => <TextPreview text="*Nothing written yet.*" kinds={[]} />,
  play: async ({ canvas }) => void (await canvas.findByText('Nothing written yet.')),
};

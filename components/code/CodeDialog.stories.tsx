import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { CodeDialog } from './CodeDialog';
import { ShowCode } from './ShowCode';

const code = {
  requests: [
    {
      query: 'query FindingTitle($slug: String!) {\n  finding(slug: $slug) {\n    title\n  }\n}',
      variables: { slug: 'name-movers' },
    },
  ],
};
const meta: Meta<typeof CodeDialog> = {
  component: CodeDialog,
  args: { title: 'Head 9.9 moves the name', code, onClose: () => {} },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Python: Story = {};
export const Curl: Story = {
  play: async ({ canvasElement }) => {
    const tabs = canvasElement.ownerDocument.querySelectorAll<HTMLElement>('[role=tab]');
    await userEvent.click([...tabs].find(({ textContent }) => textContent === 'curl')!);
  },
};
export const ItsButton: StoryObj = { render: () => <ShowCode title="this finding" code={code} /> };

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { DiscussionProvider } from '../../discussion/DiscussionProvider';
import type { Answers } from '../../testing/fake-api';
import { COUNTS, THREADS } from '../../testing/sample-comments';
import { Discussion } from './Discussion';
import { StarButton } from './StarButton';

const toPage = (threads: typeof THREADS, hasNextPage = false) => ({
  __typename: 'CommentConnection' as const,
  edges: threads.map((node) => ({ __typename: 'CommentEdge' as const, node })),
  pageInfo: { __typename: 'PageInfo' as const, hasNextPage, endCursor: 'x' },
});
const answer = (page: object): Answers => ({
  Discussion: () => ({ finding: { __typename: 'Finding', id: 'F', comments: page } }),
  DiscussionCounts: () => ({ finding: COUNTS }),
});

const meta: Meta<typeof Discussion> = {
  component: Discussion,
  args: { kinds: ['HEAD_Z'], isAdministrator: false, initial: toPage(THREADS, true) },
  parameters: { answers: answer(toPage(THREADS, true)) },
  decorators: [
    (Story) => (
      <DiscussionProvider initial={COUNTS}>
        <Story />
      </DiscussionProvider>
    ),
  ],
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Threads: Story = {};
export const Administrator: Story = { args: { isAdministrator: true } };
export const NoComments: Story = {
  args: { initial: toPage([]) },
  parameters: { answers: answer(toPage([])) },
  decorators: [
    (Story) => (
      <DiscussionProvider initial={{ ...COUNTS, commentCount: 0 }}>
        <Story />
      </DiscussionProvider>
    ),
  ],
};
export const Refused: Story = {
  parameters: {
    answers: {
      ...answer(toPage(THREADS)),
      AddComment: () => new Error('You may write 30 comments an hour; try again in 12 minutes.'),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: /New comment/ }), 'A comment');
    await userEvent.click(canvas.getByRole('button', { name: 'Comment' }));
    await canvas.findByText(/30 comments an hour/);
  },
};
export const Star: StoryObj = { render: () => <StarButton /> };
export const Starred: StoryObj = {
  render: () => <StarButton />,
  decorators: [
    (Story) => (
      <DiscussionProvider initial={{ ...COUNTS, isStarred: true, starCount: 13 }}>
        <Story />
      </DiscussionProvider>
    ),
  ],
};

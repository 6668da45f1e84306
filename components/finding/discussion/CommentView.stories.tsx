import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { COUNTS, sampleComment } from '../../testing/sample-comments';
import { CommentView } from './CommentView';

const own = { canEdit: true, canDelete: true };
const edited = {
  editedAt: '2026-11-26T11:00:00.000Z',
  revisions: [
    {
      __typename: 'CommentRevision',
      createdAt: '2026-11-26T10:40:00.000Z',
      text: 'It is smaller: 0.11 over 32 pairs, and the interval holds 0.',
    },
    {
      __typename: 'CommentRevision',
      createdAt: '2026-11-26T10:00:00.000Z',
      text: `It is smaller.\n\n${'A line of the first text that is longer than the dialog is wide. '.repeat(3)}`,
    },
  ],
};
const text = 'It is smaller: 0.11 over 32 pairs with names of the other gender.';
const meta: Meta<typeof CommentView> = {
  component: CommentView,
  args: {
    comment: sampleComment('k1', text, own),
    finding: COUNTS,
    kinds: ['HEAD_Z'],
    isFirst: false,
    isLinked: false,
    isAdministrator: false,
    onReply: () => {},
    onChange: async () => {},
  },
};
export default meta;

type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

/** Presses a button of the comment, then what `then` does in the dialog that it opens. */
const press =
  (button: string | RegExp, then: (page: ReturnType<typeof within>) => Promise<unknown>): Play =>
  async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button', { name: button }));
    await then(within(canvasElement.ownerDocument.body));
  };

export const Linked: Story = { args: { isLinked: true, comment: sampleComment('k1', text, edited) } };
export const Hidden: Story = {
  args: { isAdministrator: true, comment: sampleComment('k1', text, { state: 'HIDDEN' }) },
};
export const BeingEdited: Story = { play: press('Edit', (page) => page.findByRole('textbox')) };
export const DeletionRefused: Story = {
  parameters: {
    answers: { DeleteComment: () => new Error('This comment was deleted by an administrator.') },
  },
  play: press('Delete', async (page) => {
    await userEvent.click(await page.findByRole('button', { name: 'Delete the comment' }));
    await page.findByText(/deleted by an administrator/);
  }),
};
export const Report: Story = {
  args: { comment: sampleComment('k1', text) },
  play: press('Report', (page) => page.findByRole('dialog')),
};
export const EarlierTexts: Story = {
  args: { comment: sampleComment('k1', text, edited) },
  play: press(/^edited/, (page) => page.findByRole('dialog')),
};

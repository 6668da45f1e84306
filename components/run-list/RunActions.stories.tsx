import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { EditListedRun } from './EditListedRun';
import { RunActions } from './RunActions';

const meta: Meta<typeof RunActions> = {
  component: RunActions,
  args: {
    id: 'k3F9',
    ownTitle: null,
    title: '… the shops, [John→Mary] gave the bag to',
    tags: ['ioi', 'name-movers'],
    canEdit: true,
    canDelete: true,
  },
  parameters: {
    answers: {
      EditRun: () => new Error('A title has no line breaks.'),
      DeleteListedRun: () => new Error('A finding rests on this run. Delete the finding first.'),
    },
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

/** Chooses an item of the menu. */
const choose =
  (item: string, button: string, wait: RegExp): NonNullable<Story['play']> =>
  async ({ canvas, canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(canvas.getByRole('button', { name: /^Actions for/ }));
    await userEvent.click(await page.findByRole('menuitem', { name: item }));
    await userEvent.click(await page.findByRole('button', { name: button }));
    await page.findByText(wait);
  };

export const Edit: Story = {
  render: ({ id, ownTitle, title, tags }) => (
    <EditListedRun {...{ id, ownTitle, title, tags }} onClose={() => {}} />
  ),
};
export const EditRefused: Story = { play: choose('Title and tags', 'Save', /no line breaks/) };
export const DeletionRefused: Story = {
  play: choose('Delete', 'Delete the run', /Delete the finding first/),
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { RunActions } from './RunActions';

const meta: Meta<typeof RunActions> = {
  component: RunActions,
  args: { id: 'k3F9', title: '… the shops, [John→Mary] gave the bag to', canRename: true, canDelete: true },
  parameters: {
    answers: {
      RenameRun: () => new Error('A title has no line breaks.'),
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

export const RenameRefused: Story = { play: choose('Rename', 'Save', /no line breaks/) };
export const DeletionRefused: Story = {
  play: choose('Delete', 'Delete the run', /Delete the finding first/),
};

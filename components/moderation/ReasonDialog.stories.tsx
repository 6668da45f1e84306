import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { ReasonDialog } from './ReasonDialog';

const meta: Meta<typeof ReasonDialog> = {
  component: ReasonDialog,
  args: {
    heading: 'Report this finding',
    description: 'The administrators of this site read it. The author of the finding does not see it.',
    action: 'Send the report',
    onClose: () => {},
    onSubmit: async () => {
      throw new Error('You may send 10 reports a day.');
    },
  },
};
export default meta;

export const Refused: StoryObj<typeof meta> = {
  play: async ({ canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.type(page.getByRole('textbox'), 'The numbers are of another run.');
    await userEvent.click(page.getByRole('button', { name: 'Send the report' }));
    await page.findByText(/10 reports a day/);
  },
};

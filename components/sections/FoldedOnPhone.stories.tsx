import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { FoldedOnPhone } from './FoldedOnPhone';

const meta: Meta<typeof FoldedOnPhone> = {
  component: FoldedOnPhone,
  args: {
    label: 'Baseline values',
    children: (
      <>
        <div>Baseline: 4 of 4 pairs have the right sign</div>
        <div data-folds>Clean 1.00, corrupted 0.00, gap 1.00 ± 0.00</div>
      </>
    ),
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Folded: Story = {};
export const Open: Story = {
  play: async ({ canvasElement }) => {
    // Wide screens have no button.
    const button = within(canvasElement).queryByRole('button', { name: 'Baseline values' });
    if (button) await userEvent.click(button);
  },
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { STORED_CIRCUIT } from './sample-circuit';
import { StoredCircuits } from './StoredCircuits';

const meta: Meta<typeof StoredCircuits> = {
  component: StoredCircuits,
  args: { circuits: [STORED_CIRCUIT], onOpen: () => {}, onDeleted: () => {} },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const OneOfMine: Story = {};
export const ManyNodes: Story = {
  args: {
    circuits: [
      {
        ...STORED_CIRCUIT,
        canDelete: false,
        name: 'All heads of the last layers with a name that is long',
        nodes: Array.from({ length: 48 }, (_, index) => ({
          layer: 8 + Math.floor(index / 12),
          head: index % 12,
        })),
        faithfulness: { ...STORED_CIRCUIT.faithfulness, mean: null },
      },
    ],
  },
};
export const DeletionRefused: Story = {
  parameters: { answers: { DeleteCircuit: () => new Error('A finding rests on this circuit.') } },
  play: async ({ canvas, canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(canvas.getByRole('button', { name: 'Delete “Name movers”' }));
    await userEvent.click(await page.findByRole('button', { name: 'Delete the circuit' }));
    await page.findByText(/rests on this circuit/);
  },
};

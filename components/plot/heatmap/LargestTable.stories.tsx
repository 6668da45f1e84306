import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { LargestTable } from './LargestTable';

const meta: Meta<typeof LargestTable> = {
  component: LargestTable,
  args: {
    title: 'Head output (z)',
    values: Array.from({ length: 16 }, (_, at) => Math.sin(at * at) * (1 - at / 20)),
    columns: { length: 4 },
    valueName: 'recovery',
    unit: '',
    nameCell: ({ row, column }) => `L${row}H${column}`,
    onChoose: () => {},
    onClose: () => {},
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Largest: Story = {};
export const LogitsWithPositions: Story = {
  args: {
    valueName: 'change of the logit difference (logits)',
    unit: 'logits',
    nameCell: ({ row, column }) => `layer ${row} at ·antidisesta… ${column}`,
  },
};
export const AllZero: Story = { args: { values: Array.from({ length: 16 }, () => 0) } };

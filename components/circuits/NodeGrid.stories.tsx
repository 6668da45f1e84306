import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NodeGrid } from './NodeGrid';

const meta: Meta<typeof NodeGrid> = {
  component: NodeGrid,
  args: {
    layers: 4,
    heads: 4,
    scope: 'HEADS_AND_MLPS',
    nodes: [
      { layer: 0, head: null },
      { layer: 2, head: 1 },
      { layer: 3, head: 3 },
    ],
    onToggle: () => {},
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Nodes: Story = {};
export const HeadsOnly: Story = { args: { scope: 'HEADS', nodes: [{ layer: 2, head: 1 }] } };
export const LargeModel: Story = { args: { layers: 12, heads: 16 } };

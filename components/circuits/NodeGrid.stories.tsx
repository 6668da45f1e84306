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
export const Shaded: Story = {
  args: {
    unit: 'logits',
    effects: Array.from({ length: 20 }, (_, index) => ({
      node: { layer: Math.floor(index / 5), head: index % 5 === 4 ? null : index % 5 },
      size: [0, 0.02, 0.4, 0, 0.1, 1.15, 2.11, 0.04, 0, 0.78][index % 10]!,
    })),
  },
};
export const LargeModel: Story = { args: { layers: 12, heads: 16 } };

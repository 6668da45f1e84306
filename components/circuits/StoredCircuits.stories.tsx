import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { StoredCircuit_CircuitFragment } from '../generated/graphql';
import { StoredCircuits } from './StoredCircuits';

const circuit = {
  id: 'C1',
  name: 'Name movers',
  createdAt: '2026-11-26T10:00:00.000Z',
  canDelete: true,
  creator: { id: 'u', name: 'Ada Lovelace' },
  nodes: [
    { layer: 9, head: 9 },
    { layer: 10, head: 0 },
    { layer: 0, head: null },
  ],
  edges: [],
  choices: {
    members: 'NODES',
    on: 'CLEAN',
    direction: 'DENOISING',
    scope: 'HEADS_AND_MLPS',
    value: 'MEAN',
    valueFrom: 'CLEAN',
    acrossPositions: false,
    metric: 'LOGIT_DIFF',
    seed: 1,
  },
  faithfulness: { mean: 0.83, random: { seeds: [1, 2, 3], mean: 0.12, least: -0.05, most: 0.31 } },
} as unknown as StoredCircuit_CircuitFragment;

const meta: Meta<typeof StoredCircuits> = {
  component: StoredCircuits,
  args: { circuits: [circuit], onOpen: () => {}, onDeleted: () => {} },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const OneOfMine: Story = {};
export const ManyNodes: Story = {
  args: {
    circuits: [
      {
        ...circuit,
        canDelete: false,
        name: 'All heads of the last layers with a name that is long',
        nodes: Array.from({ length: 48 }, (_, index) => ({
          layer: 8 + Math.floor(index / 12),
          head: index % 12,
        })),
        faithfulness: { ...circuit.faithfulness, mean: null },
      },
    ],
  },
};

import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { chartsDrawn } from '../testing/charts-drawn';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { ChoiceFields } from './ChoiceFields';
import { CircuitParts } from './CircuitParts';
import { CircuitsView } from './CircuitsView';
import { readCircuitState } from './circuit-state';
import { EdgesField } from './EdgesField';
import { EdgeTools } from './EdgeTools';
import { CHOICES, CIRCUIT_NODES, COMPLETENESS, CURVE, FAITHFULNESS, MINIMALITY } from './sample-circuit';

const run = sampleIoiRun() as unknown as AnalysedRun_RunFragment;
const stored = {
  run: { __typename: 'Run', id: run.id, status: 'SUCCEEDED', edges: null, circuits: [] },
};
// The form shades nodes by the sweeps of the run.
const values = { run: { __typename: 'Run', id: run.id, sweeps: sampleIoiRun().sweeps } };
const meta: Meta = {
  parameters: { answers: { StoredCircuits: () => stored, RunValues: () => values } },
};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const sizes = { layers: 12, heads: 12 };
const parts = {
  run,
  nodes: CIRCUIT_NODES,
  edges: [],
  choices: CHOICES,
  curveRequest: { ranking: 'ABSOLUTE' as const, order: null },
  faithfulness: { data: FAITHFULNESS },
  completeness: { data: COMPLETENESS },
  minimality: { data: MINIMALITY },
  curve: { data: CURVE },
};

export const Page: Story = {
  render: () => <CircuitsView run={run} />,
  parameters: {
    pictureWidth: 1280,
    nextjs: { appDirectory: true, navigation: { query: { nodes: '9.9,10.0,mlp 0' } } },
  },
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: 'Save the circuit' });
    await canvas.findByText(/^Shaded by/);
  },
};
export const Results: Story = {
  render: () => <CircuitParts {...parts} />,
  parameters: { pictureWidth: 1280, pictureHeight: 1200 },
  play: ({ canvasElement }) => chartsDrawn(canvasElement, { count: 3, waitForScroll: true }),
};
export const ResultsBeingComputed: Story = {
  render: () => (
    <CircuitParts
      {...parts}
      completeness={{ data: null }}
      minimality={{
        data: undefined,
        error: new Error('Minimality of more than 64 nodes is not computed here.'),
      }}
      curve={{ data: undefined }}
    />
  ),
};
export const Fields: Story = {
  render: () => (
    <Stack>
      <ChoiceFields
        state={readCircuitState(new URLSearchParams('value=resample'), sizes)}
        pairs={4}
        hasEdges
        onChange={ignore}
      />
      <EdgesField
        sizes={sizes}
        scope="HEADS"
        edges={[
          { senderLayer: 9, senderHead: 6, input: 'Q', receiverLayer: 10, receiverHead: 0 },
          { senderLayer: 7, senderHead: 9, input: 'V', receiverLayer: 9, receiverHead: 9 },
        ]}
        onChange={ignore}
      />
      <EdgeTools
        run={run}
        hasEdges={false}
        state={readCircuitState(new URLSearchParams('members=edges&scope=heads&rank=run_edges'), sizes)}
        onChange={ignore}
      />
    </Stack>
  ),
};

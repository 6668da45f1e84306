import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { formatEffect } from '../plot/heatmap/scale';
import { sampleRun } from '../testing/sample-run';
import { PathBreadcrumb } from './PathBreadcrumb';
import { RequestEdges } from './RequestEdges';
import { StrongestEdges } from './StrongestEdges';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const run = sampleRun() as unknown as AnalysedRun_RunFragment;
const senders = Array.from({ length: 24 }, (_, index) => ({
  layer: Math.floor(index / 12),
  head: index % 12,
}));
const values = senders.map((_, index) => Math.sin(index * 1.7) / 2);
const state = { direction: 'DENOISING', metric: 'LOGIT_DIFF', steps: [] } as never;
const plan: Story['play'] = async ({ canvas }) =>
  userEvent.click(canvas.getByRole('button', { name: /^Plan all/ }));

export const Strongest: Story = {
  render: () => (
    <StrongestEdges
      senders={senders}
      receivers={[{ layer: 3, head: 0 }]}
      input="q"
      values={values}
      changes={values}
      valueName="recovery"
      formatValue={formatEffect}
      onFollow={() => {}}
    />
  ),
};
export const Breadcrumb: Story = {
  render: () => (
    <PathBreadcrumb
      steps={[
        { heads: [{ layer: 9, head: 9 }], input: 'q' },
        {
          heads: [
            { layer: 7, head: 3 },
            { layer: 8, head: 6 },
          ],
          input: 'v',
        },
      ]}
      onSteps={() => {}}
    />
  ),
};
export const Request: Story = { render: () => <RequestEdges run={run} state={state} /> };
export const Planned: Story = {
  render: () => <RequestEdges run={run} state={state} />,
  parameters: {
    answers: {
      EdgeCost: () => ({
        previewRun: { __typename: 'RunPreview', estimatedMs: 42_000, plannedFlops: 5.9e13, issues: [] },
      }),
    },
  },
  play: async (context) => {
    await plan(context);
    await context.canvas.findByRole('button', { name: 'Compute all edges' });
  },
};
export const Refused: Story = {
  render: () => <RequestEdges run={run} state={state} />,
  parameters: {
    answers: { EdgeCost: () => new Error('The server computes edges of models with up to 24 layers.') },
  },
  play: async (context) => {
    await plan(context);
    await context.canvas.findByRole('alert');
  },
};

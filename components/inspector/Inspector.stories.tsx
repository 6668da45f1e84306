import { Box } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { userEvent, within } from 'storybook/test';
import { useTone } from '../plot/heatmap/use-tone';
import type { PinnedCell } from '../sweep/view-state';
import { chartsDrawn } from '../testing/charts-drawn';
import { answerInspector } from '../testing/sample-answers';
import { sampleIoiPositions, sampleIoiRun, sampleIoiSweeps } from '../testing/sample-ioi-run';
import { HeadDialog } from './HeadDialog';
import { HeadPatterns } from './HeadPatterns';
import { HeadPlaces } from './HeadPlaces';
import { Inspector } from './Inspector';
import { NeuronTable } from './NeuronTable';
import { TopHeads } from './TopHeads';

const run = sampleIoiRun();
const answers = answerInspector(run);
const meta: Meta = { parameters: { answers } };
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const figure = { lines: [], nameFile: () => 'attention' };

function OfCell({ pinned }: { readonly pinned: PinnedCell }) {
  const sweeps = sampleIoiSweeps(run);
  return (
    <Box maw={420}>
      <Inspector
        {...{ run, sweeps, pinned }}
        positions={sampleIoiPositions(run)}
        prompt={null}
        patternPrompt={null}
        value="recovery"
        direction="DENOISING"
        metric="LOGIT_DIFF"
        tone={useTone()}
        onChange={ignore}
      />
    </Box>
  );
}
const head = { runId: run.id, layer: 9, head: 9, prompt: null, marked: [10] };

function Patterns({ brief }: { readonly brief?: 'clean' }) {
  return <HeadPatterns {...head} tone={useTone()} {...{ figure, brief }} />;
}
function Large() {
  return <HeadDialog {...head} tone={useTone()} figure={figure} onClose={ignore} />;
}
function Top() {
  return (
    <TopHeads
      {...{ run }}
      direction="DENOISING"
      metric="LOGIT_DIFF"
      unpatched={run.baseline!}
      count={4}
      rankedBy={null}
      prompt={null}
      tone={useTone()}
      onChange={ignore}
    />
  );
}

/** As beside the plots of a wide page. */
const BESIDE = { parameters: { pictureWidth: 1280, pictureHeight: 1500 } };

export const Head: Story = {
  ...BESIDE,
  render: () => <OfCell pinned={{ kind: 'HEAD_Z', layer: 9, head: 9, position: null }} />,
  play: ({ canvasElement }) => chartsDrawn(canvasElement),
};
export const MlpAtAPosition: Story = {
  ...BESIDE,
  render: () => <OfCell pinned={{ kind: 'MLP_OUT', layer: 0, head: null, position: 10 }} />,
  play: ({ canvasElement }) => chartsDrawn(canvasElement),
};
/** Over the lower half of a phone. */
export const OnAPhone: Story = {
  ...Head,
  parameters: { pictureHeight: 760 },
};
export const CellOutsideOfTheRun: Story = {
  render: () => <OfCell pinned={{ kind: 'HEAD_Z', layer: 31, head: 0, position: null }} />,
};
export const BeingRead: Story = {
  render: () => <OfCell pinned={{ kind: 'HEAD_Z', layer: 9, head: 9, position: null }} />,
  parameters: {
    ...BESIDE.parameters,
    answers: Object.fromEntries(Object.keys(answers).map((name) => [name, () => NEVER])),
  },
};
export const NotRead: Story = {
  render: () => <OfCell pinned={{ kind: 'HEAD_Z', layer: 9, head: 9, position: null }} />,
  parameters: {
    ...BESIDE.parameters,
    answers: {
      ...answers,
      HeadPatterns: () => new Error('The model gpt2 was removed. Install it again on the page Models.'),
      PatchedPredictions: () => new Error('The engine is restarting. Try again in a few seconds.'),
    },
  },
  play: ({ canvasElement }) => chartsDrawn(canvasElement),
};
export const AttentionAsTokens: Story = {
  render: () => <Patterns />,
  play: async ({ canvas }) => userEvent.click(await canvas.findByText('Tokens')),
};
export const AttentionEnlarged: Story = {
  render: () => <Large />,
  parameters: { pictureWidth: 1280 },
  play: async ({ canvasElement }) => {
    await within(canvasElement.ownerDocument.body).findAllByText('Corrupted');
  },
};
export const TopHeadsInARow: Story = {
  render: () => <Top />,
  parameters: { pictureWidth: 1280 },
  play: async ({ canvas }) => void (await canvas.findByRole('application', { name: /^L8H10/ })),
};
export const TopHeadsBeingRead: Story = { render: () => <HeadPlaces count={2} /> };
export const Neurons: Story = {
  render: () => (
    <NeuronTable
      runId={run.id}
      layer={0}
      position={10}
      place="·John 10"
      direction="DENOISING"
      metric="LOGIT_DIFF"
    />
  ),
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button'));
    await canvas.findByRole('table');
  },
};

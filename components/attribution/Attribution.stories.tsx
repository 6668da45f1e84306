import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { chartsDrawn } from '../testing/charts-drawn';
import { answerInspector } from '../testing/sample-answers';
import { answerAttribution } from '../testing/sample-attribution';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { AttributionView } from './AttributionView';
import { readAttributionState, type AttributionState } from './attribution-state';
import { LogitLens } from './LogitLens';
import { ShareSection } from './ShareSection';

const whole = sampleIoiRun();
const run = whole as unknown as AnalysedRun_RunFragment;
const answers = { ...answerAttribution(whole), ...answerInspector(whole) };
const meta: Meta = { parameters: { answers } };
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const state = (search: string): AttributionState =>
  readAttributionState(new URLSearchParams(search), { prompts: 4, layers: 12, heads: 12 });
const shares = (search: string, wait: string): Story => ({
  render: () => <ShareSection run={run} state={state(search)} onChange={ignore} />,
  parameters: { pictureWidth: 900 },
  play: async ({ canvas }) => void (await canvas.findAllByText(wait)),
});

export const Shares = shares('', 'Component');
export const SharesOnAPhone: Story = { ...Shares, parameters: {} };
export const SourcesOfAHead: Story = {
  ...shares('head=L9H9', 'Component'),
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByRole('application', { name: /^L9H9, clean:/ });
    await chartsDrawn(canvasElement);
  },
};
export const NeuronsOfAnMlp = shares('run=difference&mlp=8', 'Neuron, clean run');
export const Lens: Story = {
  render: () => <LogitLens run={run} state={state('')} onChange={ignore} />,
  parameters: { pictureWidth: 1280 },
  play: async ({ canvas }) => void (await canvas.findByRole('table')),
};
export const LensOnAPhone: Story = {
  ...Lens,
  render: () => <LogitLens run={run} state={state('lens=rank&run=difference')} onChange={ignore} />,
  parameters: {},
};
export const BeingRead: Story = {
  render: () => <AttributionView run={run} />,
  parameters: { answers: { RunAttribution: () => NEVER, RunLogitLens: () => NEVER } },
};
export const NotRead: Story = {
  render: () => <ShareSection run={run} state={state('')} onChange={ignore} />,
  parameters: {
    answers: { RunAttribution: () => new Error('The engine is restarting. Try again in a few seconds.') },
  },
  play: async ({ canvas }) => void (await canvas.findByRole('alert')),
};

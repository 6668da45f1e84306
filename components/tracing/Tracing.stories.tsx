import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import type { AnalysedRun_RunFragment, InterveneInput } from '../generated/graphql';
import type { Answers } from '../testing/fake-api';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { TracingControls } from './TracingControls';
import { readTracingState } from './tracing-state';
import { TracingView } from './TracingView';

const run = sampleIoiRun() as unknown as AnalysedRun_RunFragment;
/** A run of 1.9 s for each pair. */
const cost = { previewRun: { __typename: 'RunPreview', estimatedMs: 1900 } };
/** A subject before the middle of the model, the last token after it. */
const answers: Answers = {
  WorkCost: () => cost,
  TraceRow: ({ input }) => {
    const { sites, layers } = input as InterveneInput;
    const effect = sites.map(({ layer, position }) =>
      position === 10 ? Math.max(0, 1 - layer / 7) : position === 14 ? Math.max(0, (layer - 5) / 5) : 0,
    );
    return {
      intervene: {
        __typename: 'Intervention',
        noiseStd: 0.41,
        results: [
          {
            __typename: 'MetricResult',
            base: [-0.4],
            source: [3.3],
            singles: effect.map((one) => [-0.4 + 3.7 * one]),
            layerSingles: effect.map((one) => Array.from({ length: layers ?? 1 }, () => [-0.4 + 0.3 * one])),
          },
        ],
      },
    };
  },
};
const search = (query: Record<string, string>) => ({ appDirectory: true, navigation: { query } });
const meta: Meta = { parameters: { answers } };
export default meta;

type Story = StoryObj;

export const BeforeItStarts: Story = {
  render: () => <TracingView run={run} />,
  parameters: { pictureWidth: 1280 },
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: /^Trace, about/ })),
};
export const BeforeItStartsOnAPhone: Story = {
  render: () => <TracingView run={run} />,
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: /^Trace, about/ })),
};
export const Traced: Story = {
  render: () => <TracingView run={run} />,
  parameters: { pictureWidth: 1280, nextjs: search({ trace: '1' }) },
  play: async ({ canvas }) =>
    void (await canvas.findByRole('button', { name: 'Save as JSON: Causal tracing' })),
};
export const BeingTraced: Story = {
  render: () => <TracingView run={run} />,
  parameters: { nextjs: search({ trace: '1' }), answers: { TraceRow: () => NEVER } },
};
export const Controls: Story = {
  render: () => (
    <TracingControls
      run={run}
      state={readTracingState(new URLSearchParams('corrupt=prompt&layers=3&show=interaction'), {
        layers: 12,
        length: 15,
      })}
      onChange={() => {}}
    />
  ),
  parameters: { pictureWidth: 900 },
};

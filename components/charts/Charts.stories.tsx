import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { Tone } from '../plot/heatmap/scale';
import { useTone } from '../plot/heatmap/use-tone';
import { chartsDrawn } from '../testing/charts-drawn';
import { sampleRun } from '../testing/sample-run';
import { BarPlot } from './BarPlot';
import { BaselineHistogram } from './BaselineHistogram';
import { LayerPlots } from './LayerPlots';
import { PromptChart } from './PromptChart';
import { PromptScatter } from './PromptScatter';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

/** Draws in the colours of the page. */
function WithTone({ children }: { readonly children: (tone: Tone) => React.ReactNode }) {
  return children(useTone());
}

/** Between -1 and 1, the same on every machine. */
const wave = (index: number): number => Math.sin(index * 1.7) * Math.cos(index * 0.3);
const heads = Array.from({ length: 10 }, (_, index) => ({
  label: `L${9 - (index % 3)}H${index}`,
  effect: 0.6 - index * 0.11,
}));
const layers = Array.from({ length: 12 }, (_, index) => ({
  label: String(index),
  z: wave(index),
  mlp: index === 4 ? null : index / 24,
}));
const prompts = Array.from({ length: 60 }, (_, index) => ({
  label: String(index + 1),
  clean: 3 + wave(index),
  corrupted: -2 + 2 * wave(index + 9),
}));
const figure = { lines: [], nameFile: () => 'chart' };
const { baseline } = sampleRun();

export const Bars: Story = {
  render: () => (
    <WithTone>
      {(tone) => (
        <BarPlot
          data={heads}
          series={[{ key: 'effect', label: 'effect' }]}
          xName="head"
          yName="recovery"
          unit=""
          tone={tone}
        />
      )}
    </WithTone>
  ),
};
export const BarsOfTwoSeries: Story = {
  render: () => (
    <WithTone>
      {(tone) => (
        <BarPlot
          data={prompts.slice(0, 6)}
          series={[
            { key: 'clean', label: 'clean' },
            { key: 'corrupted', label: 'corrupted' },
          ]}
          xName="prompt"
          yName="logit difference (logits)"
          unit="logits"
          tone={tone}
        />
      )}
    </WithTone>
  ),
};
export const LinesByLayer: Story = {
  render: () => (
    <WithTone>
      {(tone) => (
        <LayerPlots
          data={layers}
          series={[
            { key: 'z', label: 'Head output (z)' },
            { key: 'mlp', label: 'MLP output' },
          ]}
          xName="layer"
          yName="recovery"
          unit=""
          tone={tone}
        />
      )}
    </WithTone>
  ),
};
export const Histogram: Story = {
  render: () => (
    <WithTone>
      {(tone) => (
        <BaselineHistogram
          width={0.5}
          tone={tone}
          data={Array.from({ length: 14 }, (_, index) => ({
            at: -3 + index / 2,
            clean: Math.max(0, 20 - (index - 10) ** 2),
            corrupted: Math.max(0, 16 - (index - 4) ** 2),
          }))}
        />
      )}
    </WithTone>
  ),
};
export const Points: Story = {
  render: () => <WithTone>{(tone) => <PromptScatter data={prompts} tone={tone} />}</WithTone>,
};
export const PagesOfALargeRun: Story = {
  render: () => (
    <WithTone>
      {(tone) => (
        <PromptChart
          runId="k3F9"
          kind="HEAD_Z"
          figure={figure}
          tone={tone}
          baseline={{
            ...baseline!,
            pairs: 512,
            perPrompt: prompts.map(({ clean, corrupted }) => ({
              ...baseline!.perPrompt[0]!,
              clean,
              corrupted,
            })),
          }}
        />
      )}
    </WithTone>
  ),
  play: ({ canvasElement }) => chartsDrawn(canvasElement),
};

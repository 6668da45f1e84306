import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { fireEvent } from 'storybook/test';
import { useState } from 'react';
import { useTone } from '../heatmap/use-tone';
import { layoutScatter } from './layout-scatter';
import type { ScatterData } from './scatter-data';
import { ScatterPlot } from './ScatterPlot';

const meta: Meta = {};
export default meta;

type Story = StoryObj<typeof meta>;

const LAYERS = 12;
const WIDTH = 340;

/** Effects of two runs that agree but for some cells; most are near 0, as those of heads are. */
function sample(count: number): ScatterData {
  let seed = 7;
  const random = (): number => ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) * 2 - 1;
  const x = Float32Array.from({ length: count }, () => random() ** 5 + 0.02 * random());
  const y = x.map((value) => 0.8 * value + 0.06 * random());
  y[count - 9] = -0.45;
  y[count - 20] = 0.62;
  return {
    title: 'Head output (z): A against B',
    xName: 'A, gpt2: recovery',
    yName: 'B, gpt2: recovery',
    x,
    y,
    shares: Float32Array.from(x, (_, point) => Math.floor((LAYERS * point) / count) / (LAYERS - 1)),
    labelled: [
      { point: count - 9, text: 'L11H3' },
      { point: count - 20, text: 'L10H4' },
    ],
  };
}

function Plot({ data, initial = null }: { readonly data: ScatterData; readonly initial?: number | null }) {
  const [pinned, setPinned] = useState(initial);
  const write = (point: number): string => `Cell ${point}: A ${data.x[point]!.toFixed(3)}`;
  return (
    <ScatterPlot
      data={data}
      width={WIDTH}
      tone={useTone()}
      writePoint={write}
      speakPoint={write}
      summary="Largest differences."
      placeAt={(point) => ({ layer: point, head: null, position: null })}
      locate={({ layer }) => layer}
      pinned={pinned}
      onPin={setPinned}
    />
  );
}

const HEADS = sample(LAYERS * LAYERS);
export const Heads: Story = { render: () => <Plot data={HEADS} /> };
export const Pinned: Story = { render: () => <Plot data={HEADS} initial={HEADS.x.length - 9} /> };
export const ReadByKeys: Story = {
  render: () => <Plot data={HEADS} />,
  play: async ({ canvas }) => {
    await fireEvent.keyDown(canvas.getByRole('application'), { key: 'd' });
  },
};
export const Hovered: Story = {
  render: () => <Plot data={HEADS} />,
  play: async ({ canvas }) => {
    const plot = canvas.getByRole('application');
    const { left, top } = plot.getBoundingClientRect();
    const { toX, toY } = layoutScatter(HEADS, WIDTH);
    const point = HEADS.labelled[1]!.point;
    await fireEvent.pointerMove(plot, {
      clientX: left + toX(HEADS.x[point]!),
      clientY: top + toY(HEADS.y[point]!),
      pointerType: 'mouse',
    });
  },
};
const MANY = sample(12_288);
export const ManyPoints: Story = { render: () => <Plot data={MANY} /> };
const NONE = new Float32Array(4);
export const AllZero: Story = {
  render: () => <Plot data={{ ...HEADS, x: NONE, y: NONE, shares: NONE, labelled: [] }} />,
};

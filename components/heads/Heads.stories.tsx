import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { HeadView_HeadFragment } from '../generated/graphql';
import { chartsDrawn } from '../testing/charts-drawn';
import { COLLECTION } from '../testing/sample-collection';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { readEffectChoice } from './effect-choice';
import { HeadGridView } from './HeadGridView';
import { HeadView } from './HeadView';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const shown = {
  request: { query: 'query HeadPage { viewer { id } }', variables: {} },
  choice: readEffectChoice(() => ''),
};
const [movers, , against] = COLLECTION.items;
const run = { id: 'r', title: sampleIoiRun().title };
const head = {
  model: 'gpt2',
  layers: 12,
  heads: 12,
  layer: 9,
  head: 9,
  claims: [
    {
      id: 'c',
      text: 'z[9.9] > 0.2',
      counts: { supported: 2, refuted: 1, undecided: 0, invalid: 0 },
      finding: movers!.finding!,
    },
  ],
  effects: [
    { kind: 'HEAD_Z', recoveries: [0.27, 0.31, 0.24, 0.29, 0.11, 0.33, -0.02] },
    { kind: 'HEAD_Q', recoveries: [0.21, 0.19] },
  ],
  findings: [movers, against].map((item, at) => ({
    finding: { ...item!.finding!, run },
    effects: [
      { kind: 'HEAD_Z', recovery: at === 0 ? 0.27 : -0.02 },
      { kind: 'HEAD_Q', recovery: 0.21 },
    ],
  })),
} as unknown as HeadView_HeadFragment;

export const OneHead: Story = {
  render: () => <HeadView head={head} {...shown} />,
  parameters: { pictureWidth: 900 },
  play: ({ canvasElement }) => chartsDrawn(canvasElement, { waitForScroll: true }),
};
export const OneHeadOnAPhone: Story = { ...OneHead, parameters: {} };
export const HeadWithoutFindings: Story = {
  render: () => <HeadView head={{ ...head, claims: [], effects: [], findings: [] }} {...shown} />,
};

const grid = {
  model: 'gpt2',
  layers: 12,
  heads: 12,
  findings: 14,
  counts: Array.from({ length: 144 }, (_, cell) =>
    cell === 117 ? 12 : cell === 102 ? 9 : Math.max(0, Math.round(3 * Math.sin(cell * 1.7))),
  ),
};
export const HeadsOfAModel: Story = { render: () => <HeadGridView grid={grid} {...shown} /> };
export const HeadsWithoutFindings: Story = {
  render: () => <HeadGridView grid={{ ...grid, findings: 0, counts: [] }} {...shown} />,
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import type { AnalysedRun_RunFragment, InterveneInput } from '../generated/graphql';
import type { Answers } from '../testing/fake-api';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { PathsView } from './PathsView';

const ioi = sampleIoiRun();
const run = ioi as unknown as AnalysedRun_RunFragment;
const small = sampleRun();
const progress = { ...small.progress, __typename: 'RunProgress' };
const unpatched = { __typename: 'UnpatchedMetric', clean: 3, corrupted: -1 };
const stored = (edges: object | null, status = 'SUCCEEDED') => ({
  run: {
    __typename: 'Run',
    id: run.id,
    status,
    isMine: true,
    sweepKinds: ['HEAD_Z'],
    progress: { ...progress, status, fraction: 0.4 },
    edges,
  },
});
/** The array of all edges of a model of two layers by two heads. */
const array = Array.from({ length: 3 * 4 * 4 }, (_, index) => {
  const [receiver, sender] = [Math.floor(index / 4) % 4, index % 4];
  return receiver < 2 || sender > 1 ? NaN : -1 + 0.4 * (Math.floor(index / 16) + receiver + sender - 2);
});
const edges = {
  __typename: 'HeadEdges',
  count: 12,
  finishedLayers: [1],
  raw: encodeFloats(array),
  unpatched,
};
const answers: Answers = {
  PathStep: ({ input }) => {
    const { sites, metrics } = input as InterveneInput;
    const effect = (layer: number, head: number): number =>
      layer === 9 && head === 9
        ? 0.3
        : layer === 8 && head === 6
          ? 0.2
          : layer === 10 && head === 7
            ? -0.25
            : 0.01;
    return {
      intervene: {
        __typename: 'Intervention',
        results: [
          {
            __typename: 'MetricResult',
            metric: metrics![0],
            base: [-3.3],
            source: [3.3],
            patched: [1],
            singles: sites.map(({ layer, head }) => [-3.3 + 6.6 * effect(layer, head!)]),
          },
        ],
      },
    };
  },
  AllEdges: () => stored(null),
  WorkCost: () => ({ previewRun: { __typename: 'RunPreview', estimatedMs: 10 } }),
  StrongestHeads: () => ({
    run: {
      __typename: 'Run',
      id: run.id,
      sweeps: [
        {
          __typename: 'Sweep',
          id: 's',
          kind: 'HEAD_Z',
          direction: run.directions[0],
          top: [{ __typename: 'Cell', layer: 9, head: 9, recovery: 0.31 }],
        },
      ],
    },
  }),
};
const query = (search: Record<string, string>) => ({ appDirectory: true, navigation: { query: search } });
const meta: Meta = { parameters: { answers } };
export default meta;

type Story = StoryObj;

export const FirstStep: Story = {
  render: () => <PathsView run={run} />,
  parameters: { pictureWidth: 1280 },
  play: async ({ canvas }) => void (await canvas.findByRole('application')),
};
export const Proposed: Story = {
  render: () => <PathsView run={run} />,
  parameters: {
    pictureWidth: 1280,
    answers: {
      ...answers,
      WorkCost: () => ({ previewRun: { __typename: 'RunPreview', estimatedMs: 2100 } }),
    },
  },
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: /^Compute 144 path patches/ })),
};
export const ToAReceiver: Story = {
  render: () => <PathsView run={run} />,
  parameters: { pictureWidth: 1280, nextjs: query({ to: 'L9H9' }) },
  play: async ({ canvas }) => void (await canvas.findAllByRole('application')),
};
export const BeingComputed: Story = {
  render: () => <PathsView run={run} />,
  parameters: { answers: { ...answers, PathStep: () => NEVER, AllEdges: () => NEVER } },
};
export const AllEdgesRanked: Story = {
  render: () => <PathsView run={small} />,
  parameters: { pictureWidth: 1280, answers: { ...answers, AllEdges: () => stored(edges) } },
  play: async ({ canvas }) => void (await canvas.findByRole('table', { name: 'Strongest of all edges' })),
};

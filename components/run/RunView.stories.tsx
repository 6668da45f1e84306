import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { answerInspector } from '../testing/sample-answers';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { RunView } from './RunView';

const run = sampleIoiRun();
const HEADS = ['HEAD_Z', 'HEAD_Q'] as const;
const computed = (changes: Parameters<typeof sampleIoiRun>[0]) => {
  const sweeps = run.sweeps.filter(({ kind }) => kind === 'HEAD_Z');
  return { run: sampleIoiRun({ sweepKinds: [...HEADS], sweeps, ...changes }) };
};
const meta: Meta<typeof RunView> = {
  component: RunView,
  args: {
    id: run.id,
    joint: { metric: 'LOGIT_DIFF', data: { run: { id: run.id, jointPatches: [] } } },
  },
  parameters: { answers: { ...answerInspector(run), RunProgress: () => NEVER } },
};
export default meta;

type Story = StoryObj<typeof meta>;

/** One of two sweeps is there. */
export const BeingComputed: Story = {
  args: {
    initial: computed({
      status: 'RUNNING',
      provenance: null,
      progress: {
        ...run.progress,
        status: 'RUNNING',
        fraction: 0.61,
        finishedSweeps: ['HEAD_Z'],
        remainingMs: 4200,
      },
    }),
  },
  parameters: { pictureWidth: 1280 },
};
export const Failed: Story = {
  args: {
    initial: computed({
      status: 'FAILED',
      provenance: null,
      baseline: null,
      sweeps: [],
      error: { code: 'ENGINE_FAILED', message: 'The engine was restarted three times (out of memory).' },
    }),
  },
};

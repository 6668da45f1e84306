import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import type { Answers } from '../testing/fake-api';
import { CONTROL, JOINT_PATCH } from '../testing/sample-joint-patch';
import { sampleRun } from '../testing/sample-run';
import { JointPatches } from './JointPatches';
import { RepeatJointPatches } from './RepeatJointPatches';

const run = sampleRun();
const listed = { ...JOINT_PATCH, controls: [{ __typename: 'JointPatch', id: CONTROL.id }] };
const others = Array.from({ length: 9 }, (_, at) => ({
  ...listed,
  id: `other${at}`,
  title:
    at === 2 ? 'L1H0 z, L1H1 z, layer 0 at ·Mary 1, MLP 0 at ·to 2, L0H0 z, L0H1 z' : `L${at % 2}H1 z, MLP 0`,
  controls: [],
}));
const answers: Answers = {
  JointPatches: () => ({ run: { __typename: 'Run', id: run.id, jointPatches: [listed, ...others] } }),
  JointPatch: () => ({
    jointPatch: { ...JOINT_PATCH, run: { __typename: 'Run', id: run.id }, controls: [CONTROL] },
  }),
  JointPredictions: () => NEVER,
};
const meta: Meta = { parameters: { answers } };
export default meta;

type Story = StoryObj;

const patches = {
  run,
  value: 'recovery' as const,
  metric: 'LOGIT_DIFF' as const,
  prompt: null,
  onChange: () => {},
};

export const List: Story = {
  render: () => <JointPatches {...patches} shown={null} />,
  parameters: { pictureWidth: 900 },
  play: async ({ canvas }) => void (await canvas.findByRole('table')),
};
export const OneInDetail: Story = {
  render: () => <JointPatches {...patches} shown="j1" />,
  parameters: { pictureWidth: 1280 },
  play: async ({ canvas }) =>
    void (await canvas.findByRole('table', { name: 'Joint effect on each prompt' })),
};
export const OnAPhone: Story = { ...OneInDetail, parameters: {} };
export const Deleted: Story = {
  render: () => <JointPatches {...patches} shown="j9" />,
  parameters: { answers: { ...answers, JointPatch: () => ({ jointPatch: null }) } },
  play: async ({ canvas }) => void (await canvas.findByText('No such joint patch')),
};
const repeated = { ...JOINT_PATCH, controls: [] };
export const OfTheOriginalRun: Story = {
  render: () => <RepeatJointPatches runId="k3F9" />,
  parameters: {
    answers: {
      ForkedJointPatches: () => ({
        run: {
          __typename: 'Run',
          id: 'k3F9',
          roles: [],
          jointPatches: [],
          forkedFrom: {
            __typename: 'Run',
            id: 'r0',
            title: '… the shops, [John→Mary] gave the bag to',
            roles: [],
            jointPatches: [repeated],
          },
        },
      }),
    },
  },
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: 'Compute on these prompts' })),
};

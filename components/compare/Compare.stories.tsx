import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { Compare_RunFragment } from '../generated/graphql';
import { userEvent } from 'storybook/test';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { decodeFloats } from '../sweep/effects';
import { ComparePicker } from './ComparePicker';
import { CompareView } from './CompareView';
import { Facts } from './Facts';
import { LargestDifference } from './LargestDifference';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const run = (changes: object): Compare_RunFragment => ({ ...sampleRun(), ...changes });

export const TwoRuns: Story = {
  render: () => (
    <Facts
      a={run({ imported: null })}
      b={run({
        id: 'b',
        directions: ['NOISING'],
        imported: { at: '2026-11-26T10:00:00.000Z' },
        finding: { slug: 'f', title: 'Head 9.9 moves the name' },
      })}
    />
  ),
};
export const NoRunChosen: Story = { render: () => <ComparePicker a={null} b={null} /> };
export const TwoChosen: Story = {
  render: () => (
    <ComparePicker a={{ id: 'a', label: '[John→Mary] to' }} b={{ id: 'b', label: 'Other names' }} />
  ),
};
export const OtherSizes: Story = {
  render: () => (
    <LargestDifference
      directionA="DENOISING"
      directionB="NOISING"
      pairs={[{ between: null } as never]}
      unit=""
    />
  ),
};

const few = (changes: object, kinds: readonly string[]): Compare_RunFragment => {
  const whole = sampleIoiRun();
  return {
    ...whole,
    roles: [],
    sweeps: whole.sweeps.filter(({ kind }) => kinds.includes(kind)),
    ...changes,
  };
};
const a = few({}, ['HEAD_Z', 'RESID_PRE']);
/** The plots of A against B are loaded when they come into view. */
async function seePlots(canvas: { findAllByRole: (role: 'application') => Promise<HTMLElement[]> }) {
  const count = (plots: readonly HTMLElement[]): number =>
    plots.filter((plot) => plot.getAttribute('aria-roledescription') === 'scatter plot').length;
  window.dispatchEvent(new Event('scroll'));
  while (count(await canvas.findAllByRole('application')) < 2) await new Promise(requestAnimationFrame);
}
/** Smaller effects, of which one is turned round. */
const b = few(
  {
    id: 'b',
    title: 'The same with names of the other gender',
    sweeps: a.sweeps.map((sweep) => ({
      ...sweep,
      data: encodeFloats(
        [...decodeFloats(sweep.data)].map((value, cell) => 0.7 * value - (cell === 102 ? 3 : 1)),
      ),
    })),
  },
  [],
);
const compared = { request: { query: 'query Compare { viewer { id } }', variables: {} }, a, b };
export const SameCells: Story = {
  render: () => <CompareView {...compared} />,
  parameters: {
    pictureWidth: 1280,
    nextjs: { appDirectory: true, navigation: { query: { hatch: 'unclear' } } },
    answers: {
      PairedRuns: () => ({
        run: {
          __typename: 'Run',
          id: a.id,
          sweeps: a.sweeps.map(({ kind, direction }) => ({
            kind,
            direction,
            paired: {
              reason: 'The two runs have different prompts, so that no two can be paired.',
              statistics: null,
            },
          })),
        },
      }),
    },
  },
  play: async ({ canvas }) => {
    await canvas.findByText(/different prompts/);
    await seePlots(canvas);
  },
};
/** Without a sweep in common, and with too few prompts for a test. */
export const NothingInCommon: Story = {
  render: () => (
    <CompareView {...compared} a={few({ pairCount: 1 }, ['HEAD_Z'])} b={few({ id: 'b' }, ['RESID_PRE'])} />
  ),
  parameters: {
    nextjs: { appDirectory: true, navigation: { query: { hatch: 'unclear' } } },
  },
};
/** The cell that differs most is chosen from the list. */
export const ChangedCellChosen: Story = {
  render: () => <CompareView {...compared} />,
  parameters: { pictureWidth: 380, nextjs: { appDirectory: true, navigation: { query: {} } } },
  play: async ({ canvas }) => {
    await seePlots(canvas);
    await userEvent.click(canvas.getByRole('button', { name: 'L8H6' }));
  },
};
/** B has the values of A. */
export const EqualRuns: Story = {
  render: () => <CompareView {...compared} a={few({}, ['HEAD_Z'])} b={few({ id: 'b' }, ['HEAD_Z'])} />,
  parameters: { nextjs: { appDirectory: true, navigation: { query: {} } } },
  play: async ({ canvas }) => {
    window.dispatchEvent(new Event('scroll'));
    await canvas.findByText(/No cell differs by more than rounding/);
    while (canvas.getAllByRole('application').length < 4) await new Promise(requestAnimationFrame);
  },
};

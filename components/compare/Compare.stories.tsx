import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { Compare_RunFragment } from '../generated/graphql';
import { sampleRun } from '../testing/sample-run';
import { ComparePicker } from './ComparePicker';
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
  render: () => <LargestDifference directionA="DENOISING" directionB="NOISING" pairs={[]} unit="" />,
};

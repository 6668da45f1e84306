import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { COLLECTION } from '../testing/sample-collection';
import { HeadClaims } from './HeadClaims';

const finding = COLLECTION.items[0]!.finding!;
const meta: Meta<typeof HeadClaims> = {
  component: HeadClaims,
  args: {
    name: 'L9H9',
    claims: ['z[9.9] > 0.2', 'top(z, 3) = {9.9, 10.0, 9.6}'].map((text, index) => ({
      id: String(index),
      text,
      counts: { supported: 2, refuted: index, undecided: 0, invalid: 0 },
      finding,
    })) as never,
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Claims: Story = {};
export const None: Story = { args: { claims: [] } };

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { PanelList } from './PanelList';

const panel = { title: '', width: 100, height: 100, body: '' };
const choices = [
  ['Heads', 'Head output (z)'],
  ['Heads', 'Queries'],
  ['Attention of L9H9', 'L9H9 to a position with a long name'],
  ['Logit difference by prompt', 'Logit difference by prompt'],
].map(([figure, title], index) => ({
  id: String(index),
  label: title!,
  figure: figure!,
  panel: { ...panel, title: title! },
  lines: [],
}));
const meta: Meta<typeof PanelList> = { component: PanelList, args: { choices, onChange: () => {} } };
export default meta;

type Story = StoryObj<typeof meta>;

export const NoneChosen: Story = { args: { chosen: [] } };
export const OneChosen: Story = { args: { chosen: ['1'] } };
export const AllChosen: Story = { args: { chosen: ['2', '0', '1'] } };

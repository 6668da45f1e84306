import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { JOINT_PATCH } from '../testing/sample-joint-patch';
import { DeleteButton } from './DeleteButton';
import { EffectBars } from './EffectBars';
import { readEffect } from './joint-numbers';
import { SelectionBar } from './SelectionBar';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const nothing = (): void => {};
const bar = {
  runId: 'k3F9',
  pairs: 2,
  direction: 'DENOISING' as const,
  topCount: 5,
  onTopCount: nothing,
  onSelecting: nothing,
  onChange: nothing,
};
const cells = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'HEAD_Z' as const,
    layer: 9,
    head: index,
    position: null,
  }));

export const Effects: Story = {
  render: () => (
    <EffectBars
      effect={readEffect(JOINT_PATCH.results[0]!)!}
      value="recovery"
      metric="LOGIT_DIFF"
      sites={JOINT_PATCH.sites}
    />
  ),
};
export const NoCellSelected: Story = { render: () => <SelectionBar {...bar} selection={[]} isSelecting /> };
export const CellsSelected: Story = {
  render: () => <SelectionBar {...bar} selection={cells(3)} isSelecting={false} />,
};
export const TooManyCells: Story = {
  render: () => <SelectionBar {...bar} selection={cells(80)} isSelecting />,
};
export const Delete: Story = {
  render: () => <DeleteButton id="j1" onDeleted={nothing} />,
  play: async ({ canvas }) =>
    userEvent.click(canvas.getByRole('button', { name: 'Delete this joint patch' })),
};

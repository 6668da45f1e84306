import { Group } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { VerdictLabel } from './VerdictLabel';

const meta: Meta = {};
export default meta;

export const AllVerdicts: StoryObj = {
  render: () => (
    <Group>
      {(['SUPPORTED', 'REFUTED', 'UNDECIDED', 'INVALID'] as const).map((verdict) => (
        <VerdictLabel key={verdict} verdict={verdict} />
      ))}
    </Group>
  ),
};

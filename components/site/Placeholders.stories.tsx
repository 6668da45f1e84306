import { Group, Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { HeatmapPlaceholder, MatrixPlaceholders, TablePlaceholder, TextPlaceholder } from './Placeholders';

const meta: Meta = {};
export default meta;

export const Layouts: StoryObj = {
  render: () => (
    <Stack>
      <TextPlaceholder lines={2} />
      <Group align="flex-start" gap="xl">
        <HeatmapPlaceholder rows={4} columns={6} cellWidth={32} cellHeight={32} />
        <TablePlaceholder rows={6} width={180} />
      </Group>
      <MatrixPlaceholders count={3} size={100} />
    </Stack>
  ),
};

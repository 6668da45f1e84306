import { Text } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { CollapsibleSection } from './CollapsibleSection';
import { ContentsRail } from './ContentsRail';

const meta: Meta = {};
export default meta;

const sections = [
  { id: 'outputs', title: 'Residual stream, attention and MLP outputs' },
  { id: 'heads', title: 'Heads' },
  { id: 'attention', title: 'Attention of the top heads' },
  { id: 'charts', title: 'Charts' },
];

export const OpenAndCollapsed: StoryObj = {
  render: () => (
    <>
      {sections.slice(0, 2).map(({ id, title }) => (
        <CollapsibleSection
          key={id}
          id={`story-${id}`}
          title={title}
          controls={
            <Text size="xs" c="dimmed">
              scale ±1.00
            </Text>
          }
        >
          <Text size="sm">Plots of the section.</Text>
        </CollapsibleSection>
      ))}
    </>
  ),
  play: async ({ canvas }) => {
    const heads = canvas.getByRole('button', { name: 'Heads' });
    if (heads.getAttribute('aria-expanded') === 'true') await userEvent.click(heads);
  },
};
/** It is drawn on wide screens only. */
export const Contents: StoryObj = {
  render: () => (
    <div style={{ width: 150 }}>
      <ContentsRail sections={sections} />
    </div>
  ),
  parameters: { pictureWidth: 1500 },
};

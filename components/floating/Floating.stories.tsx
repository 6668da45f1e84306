import { Button, Group } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { useState } from 'react';
import { userEvent, within } from 'storybook/test';
import { LateMenu } from './LateMenu';
import { LateSelect } from './LateSelect';
import { LateTooltip } from './LateTooltip';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};

function Choice() {
  const [value, setValue] = useState<string>('RdBu');
  return (
    <LateSelect
      aria-label="Colours"
      data={[
        { value: 'RdBu', label: 'Red to blue' },
        { value: 'PuOr', label: 'Purple to orange' },
      ]}
      value={value}
      onChange={(chosen) => chosen !== null && setValue(chosen)}
      w={170}
    />
  );
}

export const Closed: Story = {
  render: () => (
    <Group>
      <LateMenu entries={[]}>{(button) => <Button {...button}>Export data</Button>}</LateMenu>
      <Choice />
    </Group>
  ),
};
export const Menu: Story = {
  render: () => (
    <LateMenu
      entries={[
        { key: 'csv', label: 'CSV, one row per cell', onClick: ignore },
        { key: 'json', label: 'JSON, with prompts and provenance', isDisabled: true, onClick: ignore },
        { key: 'link', label: 'Copy the link', isApart: true, onClick: ignore },
      ]}
    >
      {(button) => <Button {...button}>Export data</Button>}
    </LateMenu>
  ),
  // Mantine's menu has a hidden element for the focus beside its items.
  parameters: { ignoredRules: ['aria-required-children'], pictureHeight: 240 },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Export data' }));
    await within(document.body).findByRole('menu');
  },
};
export const List: Story = {
  render: () => <Choice />,
  parameters: { pictureHeight: 160 },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('combobox', { name: 'Colours' }));
    await within(document.body).findByRole('option', { name: 'Purple to orange' });
  },
};
export const Tooltip: Story = {
  render: () => (
    <LateTooltip label="Recovery: 0 as in the base run, 1 as in the source run">
      {(element) => (
        <Button {...element} mt={60}>
          recovery
        </Button>
      )}
    </LateTooltip>
  ),
  parameters: { pictureHeight: 140 },
  play: async ({ canvas }) => {
    await userEvent.hover(canvas.getByRole('button', { name: 'recovery' }));
    await within(document.body).findByRole('tooltip');
  },
};

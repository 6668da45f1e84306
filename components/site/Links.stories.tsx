import { Group, Text } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { LinkButton, TextLink } from './Links';

const meta: Meta = {};
export default meta;

export const InText: StoryObj = {
  render: () => (
    <Text size="sm">
      Copied from <TextLink href="/collections/names">Names and who moves them</TextLink>. A long address:{' '}
      <TextLink href="/x">{'https://hub.example/a-very-long-name/'.repeat(4)}</TextLink>
    </Text>
  ),
};
export const Buttons: StoryObj = {
  render: () => (
    <Group gap="xs">
      <LinkButton href="/runs/new">New run</LinkButton>
      <LinkButton href="/runs/new" variant="default" size="xs">
        Compare the two runs
      </LinkButton>
      <LinkButton href="/runs/new" variant="light" size="xs">
        Mine
      </LinkButton>
    </Group>
  ),
};

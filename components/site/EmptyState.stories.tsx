import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { EmptyState } from './EmptyState';
import { TextLink } from './Links';

const meta: Meta = {};
export default meta;

export const All: StoryObj = {
  render: () => (
    <Stack gap={0}>
      <EmptyState
        picture="missing"
        title="Page not found"
        heading="h1"
        actions={
          <>
            <TextLink href="/">Browse the gallery</TextLink> <TextLink href="/runs">Recent runs</TextLink>
          </>
        }
      >
        The address may be mistyped, its content was deleted, or it is private.
      </EmptyState>
      <EmptyState picture="nothing" title="Nothing matches." actions={<TextLink href="/">Show all</TextLink>}>
        No finding has all of these words and results.
      </EmptyState>
      <EmptyState picture="compare" title="Choose two runs">
        They need not be of the same model.
      </EmptyState>
    </Stack>
  ),
};

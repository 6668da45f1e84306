import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { COUNTS } from '../testing/sample-comments';
import { CellComments } from './CellComments';
import { ClaimComments } from './ClaimComments';
import { DiscussionProvider } from './DiscussionProvider';

const meta: Meta = {};
export default meta;

/** Buttons beside cells and claims, with comments and without. */
export const Buttons: StoryObj = {
  render: () => (
    <DiscussionProvider initial={COUNTS}>
      <Stack align="flex-start">
        <CellComments cell={{ kind: 'HEAD_Z', layer: 9, head: 9, position: null }} />
        <CellComments cell={{ kind: 'HEAD_Z', layer: 3, head: 0, position: null }} />
        <ClaimComments id="c0" text="z[9.9] > 0.2" />
        <ClaimComments id="c1" text="z[9.6] > 0.2" />
      </Stack>
    </DiscussionProvider>
  ),
};

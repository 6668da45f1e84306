import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { userEvent } from 'storybook/test';
import type { UnusablePairs_UnusableFragment } from '../generated/graphql';
import { sampleRun } from '../testing/sample-run';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { LeftOutPairs } from './LeftOutPairs';
import { PairsDialog } from './PairsDialog';
import { PromptPairs } from './PromptPairs';
import { PromptStrip } from './PromptStrip';
import { UnusableTable } from './UnusableTable';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const { pairs } = sampleRun();
const many = Array.from({ length: 6 }, (_, index) => ({ ...pairs[index % 2]!, index }));
const unusable = Array.from({ length: 3 }, (_, index) => ({
  __typename: 'UnusablePair' as const,
  index: 7 * index,
  reason: 'ANSWER_OF_SEVERAL_TOKENS' as const,
  message: '“ Mary Ann” is 2 tokens (“ Mary”, “ Ann”); an answer must be one token.',
  clean: 'When Mary Ann and John went to the shops, John gave the bag to',
}));
const counts = {
  __typename: 'UnusablePairs',
  given: 512,
  counts: [{ __typename: 'UnusableCount', reason: 'ANSWER_OF_SEVERAL_TOKENS', count: 3 }],
} as unknown as UnusablePairs_UnusableFragment;
const openDetails: Story['play'] = ({ canvasElement }) =>
  userEvent.click(canvasElement.querySelector('summary')!);

const perPrompt = many.map((_, at) => ({ clean: 4.2 - at, corrupted: -3.1 + 0.4 * at, gapTooSmall: false }));
export const TwoPairs: Story = {
  render: () => <PromptPairs runId="k3F9" pairs={pairs} count={2} perPrompt={perPrompt} />,
  play: ({ canvas }) => userEvent.click(canvas.getByRole('button', { name: 'Tokens of pair 2' })),
};
export const InADialog: Story = {
  render: () => (
    <PairsDialog
      runId="k3F9"
      pairs={sampleIoiRun().pairs}
      count={8}
      perPrompt={perPrompt}
      onClose={() => {}}
    />
  ),
  parameters: { pictureWidth: 1280, pictureHeight: 420 },
};
export const ManyPairs: Story = { render: () => <PromptPairs runId="k3F9" pairs={many} count={6} /> };
export const Pages: Story = { render: () => <PromptPairs runId="k3F9" pairs={many} count={512} /> };
export const Unusable: Story = { render: () => <UnusableTable pairs={unusable} count={412} /> };
export const LeftOut: Story = { render: () => <LeftOutPairs runId="k3F9" unusable={counts} /> };
export const LeftOutBeingRead: Story = {
  render: () => <LeftOutPairs runId="k3F9" unusable={counts} />,
  parameters: { answers: { RunUnusablePairs: () => NEVER } },
  play: openDetails,
};
export const LeftOutNotRead: Story = {
  render: () => <LeftOutPairs runId="k3F9" unusable={counts} />,
  parameters: { answers: { RunUnusablePairs: () => new Error('The server did not answer.') } },
  play: async (context) => {
    await openDetails(context);
    await context.canvas.findByRole('alert');
  },
};

const { pairs: ioi } = sampleIoiRun();
const strip = {
  count: ioi.length,
  roles: [],
  baseSide: 'corrupted' as const,
  onList: () => {},
};
export const Strip: Story = {
  render: () => (
    <Stack>
      <PromptStrip {...strip} pairs={ioi} />
      <PromptStrip {...strip} pairs={ioi} count={10_000} roles={['S2', 'END']} />
      <PromptStrip {...strip} pairs={pairs.slice(0, 1)} count={1} />
    </Stack>
  ),
};
export const StripOnAWideScreen: Story = { ...Strip, parameters: { pictureWidth: 1000 } };

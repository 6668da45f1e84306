import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { AlignmentEditor } from './AlignmentEditor';
import { ImportDialog } from './ImportDialog';
import { ProblemList } from './ProblemList';
import { RoleMarks } from './RoleMarks';
import { WholeSet } from './WholeSet';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const { pairs } = sampleIoiRun();
const { cleanTokens } = pairs[0]!;
const short = [...cleanTokens.slice(0, 4), ...cleanTokens.slice(5)];
const set = {
  id: 'S@2',
  name: 'Names at the shops',
  indices: {},
  pairCount: 10_000,
  usesAll: true,
};

const aligned = {
  clean: cleanTokens,
  corrupted: short,
  alignment: [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((clean, at) => [clean, at] as const),
  bos: 1,
  isEdited: true,
  onChange: ignore,
};
export const Alignment: Story = {
  render: () => (
    <Stack>
      <AlignmentEditor {...aligned} />
      <AlignmentEditor {...aligned} isEdited={false} />
    </Stack>
  ),
  parameters: { pictureWidth: 900 },
  play: async ({ canvas }) =>
    userEvent.click(canvas.getAllByRole('button', { name: /^clean 4 .*not aligned/ })[0]!),
};
export const AlignmentOnAPhone: Story = {
  render: () => <AlignmentEditor {...aligned} />,
  play: async ({ canvas }) => userEvent.click(canvas.getByRole('button', { name: /^corrupted 3 / })),
};
export const Roles: Story = {
  render: () => (
    <RoleMarks
      tokens={cleanTokens}
      differing={[10]}
      bos={1}
      roles={[
        { name: 'IO', positions: [3] },
        { name: 'S2', positions: [9] },
      ]}
      known={['IO', 'S1', 'S2']}
      onChange={ignore}
    />
  ),
};
export const RolesOfBothPrompts: Story = {
  render: () => (
    <RoleMarks
      tokens={cleanTokens}
      corrupted={short}
      differing={[10]}
      bos={1}
      roles={[]}
      known={[]}
      onChange={ignore}
    />
  ),
  parameters: { pictureWidth: 900 },
};
const unusable = {
  given: 10_000,
  counts: [{ reason: 'ANSWER_OF_SEVERAL_TOKENS' as const, count: 412 }],
  pairs: [
    {
      index: 7,
      reason: 'ANSWER_OF_SEVERAL_TOKENS' as const,
      message: '“ Mary Ann” is 2 tokens (“ Mary”, “ Ann”); an answer must be one token.',
      clean: 'When Mary Ann and John went to the shops, John gave the bag to',
    },
  ],
};
const whole = {
  set,
  listed: 64,
  isWhole: false,
  isByRole: false,
  onChange: ignore,
  onReadWhole: ignore,
  onByRole: ignore,
};
export const WholeSets: Story = {
  render: () => (
    <Stack>
      <WholeSet {...whole} set={{ ...set, usesAll: false }} unusable={null} />
      <WholeSet {...whole} unusable={unusable} />
      <WholeSet {...whole} set={{ ...set, leavesOutUnusable: true }} unusable={unusable} isWhole />
    </Stack>
  ),
};
const problem = (rowId: number, message: string) => ({
  rowId,
  number: rowId + 1,
  field: 'correct' as const,
  message,
});
export const Problems: Story = {
  render: () => (
    <Stack>
      <ProblemList
        title="2 problems to fix"
        tone="problem"
        problems={[
          problem(0, '“ Mary Ann” is 2 tokens (“ Mary”, “ Ann”); an answer must be one token.'),
          problem(11, 'The prompt is empty.'),
        ]}
        dispatch={ignore}
      />
      <ProblemList
        title="1 warning"
        tone="warning"
        problems={[problem(3, 'The model prefers the incorrect answer after the clean prompt.')]}
        dispatch={ignore}
      />
    </Stack>
  ),
};
const dialog = {
  model: 'gpt2',
  present: 2,
  onText: ignore,
  onPairs: ignore,
  onClose: ignore,
};
export const ImportOfFormats: Story = {
  render: () => (
    <ImportDialog
      {...dialog}
      notation="formats"
      text={
        'When John and Mary went to the shops, {} gave the bag to | Mary | John\nThe {} is where the | White House'
      }
    />
  ),
  parameters: { pictureHeight: 900 },
};
export const ImportOfNothing: Story = {
  render: () => <ImportDialog {...dialog} notation="table" text="" />,
  parameters: { pictureHeight: 760 },
};

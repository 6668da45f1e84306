import { Group, Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { CLAIM_OFFER } from '../testing/sample-claims';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { CiteDialog } from './CiteDialog';
import { FindingActions } from './FindingActions';
import { RemoveFinding } from './RemoveFinding';
import { FindingDialog } from './FindingDialog';
import { FindingModeration } from './FindingModeration';
import { FindingPairs } from './FindingPairs';
import { FurtherRuns } from './FurtherRuns';
import { VersionHistory } from './VersionHistory';
import { WithdrawDialog } from './WithdrawDialog';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const { pairs } = sampleIoiRun();
const draft = {
  title: 'Head 9.9 moves the name that was not repeated',
  summary: '[[L9H9]] attends from END to the indirect object and **copies** it.',
  tags: ['ioi', 'name-movers'],
  claims: [],
};
const PARSED_DRAFT = JSON.stringify({
  type: 'root',
  children: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', value: '[[L9H9]] attends from END to the indirect object and ' },
        { type: 'strong', children: [{ type: 'text', value: 'copies' }] },
        { type: 'text', value: ' it.' },
      ],
    },
  ],
});
const ada = { id: 'u', name: 'Ada Lovelace' };
const versions = [
  {
    ...draft,
    number: 2,
    createdAt: '2026-11-26T10:00:00.000Z',
    author: ada,
    reason: 'The claim was too strong.',
    summary: 'Head 9.9 attends from END to the indirect object and copies it in most prompts.',
    claims: ['z[9.9] > 0.2'],
    runs: [{ runId: 'r2', label: 'The same with other names' }],
  },
  {
    ...draft,
    number: 1,
    createdAt: '2026-11-20T10:00:00.000Z',
    author: ada,
    reason: null,
    title: 'Head 9.9 moves names',
    summary: 'Head 9.9 attends from END to the indirect object and copies it.',
    claims: ['z[9.9] > 0.5'],
    runs: [],
  },
];
const actions = {
  finding: { ...draft, slug: 'name-movers', version: 2 },
  runId: 'ioi4',
  kinds: ['HEAD_Z' as const],
};

/** Of its author, of others, and of an administrator. */
export const Actions: Story = {
  render: () => (
    <Stack>
      <Group gap={8}>
        <FindingActions {...actions} canEdit />
        <RemoveFinding slug="name-movers" runId="ioi4" />
        <FindingModeration slug="name-movers" isMine isHidden={false} isAdministrator={false} />
      </Group>
      <Group gap={8}>
        <FindingActions {...actions} canEdit={false} />
        <FindingModeration slug="name-movers" isMine={false} isHidden={false} isAdministrator={false} />
      </Group>
      <Group gap={8}>
        <FindingModeration slug="name-movers" isMine={false} isHidden isAdministrator />
      </Group>
    </Stack>
  ),
};
export const Delete: Story = {
  render: () => <RemoveFinding slug="name-movers" runId="ioi4" />,
  parameters: { answers: { DeleteFinding: () => new Error('A collection lists this finding.') } },
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Delete' }));
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(await page.findByRole('button', { name: 'Delete the finding' }));
    await page.findByText('A collection lists this finding.');
  },
};
const actOn =
  (button: string, wait: RegExp): Story['play'] =>
  async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button', { name: button }));
    await within(canvasElement.ownerDocument.body).findByText(wait);
  };
export const Report: Story = {
  render: () => (
    <FindingModeration slug="name-movers" isMine={false} isHidden={false} isAdministrator={false} />
  ),
  play: actOn('Report', /administrators of this site read it/),
};
export const EditAsAFork: Story = {
  render: () => <FindingActions {...actions} canEdit={false} />,
  parameters: {
    pictureHeight: 900,
    answers: {
      ClaimOffer: () => CLAIM_OFFER,
    },
  },
  play: actOn('Edit as a fork', /names this one as its parent/),
};
export const Edit: Story = {
  render: () => (
    <FindingDialog
      heading="Edit the finding"
      action="Save"
      initial={draft}
      hasReason
      kinds={['HEAD_Z']}
      isSaving={false}
      error={new Error('The finding was edited elsewhere. Load the page again.')}
      onSubmit={ignore}
      onClose={ignore}
    />
  ),
  parameters: { pictureHeight: 900 },
};
export const EditPreview: Story = {
  ...Edit,
  parameters: { ...Edit.parameters, answers: { PreviewText: () => ({ previewText: PARSED_DRAFT }) } },
  play: async ({ canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(page.getByRole('tab', { name: 'Preview' }));
    await page.findByRole('link', { name: 'L9H9' });
  },
};
export const Withdraw: Story = {
  render: () => <WithdrawDialog slug="name-movers" onWithdrawn={ignore} onClose={ignore} />,
};
export const WithdrawalRefused: Story = {
  ...Withdraw,
  parameters: { answers: { WithdrawFinding: () => new Error('The finding is withdrawn already.') } },
  play: async ({ canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.type(page.getByRole('textbox'), 'The prompts repeat the name twice.');
    await userEvent.click(page.getByRole('button', { name: /^Withdraw/ }));
    await page.findByText(/withdrawn already/);
  },
};
export const Cite: Story = {
  render: () => (
    <CiteDialog
      finding={{
        ...draft,
        slug: 'name-movers',
        version: 2,
        createdAt: versions[1]!.createdAt,
        editedAt: versions[0]!.createdAt,
        author: { id: 'ada', name: 'Ada Lovelace' },
      }}
      onClose={ignore}
    />
  ),
  parameters: { pictureHeight: 700 },
};
export const History: Story = {
  render: () => <VersionHistory slug="name-movers" versions={versions} shown={2} />,
  play: ({ canvas }) => userEvent.click(canvas.getByText('Changes since version 1')),
};
export const Pairs: Story = {
  render: () => <FindingPairs pairs={pairs} count={512} />,
  play: ({ canvas }) => userEvent.click(canvas.getByText(/more pairs/)),
};
export const FurtherRunsOfTheAuthor: Story = {
  render: () => (
    <FurtherRuns
      findingId="F"
      canEdit
      runs={
        [
          {
            runId: 'r2',
            label: 'The same with other names',
            run: { id: 'r2', pairCount: 32, model: { id: 'gpt2' } },
          },
          { runId: 'r3', label: 'On a model that was taken away', run: null },
        ] as never
      }
    />
  ),
  parameters: {
    answers: { EditFinding: () => new Error('This run has other sweeps than the claims are about.') },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Add a further run' }));
    await userEvent.type(canvas.getByRole('textbox', { name: 'Run of yours' }), '/runs/k3F9');
    await userEvent.type(canvas.getByRole('textbox', { name: 'What it adds' }), 'Other names');
    await userEvent.click(canvas.getByRole('button', { name: 'Add' }));
    await canvas.findByText(/other sweeps/);
  },
};

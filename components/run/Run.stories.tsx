import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { EditRunDialog } from './EditRunDialog';
import { PublishDialog } from './PublishDialog';
import { RunHeader } from './RunHeader';
import { RunProgressBar } from './RunProgressBar';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const refetch = async (): Promise<void> => {};
const own = sampleIoiRun();
const header = (changes: Parameters<typeof sampleIoiRun>[0], wanted: object = {}) => {
  const run = sampleIoiRun(changes);
  const progress = { ...run.progress, status: run.status, ...wanted };
  return <RunHeader run={{ ...run, progress }} progress={progress} refetch={refetch} />;
};
const published = sampleIoiRun({
  isMine: false,
  visibility: 'PUBLIC',
  tags: ['ioi', 'name-movers'],
  notes: 'Names of one token each, in both orders. The corrupted prompt repeats the indirect object.',
  finding: { id: 'F', slug: 'name-movers', title: 'Name movers' },
  promptSet: { id: 'S', version: 2, name: 'Names at the shops' },
});

export const OfItsOwner: Story = { render: () => header({}), parameters: { pictureWidth: 900 } };
export const OfItsOwnerOnAPhone: Story = { render: () => header({}) };
export const PublishedByAnother: Story = {
  render: () => <RunHeader run={published} progress={published.progress} refetch={refetch} />,
  parameters: { pictureWidth: 900 },
};
export const Computing: Story = {
  render: () =>
    header(
      { status: 'RUNNING' },
      { fraction: 0.43, finishedSweeps: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'], remainingMs: 4200 },
    ),
  parameters: { pictureWidth: 900 },
};
export const Failed: Story = {
  render: () =>
    header({
      status: 'FAILED',
      error: {
        code: 'ENGINE_FAILED',
        message: 'The engine was restarted three times while it computed this run (out of memory).',
      },
    }),
};
export const Cancelled: Story = {
  render: () =>
    header({
      status: 'CANCELLED',
      subject: `A title that was written by hand and ${'goes on and '.repeat(6)}ends`,
    }),
};
export const Progress: Story = {
  render: () => (
    <Stack>
      <RunProgressBar
        progress={{ ...own.progress, status: 'QUEUED', fraction: 0, queuePosition: 1 }}
        total={7}
        pairs={4}
      />
      <RunProgressBar
        progress={{
          ...own.progress,
          status: 'QUEUED',
          fraction: 0,
          waitReason: 'Waiting for the model gpt2-xl, which is being installed',
        }}
        total={7}
        pairs={4}
      />
      <RunProgressBar
        progress={{ ...own.progress, status: 'RUNNING', fraction: 0.07, finishedSweeps: [], elapsedMs: 640 }}
        total={7}
        pairs={4}
      />
      <RunProgressBar
        progress={{
          ...own.progress,
          status: 'RUNNING',
          fraction: 0.8,
          computedPairs: 8192,
          elapsedMs: 391_000,
          remainingMs: 98_000,
        }}
        total={7}
        pairs={10_000}
      />
      <RunProgressBar
        progress={{ ...own.progress, status: 'SUCCEEDED', fraction: 1, elapsedMs: 489_000 }}
        total={7}
        pairs={4}
      />
    </Stack>
  ),
};
export const TitleAndNotes: Story = {
  render: () => <EditRunDialog run={{ ...own, notes: 'Names of one token each.' }} onClose={ignore} />,
};
export const DeleteIt: Story = {
  render: () => <EditRunDialog run={own} onClose={ignore} />,
  parameters: {
    pictureHeight: 700,
    answers: { DeleteRun: () => new Error('A finding rests on this run. Delete the finding first.') },
  },
  play: async ({ canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(page.getByRole('button', { name: 'Delete the run' }));
    await userEvent.click(page.getByRole('button', { name: 'Delete run' }));
    await page.findByText(/Delete the finding first/);
  },
};
const draft = {
  __typename: 'FindingDraft',
  title: 'Name movers with other names',
  summary: 'The effect of [[L9H9]] is the same with names of the other gender.',
  tags: ['ioi', 'name-movers'],
  claims: ['z[9.9] > 0.2'],
  forkedFrom: { __typename: 'Finding', id: 'F', slug: 'name-movers', title: 'Name movers' },
};
export const PublishAFork: Story = {
  render: () => <PublishDialog runId="ioi4" onClose={ignore} />,
  parameters: {
    pictureHeight: 1000,
    answers: {
      RunDraft: () => ({ run: { __typename: 'Run', id: 'ioi4', draft } }),
      PreviewClaims: () => ({ previewClaims: [] }),
    },
  },
  play: async ({ canvasElement }) => {
    await within(canvasElement.ownerDocument.body).findByRole('textbox', { name: 'Title' });
  },
};

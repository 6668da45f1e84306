import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { AdministrationTabs } from './AdministrationTabs';
import { AdministrationView } from './AdministrationView';
import { ErrorSection } from './ErrorSection';
import { QueueSection } from './QueueSection';
import { RetentionSection } from './RetentionSection';
import { STATE } from './sample-administration';
import { StorageSection } from './StorageSection';
import { WorkerTable } from './WorkerTable';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const whole = { administration: STATE };

export const BusySite: Story = {
  render: () => <AdministrationView initial={whole} />,
  parameters: { pictureWidth: 1280, answers: { Administration: () => whole } },
};
/** The last reading stays, with what is wrong with the newest one. */
export const NotReadAgain: Story = {
  render: () => <AdministrationView initial={whole} />,
  parameters: {
    answers: { Administration: () => new Error('The server cannot be reached.') },
    pictureOfWindow: true,
  },
  play: async ({ canvas }) => void (await canvas.findByText(/cannot be reached/)),
};
export const OnAPhone: Story = {
  render: () => (
    <Stack>
      <AdministrationTabs />
      <WorkerTable workers={STATE.workers} />
      <QueueSection queue={STATE.queue} />
    </Stack>
  ),
  parameters: { nextjs: { appDirectory: true, navigation: { pathname: '/administration' } } },
};
export const QuietSite: Story = {
  render: () => (
    <Stack>
      <WorkerTable workers={[]} />
      <QueueSection
        queue={{ ...STATE.queue, queued: 0, running: 0, oldestAt: null, oldestWaitMs: null, owners: [] }}
      />
      <ErrorSection errors={{ ...STATE.errors, counts: [], recent: [] }} />
      <StorageSection storage={{ ...STATE.storage, problem: null, tables: [], owners: [] }} />
      <RetentionSection retention={{ ...STATE.retention, days: 0, passes: [] }} />
      <RetentionSection retention={{ ...STATE.retention, nextPassAt: null, countedAt: null, passes: [] }} />
    </Stack>
  ),
};

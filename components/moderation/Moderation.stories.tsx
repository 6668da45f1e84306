import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ComponentProps } from 'react';
import type { Report_ReportFragment } from '../generated/graphql';
import { AuditLog } from './AuditLog';
import { ReasonDialog } from './ReasonDialog';
import { ReportList } from './ReportList';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const report = {
  id: 'p1',
  createdAt: '2026-11-26T10:00:00.000Z',
  reporter: { id: 'u2', name: 'Grace Hopper' },
  finding: { id: 'F', slug: 'name-movers', title: 'Head 9.9 moves the name', isHidden: false },
  comment: {
    id: 'k1',
    text: 'Buy names at names.example!',
    state: 'VISIBLE',
    author: { id: 'u9', name: 'Guest 9' },
  },
  reason: 'It advertises.',
  outcome: null,
  closedAt: null,
} as Report_ReportFragment;
const entries = [
  { action: 'comment.hide', actor: { id: 'a', name: 'Ada Lovelace' }, subject: 'k1', reason: 'Advertising.' },
  { action: 'model.install', actor: null, subject: null, reason: null },
].map((entry, id) => ({ id: String(id), createdAt: '2026-11-26T10:00:00.000Z', ...entry })) as ComponentProps<
  typeof AuditLog
>['entries'];
const onClose = (): void => {};

export const Log: Story = { render: () => <AuditLog entries={entries} /> };
export const EmptyLog: Story = { render: () => <AuditLog entries={[]} /> };
export const Reports: Story = {
  render: () => (
    <ReportList
      reports={[
        report,
        { ...report, id: 'p2', comment: null, outcome: 'DISMISSED', reason: 'Long. '.repeat(40) },
      ]}
    />
  ),
};
export const NoReports: Story = { render: () => <ReportList reports={[]} /> };
export const Reason: Story = {
  render: () => (
    <ReasonDialog
      heading="Hide this comment"
      description="The reason is written to the audit log."
      action="Hide"
      onSubmit={async () => {}}
      onClose={onClose}
    />
  ),
};

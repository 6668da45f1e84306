import { Group } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ComponentProps } from 'react';
import { userEvent } from 'storybook/test';
import { NotificationBell } from './NotificationBell';
import { NotificationList } from './NotificationList';

const meta: Meta = {};
export default meta;

type Story = StoryObj;
type Page = ComponentProps<typeof NotificationList>['page'];

const node = (id: number, text: string) => ({
  __typename: 'Notification',
  id: String(id),
  createdAt: `2026-11-26T1${id}:00:00.000Z`,
  kind: 'COMMENT',
  text,
  address: '/findings/name-movers#comment-k1',
  isRead: id > 1,
});
const page = {
  __typename: 'NotificationConnection',
  unreadCount: 2,
  edges: [
    'Grace Hopper answered you on “Head 9.9 moves the name”.',
    'A replication of “Head 9.9 moves the name” has other numbers.',
    `A user with a long name commented on “${'a finding with a long title '.repeat(4)}”.`,
  ].map((text, id) => ({ node: node(id, text) })),
  pageInfo: { __typename: 'PageInfo', hasNextPage: true, endCursor: 'x' },
} as unknown as Page;

export const Bells: Story = {
  render: () => (
    <Group>
      {[0, 3, 120].map((count) => (
        <NotificationBell key={count} initial={count} />
      ))}
    </Group>
  ),
};
export const Unread: Story = { render: () => <NotificationList page={page} /> };
export const NotMarked: Story = {
  render: () => <NotificationList page={page} />,
  parameters: { answers: { MarkNotificationsRead: () => new Error('The server cannot be reached.') } },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Mark all as read' }));
    await canvas.findByText(/cannot be reached/);
  },
};
export const None: Story = {
  render: () => (
    <NotificationList
      page={{ ...page, unreadCount: 0, edges: [], pageInfo: { ...page.pageInfo, hasNextPage: false } }}
    />
  ),
};

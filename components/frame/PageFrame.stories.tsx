import { Text, Title } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { EngineState } from '../site/EngineState';
import { PageFrame } from './PageFrame';
import { ViewerLink } from './ViewerLink';

const meta: Meta<typeof PageFrame> = {
  component: PageFrame,
  args: {
    viewer: (
      <ViewerLink viewer={{ id: 'u', name: 'Ada Lovelace', email: 'ada@example.org', role: 'MEMBER' }} />
    ),
    status: (
      <EngineState
        engine={{
          provider: 'cpu',
          reason: null,
          available: true,
          state: 'ready',
        }}
      />
    ),
    children: (
      <>
        <Title order={1}>Collections</Title>
        <Text size="sm">Lists of findings with text between them.</Text>
      </>
    ),
  },
  parameters: {
    nextjs: { appDirectory: true, navigation: { pathname: '/collections' } },
    // The catalogue has a main element around each story.
    ignoredRules: ['landmark-no-duplicate-main', 'landmark-main-is-top-level', 'landmark-unique'],
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const OnAPhone: Story = {};
export const OnAWideScreen: Story = { parameters: { pictureWidth: 1280 } };
export const OfAVisitor: Story = {
  args: {
    viewer: <ViewerLink viewer={null} />,
    status: (
      <EngineState
        engine={{
          provider: 'cpu',
          reason: 'Out of memory.',
          available: false,
          state: 'failed',
        }}
      />
    ),
  },
};

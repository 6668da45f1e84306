import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { SAFE_TO_REPEAT } from '../apollo/request-keys';
import { AwayNotice } from './AwayNotice';

const meta: Meta<typeof AwayNotice> = { component: AwayNotice };
export default meta;

type Story = StoryObj<typeof meta>;

const ignore = (): void => {};

export const ReadingFailed: Story = { args: { onRetry: ignore } };
export const MutationFailed: Story = { args: { after: SAFE_TO_REPEAT, onRetry: ignore } };
export const TryingAgain: Story = { args: { onRetry: ignore, isTrying: true } };

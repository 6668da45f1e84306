import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { VersionNotice } from './VersionNotice';

const shown = { slug: 'name-movers', version: 1, newestVersion: 2, withdrawnAt: null };
const meta: Meta<typeof VersionNotice> = { component: VersionNotice, args: { finding: shown } };
export default meta;

type Story = StoryObj<typeof meta>;

export const Older: Story = {};
export const Newest: Story = { args: { finding: { ...shown, version: 2 } } };
export const Withdrawn: Story = { args: { finding: { ...shown, withdrawnAt: '2026-11-20T10:00:00.000Z' } } };

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Token } from './Token';

const meta: Meta<typeof Token> = { component: Token };
export default meta;

type Story = StoryObj<typeof meta>;

export const Plain: Story = { args: { token: { id: 1757, text: ' John' }, index: 4 } };
export const Differs: Story = { args: { token: { id: 5335, text: ' Mary' }, index: 4, isMarked: true } };
export const LineEnd: Story = { args: { token: { id: 198, text: '\n' } } };
export const ControlCharacter: Story = { args: { token: { id: 188, text: '\u0000\u001b' } } };
export const BeginningOfText: Story = { args: { token: { id: 50256, text: '<|endoftext|>' }, index: 0 } };

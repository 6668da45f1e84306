import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { TokenRow } from './TokenRow';

const meta: Meta<typeof TokenRow> = { component: TokenRow };
export default meta;

type Story = StoryObj<typeof meta>;

const tokens = (text: string) => text.split(/(?= )/).map((part, id) => ({ id, text: part }));

export const Prompt: Story = {
  args: { tokens: tokens('When John and Mary went to the shops,'), differing: [1] },
};
export const ManyTokens: Story = {
  args: { tokens: tokens(Array.from({ length: 60 }, (_, at) => ` word${at}`).join('')) },
};
export const LongToken: Story = { args: { tokens: [{ id: 1, text: ` ${'a'.repeat(90)}` }] } };
export const Empty: Story = { args: { tokens: [] } };

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { TokenPair } from './TokenPair';

const meta: Meta<typeof TokenPair> = { component: TokenPair };
export default meta;

type Story = StoryObj<typeof meta>;

const toTokens = (words: readonly string[], from = 0) =>
  words.map((text, index) => ({ id: from + index, text }));
const START = ['<|endoftext|>', 'When', ' John', ' and', ' Mary', ' went', ',', ' John', ' gave', ' to'];
const clean = toTokens(START);
const corrupted = clean.map((token, index) => (index === 7 ? { id: 99, text: ' Mary' } : token));
const story = toTokens(
  Array.from({ length: 112 }, (_, index) => ` w${index}`),
  1000,
);

export const OneDifference: Story = { args: { clean, corrupted, differing: [7] } };
export const WithRoles: Story = {
  args: {
    clean,
    corrupted,
    differing: [7],
    roles: [
      { name: 'IO', cleanPositions: [4] },
      { name: 'S2', cleanPositions: [7] },
      { name: 'END', cleanPositions: [9] },
    ],
  },
};
export const OfDifferentLengths: Story = {
  args: {
    clean,
    corrupted: [
      ...corrupted.slice(0, 7),
      { id: 98, text: ' Mary' },
      { id: 97, text: ' Ann' },
      ...clean.slice(8),
    ],
    differing: [],
  },
};
export const Folded: Story = {
  args: { clean: [...story, ...clean], corrupted: [...story, ...corrupted], differing: [119] },
};
export const Unfolded: Story = { args: { ...Folded.args, isUnfolded: true } };

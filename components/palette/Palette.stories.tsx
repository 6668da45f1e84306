import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { Entry, EntryGroup } from './entry';
import { PaletteList } from './PaletteList';
import { SearchButton } from './SearchButton';

const entry = (label: string, more: Partial<Entry> = {}): Entry => ({
  id: label,
  group: 'Pages',
  label,
  does: { href: '/' },
  ...more,
});

const GROUPS: readonly EntryGroup[] = [
  {
    group: 'Recent',
    entries: [entry('Head L9H9', { detail: 'of gpt2: findings in which it matters' })],
  },
  {
    group: 'This page',
    entries: [
      entry('Publish this run as a finding', { target: 'publish' }),
      entry('Numbers in cells', { isOn: true }),
      entry('Means of rows and columns', { isOn: false }),
    ],
  },
  {
    group: 'Runs',
    entries: [
      entry('[John→Mary] gave the bag to', { detail: 'patchbay-mini' }),
      entry('A title that goes on and on, so that it does not fit into the line of a narrow screen at all', {
        detail: 'gpt2, failed',
      }),
    ],
  },
  {
    group: 'Pages',
    entries: [entry('New run', { target: '/runs/new' }), entry('Your runs', { target: '/runs?mine=1' })],
  },
];

const meta: Meta<typeof PaletteList> = {
  component: PaletteList,
  args: { id: 'search', groups: GROUPS, chosen: 1, onChosen: () => {}, onChoose: () => {} },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Results: Story = {};
export const Button: Story = { render: () => <SearchButton /> };

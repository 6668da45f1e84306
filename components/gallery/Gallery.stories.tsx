import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { sampleExamples } from '../demo/sample-example';
import { FINDINGS, sampleFinding } from '../testing/sample-findings';
import { stubFetch } from '../testing/stub-fetch';
import { CardGrid } from './CardGrid';
import { FindingCard } from './FindingCard';
import { NO_FILTER } from './filter-address';
import { GalleryFeeds } from './GalleryFeeds';
import { HideIntro } from './HideIntro';
import { Intro } from './Intro';
import { SearchForm } from './SearchForm';
import { NOTHING_READ } from './sample-interpretation';
import { SearchReading } from './SearchReading';
import { Seeding } from './Seeding';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const count = (value: string, many: number, label = value) => ({ value, label, count: many });
const filters = {
  total: 41,
  models: [count('gpt2', 30), count('patchbay-mini', 11)],
  tags: [count('ioi', 12), count('name-movers', 4)],
  authors: [count('u', 9, 'Ada Lovelace')],
  kinds: [count('HEAD_Z', 30, 'Head output (z)'), count('RESID_PRE', 28, 'Residual stream')],
};

export const Cards: Story = {
  render: () => <CardGrid findings={FINDINGS} heading="h2" curated={1} />,
  parameters: { pictureWidth: 1280 },
};
export const CardOnAPhone: Story = { render: () => <FindingCard finding={FINDINGS[1]!} /> };
export const IntroWithADemo: Story = {
  beforeEach: () => stubFetch(() => undefined),
  render: () => <Intro examples={sampleExamples('intro')} operation="query" />,
  parameters: { pictureWidth: 1280 },
};
export const IntroOnAPhone: Story = { render: () => <Intro examples={[]} operation="query" /> };
export const Search: Story = {
  render: () => <SearchForm filter={NO_FILTER} filters={filters} />,
  parameters: { pictureWidth: 1280 },
};
export const SearchOnAPhone: Story = {
  render: () => (
    <SearchForm
      filter={{ ...NO_FILTER, search: 'L9H9 > 0.2', model: 'gpt2', tag: 'removed-tag', sort: 'replicated' }}
      filters={filters}
    />
  ),
  play: ({ canvas }) => userEvent.click(canvas.getByText('Search by results')),
};
export const Readings: Story = {
  render: () => (
    <Stack>
      <SearchReading
        interpretation={{
          ...NOTHING_READ,
          words: ['names', 'white house'],
          tags: ['ioi'],
          authors: ['Ada'],
          verdicts: ['REFUTED'],
          claims: ['z[9.9] > 0.2'],
          direction: 'NOISING',
          metric: 'KL_FROM_BASE',
          conditions: [{ text: 'L1H2 > 0.3', meaning: 'z of L1H2: recovery > 0.3' }],
        }}
      />
      <SearchReading
        interpretation={{
          ...NOTHING_READ,
          words: ['l1h2', '>', 'abc'],
          problems: [{ text: 'L1H2 > abc', message: '“abc” is not a number.', at: 7 }],
        }}
      />
      <GalleryFeeds filter={{ ...NO_FILTER, tag: 'ioi', author: 'u' }} />
      <div>
        <HideIntro isHidden />
      </div>
      <Seeding engine="starting" />
    </Stack>
  ),
};
export const OneFinding: Story = {
  render: () => <CardGrid findings={[sampleFinding('one')]} heading="h3" curated={1} />,
  parameters: { pictureWidth: 760 },
};

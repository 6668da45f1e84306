import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import type { RunRow_RunFragment } from '../generated/graphql';
import { drawThumbnail } from '../testing/sample-findings';
import { NO_RUN_FILTER } from './filter-address';
import { RunFilters } from './RunFilters';
import { RunList } from './RunList';

const meta: Meta<typeof RunList> = {
  component: RunList,
  args: { filter: NO_RUN_FILTER, isAdministrator: false },
};
export default meta;

type Story = StoryObj<typeof meta>;

const picture = (kind: 'HEAD_Z' | 'RESID_PRE', columns: number) => ({
  __typename: 'RunThumbnail' as const,
  kind,
  light: drawThumbnail(columns, 'light'),
  dark: drawThumbnail(columns, 'dark'),
});

function run(id: string, changes: Partial<RunRow_RunFragment> = {}): RunRow_RunFragment {
  return {
    __typename: 'Run',
    id,
    title: `… [${id}→Lucy] gave the bag to`,
    ownTitle: null,
    tags: [],
    thumbnail: picture('HEAD_Z', 12),
    status: 'SUCCEEDED',
    visibility: 'PUBLIC',
    createdAt: '2026-11-25T10:00:00.000Z',
    directions: ['DENOISING'],
    sweepKinds: ['HEAD_Z', 'RESID_PRE'],
    isMine: false,
    imported: null,
    model: { __typename: 'Model', id: 'gpt2' },
    owner: { __typename: 'User', id: 'u', name: 'Guest 1' },
    baseline: {
      __typename: 'Baseline',
      pairs: 8,
      gapMean: 4,
      gapStandardError: 0.5,
      pairsWithRightSign: 8,
      verdict: 'OK',
      cannotNormalise: null,
    },
    topEffect: { __typename: 'CardCell', label: 'L9H9', recovery: 0.557, change: 2.2 },
    finding: null,
    ...changes,
  } as RunRow_RunFragment;
}

const absent = {
  ...run('x').baseline!,
  gapMean: -0.12,
  pairsWithRightSign: 3,
  verdict: 'ABSENT' as const,
  cannotNormalise: 'The mean gap is −0.12 logits.',
};

export const AllStatuses: Story = {
  args: {
    runs: [
      run('John', { isMine: true, tags: ['ioi', 'name-movers'] }),
      run('Kate', { baseline: absent, thumbnail: picture('RESID_PRE', 15) }),
      run('Anna', {
        status: 'QUEUED',
        thumbnail: null,
        baseline: null,
        topEffect: null,
        visibility: 'PRIVATE',
      }),
      run('Mark', { status: 'RUNNING', thumbnail: null, topEffect: null }),
      run('Paul', { status: 'FAILED', thumbnail: null, baseline: null, topEffect: null }),
      run('Rose', { status: 'CANCELLED', thumbnail: null, baseline: null, topEffect: null }),
    ],
  },
};
export const LongTitles: Story = {
  args: {
    runs: [
      run('Ann', {
        title: 'A long title of a run that was written by hand '.repeat(3),
        tags: ['a-tag-of-thirty-letters-in-all', 'another-tag-of-thirty-letters-', 'ioi', 'greater-than'],
      }),
      run('Tom', {
        imported: {
          __typename: 'ImportedRun',
          at: '2026-11-26T10:00:00.000Z',
        } as RunRow_RunFragment['imported'],
        finding: {
          __typename: 'Finding',
          id: 'F',
          slug: 'f',
          title: 'Head 9.9 moves the name',
        } as RunRow_RunFragment['finding'],
      }),
    ],
  },
};
export const TwoChosen: Story = {
  args: { runs: [run('John'), run('Kate')] },
  parameters: { pictureWidth: 760 },
  play: async ({ canvas }) => {
    for (const box of canvas.getAllByRole('checkbox')) await userEvent.click(box);
  },
};
export const Actions: Story = {
  args: { runs: [run('John', { isMine: true })] },
  // Mantine's menu has a hidden element for the focus beside its items.
  parameters: { ignoredRules: ['aria-required-children'] },
  play: async ({ canvas }) => userEvent.click(canvas.getByRole('button', { name: /^Actions for/ })),
};
export const Filters: StoryObj = {
  parameters: { nextjs: { appDirectory: true } },
  render: () => (
    <RunFilters
      filter={{ ...NO_RUN_FILTER, mine: true, model: 'gpt2', search: 'gave "the park"', tag: 'ioi' }}
      models={['gpt2', 'patchbay-mini']}
    />
  ),
};

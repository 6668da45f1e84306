import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ComponentProps } from 'react';
import { STORED_CIRCUIT } from '../circuits/sample-circuit';
import { answerInspector } from '../testing/sample-answers';
import { sampleClaims } from '../testing/sample-claims';
import { COUNTS, THREADS } from '../testing/sample-comments';
import { sampleFinding } from '../testing/sample-findings';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { FindingView } from './FindingView';

const { sweeps } = sampleIoiRun();
const run = {
  // The run whose verdicts the claims have.
  ...sampleIoiRun({
    id: 'r1',
    sweepKinds: ['HEAD_Z'],
    sweeps: sweeps.filter(({ kind }) => kind === 'HEAD_Z'),
  }),
  circuits: [STORED_CIRCUIT],
};
const { title, tags, author, createdAt, card } = sampleFinding('F');
const text =
  'L9H9 attends from END to the indirect object and copies it. Without it, the model still answers right on half of the prompts.';
const finding = {
  ...sampleClaims(),
  ...COUNTS,
  title,
  tags,
  author,
  createdAt,
  card,
  run,
  summary: text,
  summaryTree: JSON.stringify({
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }],
  }),
  editedAt: null,
  version: 1,
  newestVersion: 2,
  withdrawnAt: null,
  withdrawnReason: null,
  isMine: true,
  isHidden: false,
  claims: sampleClaims().claims.map((claim) => ({ ...claim, commentCount: 0 })),
  comments: {
    edges: THREADS.map((node) => ({ node })),
    pageInfo: { hasNextPage: false, endCursor: null },
  },
  forkedFrom: null,
  forkDifference: null,
  lineage: [],
} as unknown as ComponentProps<typeof FindingView>['finding'];

const meta: Meta<typeof FindingView> = {
  component: FindingView,
  args: {
    finding,
    joint: { metric: 'LOGIT_DIFF', data: { run: { id: run.id, jointPatches: [] } } },
    versions: [],
    isPinned: false,
    isAdministrator: false,
    request: { query: 'query FindingPage { viewer { id } }', variables: {} },
  },
  parameters: {
    pictureWidth: 1280,
    pictureHeight: 1100,
    // Results and discussion have stories of their own.
    pictureOfWindow: true,
    answers: {
      ...answerInspector(run),
      SimilarFindings: () => ({
        finding: { __typename: 'Finding', id: 'F', run: { __typename: 'Run', id: run.id }, similar: [] },
      }),
      DiscussionCounts: () => ({ finding: COUNTS }),
      Discussion: () => ({ finding: { __typename: 'Finding', id: 'F', comments: finding.comments } }),
    },
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const OfItsAuthor: Story = {};
export const OlderVersionOnAPhone: Story = {
  args: { isPinned: true, finding: { ...finding, isHidden: true } },
  parameters: { pictureWidth: 380 },
};

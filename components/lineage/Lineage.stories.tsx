import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import type { LineageTree_EntryFragment } from '../generated/graphql';
import { COLLECTION } from '../testing/sample-collection';
import { LineageTree } from './LineageTree';
import { SimilarFindings } from './SimilarFindings';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const finding = COLLECTION.items[0]!.finding!;
const entries = [0, 1, 2, 3, 8].map((depth) => ({
  depth,
  isSameExperiment: depth === 0 ? null : depth !== 2,
  finding: { ...finding, id: `F${depth}`, createdAt: '2026-11-01T10:00:00.000Z' },
})) as LineageTree_EntryFragment[];
const similar = [0.98, -0.31].map((correlation, index) => ({
  __typename: 'SimilarFinding',
  correlation,
  cells: 144,
  finding: { ...finding, id: `S${index}`, run: { __typename: 'Run', id: `r${index}` } },
}));
const answer = (found: readonly object[]) => ({
  SimilarFindings: () => ({
    finding: { __typename: 'Finding', id: 'F', run: { __typename: 'Run', id: 'r' }, similar: found },
  }),
});

export const Tree: Story = { render: () => <LineageTree entries={entries} current="F2" /> };
export const Similar: Story = {
  render: () => <SimilarFindings slug="f" />,
  parameters: { answers: answer(similar), pictureWidth: 760 },
  play: async ({ canvas }) => void (await canvas.findByRole('table')),
};
export const SimilarBeingRead: Story = {
  render: () => <SimilarFindings slug="f" />,
  parameters: { answers: { SimilarFindings: () => NEVER } },
};
export const SimilarNotRead: Story = {
  render: () => <SimilarFindings slug="f" />,
  parameters: { answers: { SimilarFindings: () => new Error('The server did not answer.') } },
  play: async ({ canvas }) => void (await canvas.findByRole('alert')),
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { PersonView_PersonFragment } from '../generated/graphql';
import { COLLECTION_ROWS } from '../testing/sample-collection';
import { PersonView } from './PersonView';

const other = {
  id: 'F1',
  slug: 'f',
  title: 'Head 9.9 moves the name',
  author: { id: 'u2', name: 'Grace Hopper' },
};
const evidence = (id: string, changes: object) => ({
  id,
  createdAt: '2026-11-26T10:00:00.000Z',
  isReplication: true,
  stance: null,
  note: null,
  comparison: { isSame: true },
  finding: other,
  ...changes,
});
const person = {
  id: 'u',
  name: 'Ada Lovelace',
  since: '2026-10-01T10:00:00.000Z',
  isDeleted: false,
  counts: { findings: 3, forks: 1, replications: 2, evidence: 1, collections: 2 },
  // Cards have stories of their own.
  findings: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
  forks: [{ id: 'F3', slug: 'f3', title: 'With other names', forkedFrom: other }],
  evidence: [
    evidence('1', {}),
    evidence('2', { comparison: { isSame: false } }),
    evidence('3', { isReplication: false, stance: 'REFUTES', note: 'Not with other names.' }),
    evidence('4', { comparison: null }),
  ],
  collections: COLLECTION_ROWS,
} as unknown as PersonView_PersonFragment;

const meta: Meta<typeof PersonView> = { component: PersonView, args: { person } };
export default meta;

type Story = StoryObj<typeof meta>;

export const Active: Story = {};
export const NothingPublished: Story = {
  args: {
    person: {
      ...person,
      counts: { findings: 0, forks: 0, replications: 0, evidence: 0, collections: 0 },
      forks: [],
      evidence: [],
      collections: [],
    },
  },
};
export const DeletedAccount: Story = {
  args: { person: { ...person, name: 'Deleted user', since: null, isDeleted: true } },
};

/** A collection of two findings with a text between them. */
import type {
  CollectionRow_CollectionFragment,
  CollectionView_CollectionFragment,
} from '../generated/graphql';
import { drawThumbnail } from './sample-findings';

const owner = { __typename: 'User' as const, id: 'u', name: 'Ada Lovelace' };

const finding = (id: string, title: string) => ({
  __typename: 'Finding' as const,
  id,
  slug: id.toLowerCase(),
  title,
  modelId: 'gpt2',
  thumbnail: drawThumbnail(12, 'light'),
  darkThumbnail: drawThumbnail(12, 'dark'),
  card: {
    __typename: 'FindingCard',
    kind: id === 'F1' ? 'HEAD_Z' : 'RESID_PRE',
    shape: [12, 12],
    baseline: { __typename: 'BaselineSummary', verdict: id === 'F1' ? 'OK' : 'ABSENT' },
  },
  author: owner,
  forkCount: 1,
  starCount: 4,
  commentCount: 2,
  claimCounts: { __typename: 'ClaimCounts', supported: 2, refuted: 1, undecided: 0, invalid: 0 },
  evidenceCounts: {
    __typename: 'EvidenceCounts',
    replicated: 1,
    notReplicated: 0,
    replicatedElsewhere: 0,
    notReplicatedElsewhere: 0,
    survived: 0,
    notSurvived: 0,
    supporting: 0,
    refuting: 1,
  },
});

export const COLLECTION = {
  __typename: 'Collection',
  id: 'C',
  slug: 'names',
  title: 'Names and who moves them',
  visibility: 'PUBLIC',
  createdAt: '2026-11-01T10:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
  version: 3,
  isMine: false,
  canSave: false,
  owner,
  editors: [{ __typename: 'User', id: 'u2', name: 'Grace Hopper' }],
  forkedFrom: { __typename: 'Collection', id: 'D', slug: 'all-names', title: 'All findings on names' },
  items: [
    {
      __typename: 'CollectionItem',
      text: null,
      textTree: null,
      finding: finding('F1', 'Head 9.9 moves the name'),
    },
    { __typename: 'CollectionItem', text: 'And what works against it:', textTree: null, finding: null },
    {
      __typename: 'CollectionItem',
      text: null,
      textTree: null,
      finding: finding(
        'F2',
        'Heads 10.7 and 11.10 write the opposite of the name, on all prompts of the set',
      ),
    },
    { __typename: 'CollectionItem', text: null, textTree: null, finding: null },
  ],
} as unknown as CollectionView_CollectionFragment;

/** A public collection, and a private one with a long title. */
export const COLLECTION_ROWS = [
  { ...COLLECTION, findingCount: 2 },
  {
    ...COLLECTION,
    id: 'E',
    title: `A private collection with ${'a title that is long and '.repeat(3)}ends here`,
    visibility: 'PRIVATE',
    findingCount: 1,
  },
] as unknown as readonly CollectionRow_CollectionFragment[];

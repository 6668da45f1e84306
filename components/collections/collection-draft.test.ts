import { expect, it } from 'vitest';
import type { CollectionFinding_FindingFragment } from '../generated/graphql';
import { addItem, createDraft, moveItem, removeItem, sendItems, writeText } from './collection-draft';

const finding = (id: string): CollectionFinding_FindingFragment => ({
  id,
  slug: id,
  title: id,
  modelId: 'gpt2',
  thumbnail: '/light.png',
  darkThumbnail: '/dark.png',
  card: { kind: 'HEAD_Z' as const, shape: [4, 4], baseline: { verdict: 'OK' as const } },
  author: { id: 'u', name: 'Ada' },
  claimCounts: { supported: 0, refuted: 0, undecided: 0, invalid: 0 },
  evidenceCounts: {
    replicated: 0,
    notReplicated: 0,
    replicatedElsewhere: 0,
    notReplicatedElsewhere: 0,
    survived: 0,
    notSurvived: 0,
    supporting: 0,
    refuting: 0,
  },
});
const stored = {
  title: 'Heads',
  visibility: 'PUBLIC' as const,
  items: [
    { text: 'First.', textTree: '{}', finding: null },
    { text: null, textTree: null, finding: finding('a') },
    { text: null, textTree: null, finding: null },
    { text: null, textTree: null, finding: finding('b') },
  ],
};

it('moves, writes, adds and removes items, and sends their order', () => {
  let draft = createDraft(stored);
  expect(sendItems(draft)).toEqual([{ text: 'First.' }, { finding: 'a' }, { finding: 'b' }]);
  const [text, a, b] = draft.items.map(({ key }) => key);
  draft = moveItem(draft, b!, -1);
  draft = moveItem(draft, text!, -1);
  draft = writeText(draft, text!, 'Then.');
  draft = addItem(addItem(draft, finding('c')), finding('a'));
  draft = addItem(draft, null);
  expect(sendItems(draft)).toEqual([
    { text: 'Then.' },
    { finding: 'b' },
    { finding: 'a' },
    { finding: 'c' },
    { text: '' },
  ]);
  draft = moveItem(removeItem(draft, a!), text!, 1);
  expect(sendItems(draft)).toEqual([{ finding: 'b' }, { text: 'Then.' }, { finding: 'c' }, { text: '' }]);
  expect(new Set(draft.items.map(({ key }) => key)).size).toBe(4);
});

it('begins empty and private', () => {
  expect(createDraft(null)).toEqual({ title: '', visibility: 'PRIVATE', items: [], nextKey: 0 });
});

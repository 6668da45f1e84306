import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type {
  PromptSetRow_SetFragment,
  PromptSetView_PairFragment,
  PromptSetView_SetFragment,
} from '../generated/graphql';
import { PromptSetFacts } from './PromptSetFacts';
import { PromptSetPairs } from './PromptSetPairs';
import { PromptSetRow } from './PromptSetRow';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const set = {
  id: 'ioi',
  version: 2,
  latestVersion: 2,
  name: 'Indirect objects',
  description: 'Sentences in which a name is repeated; the other name is the answer.',
  source: 'Wang et al., 2022',
  licence: 'MIT',
  pairCount: 1024,
  visibility: 'PUBLIC',
  isMine: false,
  canDelete: false,
  createdAt: '2026-11-01T10:00:00.000Z',
  versionCreatedAt: '2026-11-02T10:00:00.000Z',
  owner: { id: 'u', name: 'Ada Lovelace' },
  versions: [2, 1].map((number) => ({
    number,
    createdAt: '2026-11-01T10:00:00.000Z',
    name: 'Indirect objects',
    pairCount: 512 * number,
  })),
  forkedFrom: { id: 'names', version: 1, name: 'Names' },
  family: {
    family: { id: 'ioi', name: 'IOI', purpose: 'Names', source: 'Wang et al., 2022' },
    definition: null,
    corruption: 'other name',
    templates: ['ABBA', 'BABA'],
    seed: 7,
  },
  runs: { edges: [{ node: { id: 'r', title: '… [John→Mary] …', createdAt: '', model: { id: 'gpt2' } } }] },
} as unknown as PromptSetView_SetFragment & PromptSetRow_SetFragment;
const tokens = (text: string, from: number) =>
  text.split(/(?= )/).map((part, id) => ({ id: part === ' gave' ? 1 : from + id, text: part }));
const pair = {
  index: 0,
  clean: 'John and Mary met, John gave',
  corrupted: 'John and Mary met, Mary gave',
  correct: ' Mary',
  incorrect: ' John',
  correctSet: null,
  incorrectSet: null,
  rule: 'MEAN',
  cleanTokens: tokens('John and Mary met, John gave', 10),
  corruptedTokens: tokens('John and Mary met, John gave', 10).map((token) =>
    token.text === ' John' ? { id: 99, text: ' Mary' } : token,
  ),
  roles: [{ name: 'END', cleanPositions: [5], corruptedPositions: [5] }],
  problem: null,
} as unknown as PromptSetView_PairFragment;

export const Rows: Story = {
  render: () => (
    <ul style={{ padding: 0 }}>
      <PromptSetRow set={set} />
      <PromptSetRow
        set={{ ...set, isMine: true, visibility: 'PRIVATE', description: '', source: '', pairCount: 1 }}
      />
    </ul>
  ),
};
export const Facts: Story = { render: () => <PromptSetFacts set={set} /> };
export const FactsOfABareSet: Story = {
  render: () => (
    <PromptSetFacts
      set={{
        ...set,
        description: '',
        source: '',
        licence: '',
        family: null,
        forkedFrom: null,
        runs: { edges: [] },
      }}
    />
  ),
};
export const Pairs: Story = { render: () => <PromptSetPairs pairs={[pair]} /> };
export const PairsWithoutModel: Story = {
  render: () => (
    <PromptSetPairs
      pairs={[
        { ...pair, cleanTokens: null, corruptedTokens: null, roles: [] },
        { ...pair, index: 1, problem: '“ Mary Ann” is 2 tokens; an answer must be one token.' },
      ]}
    />
  ),
};

import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ComponentProps } from 'react';
import { userEvent, within } from 'storybook/test';
import type {
  PromptSetRow_SetFragment,
  PromptSetView_PairFragment,
  PromptSetView_SetFragment,
} from '../generated/graphql';
import { PromptSetActions } from './PromptSetActions';
import { PromptSetBaselines } from './PromptSetBaselines';
import { PromptSetFacts } from './PromptSetFacts';
import { PromptSetPairs } from './PromptSetPairs';
import { PromptSetRow } from './PromptSetRow';
import { PromptSetView } from './PromptSetView';
import { chartsDrawn } from '../testing/charts-drawn';

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

const view: ComponentProps<typeof PromptSetView> = {
  set: {
    ...set,
    isMine: true,
    canDelete: true,
    pairs: [pair, { ...pair, index: 1, problem: '“ Mary Ann” is 2 tokens; an answer must be one token.' }],
    check: {
      usable: 1007,
      usableAsWhole: 17,
      lengths: [
        { tokens: 15, count: 800 },
        { tokens: 16, count: 207 },
      ],
      refused: [
        { row: 2, reason: '“ Mary Ann” is 2 tokens (“ Mary”, “ Ann”); an answer must be one token.' },
      ],
    },
  },
  model: 'gpt2',
  models: ['gpt2', 'patchbay-mini'],
  offset: 0,
  first: 2,
};
export const Page: Story = {
  render: () => <PromptSetView {...view} />,
  parameters: { pictureWidth: 900 },
};
const { check: _unchecked, ...unchecked } = view.set;
const older = { ...unchecked, version: 1, isMine: false };
export const OlderVersionOnAPhone: Story = {
  render: () => <PromptSetView {...{ ...view, set: older }} model="" models={[]} />,
};
const measured = Array.from({ length: 24 }, (_, index) => ({
  index,
  clean: 3.1 + 1.4 * Math.sin(index),
  corrupted: -2.8 + 1.2 * Math.cos(2 * index),
}));
const measure: Story['play'] = async ({ canvas }) =>
  userEvent.click(canvas.getByRole('button', { name: 'Compute baselines' }));
export const Baselines: Story = {
  render: () => <PromptSetBaselines set="ioi@2" model="gpt2" />,
  parameters: {
    pictureWidth: 760,
    answers: {
      PromptSetBaselines: () => ({
        previewBaselines: { given: 1024, tried: 32, pairs: measured, refused: [] },
      }),
    },
  },
  play: async (context) => {
    await measure(context);
    const { canvas, canvasElement } = context;
    await userEvent.type(await canvas.findByRole('textbox', { name: 'Least gap' }), '5');
    await userEvent.click(await canvas.findByText(/pairs left out/));
    await chartsDrawn(canvasElement);
  },
};
export const BaselinesRefused: Story = {
  render: () => <PromptSetBaselines set="ioi@2" model="gpt2" />,
  parameters: {
    answers: {
      PromptSetBaselines: () => new Error('The engine is restarting. Try again in a few seconds.'),
    },
  },
  play: async (context) => {
    await measure(context);
    await context.canvas.findByText(/engine is restarting/);
  },
};
export const DeletionRefused: Story = {
  render: () => <PromptSetActions set={{ ...set, isMine: true, canDelete: true }} />,
  parameters: { answers: { DeletePromptSet: () => new Error('A finding of another person uses this set.') } },
  play: async ({ canvas, canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(canvas.getByRole('button', { name: 'Delete' }));
    await userEvent.click(await page.findByRole('button', { name: 'Delete the set' }));
    await page.findByText(/of another person/);
  },
};

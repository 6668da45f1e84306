import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import type { PromptSetFormQuery } from '../generated/graphql';
import { refuse } from '../testing/fake-api';
import { PromptSetForm } from './PromptSetForm';

const DEFINITION = `templates:
  ABBA: "Then, {A} and {B} went to the {place}. {B} gave a {object} to"
  BABA: "Then, {B} and {A} went to the {place}. {B} gave a {object} to"
lists:
  names: [John, Mary, Tom, James, Dan, Martin, Amy]
  places: [shops, school, station]
  objects: [ring, drink, bone]
draw: { A: names, B: names, place: places, object: objects }
different: [A, B]
corruptions:
  other name: { B: A }
answers: { correct: "{A}", incorrect: "{B}" }
`;
const TEMPLATES = [
  { id: 'ABBA', text: 'Then, {A} and {B} went to the {place}. {B} gave a {object} to' },
  { id: 'BABA', text: 'Then, {B} and {A} went to the {place}. {B} gave a {object} to' },
];
const CORRUPTIONS = [{ id: 'other name', name: 'The other name is repeated' }];
const options = {
  promptFamilies: [
    {
      id: 'ioi',
      name: 'Indirect object identification',
      purpose: 'Sentences in which a name is repeated; the other name is the answer.',
      source: 'Wang et al., 2022',
      templates: TEMPLATES,
      corruptions: CORRUPTIONS,
      definition: DEFINITION,
    },
  ],
  models: [{ id: 'gpt2', installed: true, canPublishNotebook: true }],
} as unknown as PromptSetFormQuery;
const set = {
  id: 'S',
  version: 2,
  name: 'Names at the shops',
  description: 'Sentences in which a name is repeated; the other name is the answer.',
  source: 'Wang et al., 2022',
  licence: 'MIT',
  visibility: 'PUBLIC',
  pairCount: 1024,
  isMine: true,
  family: {
    family: null,
    definition: DEFINITION,
    corruption: 'other name',
    templates: ['ABBA'],
    seed: 7,
  },
} as unknown as PromptSetFormQuery['promptSet'];
const ofDefinition = { problems: [], templates: TEMPLATES, corruptions: CORRUPTIONS };

const meta: Meta<typeof PromptSetForm> = {
  component: PromptSetForm,
  args: { mode: 'new', options, family: '' },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const FromAFile: Story = {};
export const FromAFamily: Story = { args: { family: 'ioi' }, parameters: { pictureWidth: 820 } };
export const Definition: Story = {
  args: { mode: 'fork', options: { ...options, promptSet: set! } },
  parameters: {
    pictureWidth: 820,
    answers: {
      ReadFamily: () => ({
        readFamily: {
          ...ofDefinition,
          pairs: ['John', 'Mary'].map((name) => ({
            template: 'ABBA',
            clean: `Then, Tom and ${name} went to the station. ${name} gave a ring to`,
            corrupted: `Then, Tom and ${name} went to the station. Tom gave a ring to`,
            correct: [' Tom'],
            incorrect: [` ${name}`],
          })),
        },
      }),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('radio', { name: 'From templates of your own' }));
    await canvas.findByRole('region', { name: 'First pairs' });
  },
};
export const DefinitionWithProblems: Story = {
  args: { mode: 'fork', options: { ...options, promptSet: set! } },
  parameters: {
    answers: {
      ReadFamily: () => ({
        readFamily: {
          ...ofDefinition,
          pairs: [],
          problems: [
            { line: 2, message: 'The slot {plce} has no list. Draw it from places, names or objects.' },
            { line: 9, message: '‘A’ is in no list.' },
          ],
        },
      }),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('radio', { name: 'From templates of your own' }));
    await canvas.findByRole('list', { name: 'Problems of the definition' });
  },
};
export const EditRefused: Story = {
  args: { mode: 'edit', options: { ...options, promptSet: set! } },
  parameters: {
    answers: {
      EditPromptSet: () =>
        refuse('The set was refused.', 'BAD_USER_INPUT', [
          { path: 'name', message: 'Another set of yours has this name.' },
          { path: 'pairs', message: 'The set of a finding cannot lose pairs. Fork it instead.' },
        ]),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Save as a new version' }));
    await canvas.findByText(/cannot lose pairs/);
  },
};

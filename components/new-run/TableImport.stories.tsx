import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { userEvent, within } from 'storybook/test';
import { useState } from 'react';
import { refuse, type Answers } from '../testing/fake-api';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { ImportDialog } from './ImportDialog';
import type { Reading } from './reading-choices';

const meta: Meta = { parameters: { pictureHeight: 900 } };
export default meta;

type Story = StoryObj;
type Play = NonNullable<Story['play']>;

const ignore = (): void => {};
const ioi = sampleIoiRun().pairs;
const pairs = (count: number): Reading['pairs'] =>
  Array.from({ length: count }, (_, at) => {
    const { clean, corrupted, correct, incorrect } = ioi[at % ioi.length]!;
    return {
      row: at + 1,
      clean,
      corrupted,
      correct,
      incorrect,
      correctSet: null,
      incorrectSet: null,
      rule: 'MEAN',
      // The last ones are a word longer.
      tokens: at < 0.8 * count ? 15 : 16,
      corruptedTokens: at < 0.8 * count ? 15 : 16,
      roles: [],
    };
  });
const column = (name: string, as: string | null, sample: string): Reading['columns'][number] => ({
  name,
  as,
  samples: [sample],
});
const COLUMNS = [
  column('ioi_sentences', 'clean', ioi[0]!.clean),
  column('corr_ioi_sentences', 'corrupted', ioi[0]!.corrupted),
  column('IO', 'correct', 'Mary'),
  column('S', 'incorrect', 'John'),
  column('a_label_of_the_annotators_that_is_long', null, 'ABBA'),
];
const note = (message: string): Reading['suggestions'][number] => ({
  message,
  option: null,
  columns: null,
  idsOf: null,
});
/** Readings of the text; what was applied is advised no more. */
const reading = (parts: Partial<Reading>): Answers => ({
  ReadPrompts: ({ options }) => ({
    readPrompts: {
      format: 'CSV',
      layout: 'Columns',
      rowCount: (parts.pairs?.length ?? 0) + (parts.refused?.length ?? 0),
      columns: COLUMNS,
      pairs: [],
      refused: [],
      ...parts,
      suggestions: (parts.suggestions ?? []).filter(
        ({ option }) => option === null || !(options as readonly string[]).includes(option),
      ),
    },
  }),
});

const CSV = [
  'ioi_sentences,corr_ioi_sentences,IO,S',
  ...ioi.map(({ clean, corrupted, correct, incorrect }) =>
    [`"${clean}"`, `"${corrupted}"`, correct.trim(), incorrect.trim()].join(','),
  ),
].join('\n');

function Import({ start = CSV, present = 0 }: { readonly start?: string; readonly present?: number }) {
  const [text, setText] = useState(start);
  return (
    <ImportDialog
      notation="table"
      model="gpt2"
      {...{ text, present }}
      onText={setText}
      onPairs={ignore}
      onClose={ignore}
    />
  );
}
const page = (canvasElement: HTMLElement) => within(canvasElement.ownerDocument.body);
const wait =
  (text: RegExp): Play =>
  async ({ canvasElement }) =>
    void (await page(canvasElement).findByText(text));

/** The columns of EAP-IG's files are known; its answers lack the space that words begin with. */
export const ColumnsThatAreKnown: Story = {
  render: () => <Import present={2} />,
  parameters: {
    answers: reading({
      layout: 'EAP-IG, indirect objects',
      pairs: pairs(4),
      suggestions: [
        {
          ...note(
            'All 4 rows have an answer without a leading space, such as “Mary”. A word that follows a prompt begins with one: “ Mary”. Add it to all answers.',
          ),
          option: 'ADD_LEADING_SPACE',
        },
        note('Columns not used: a_label_of_the_annotators_that_is_long.'),
      ],
    }),
  },
  play: wait(/4 usable/),
};
export const OnAWideScreen: Story = {
  ...ColumnsThatAreKnown,
  parameters: { ...ColumnsThatAreKnown.parameters, pictureWidth: 900 },
  play: async ({ canvasElement }) => {
    const body = page(canvasElement);
    await userEvent.click(await body.findByRole('button', { name: 'Add the space to all' }));
    await userEvent.click(await body.findByText('Columns'));
  },
};
export const ColumnsToChoose: Story = {
  render: () => <Import />,
  parameters: {
    answers: reading({ rowCount: 4, columns: COLUMNS.map((one) => ({ ...one, as: null })) }),
  },
  play: async ({ canvasElement }) => {
    const body = page(canvasElement);
    const select = await body.findByRole('combobox', { name: 'What ioi_sentences holds' });
    await userEvent.selectOptions(select, 'clean');
    await body.findByText('ioi_sentences is read as clean.');
  },
};
/** Of three lengths, more than a run takes, with rows that cannot be used. */
export const MoreThanARunTakes: Story = {
  render: () => <Import />,
  parameters: {
    answers: reading({
      pairs: pairs(1000),
      refused: [
        {
          row: 12,
          line: 13,
          reason: 'Line 13: “ Mary Ann” is 2 tokens (“ Mary”, “ Ann”); an answer must be one token.',
        },
        { row: 826, line: 827, reason: 'Line 827: the corrupted prompt is empty.' },
      ],
      suggestions: [
        note(
          'The pairs have 2 lengths (15 tokens: 800, 16 tokens: 200). A run whose positions are by index takes pairs of one length; one by role takes all.',
        ),
      ],
    }),
  },
  play: wait(/1,000 usable/),
};
export const IdsOfAnotherTokenizer: Story = {
  render: () => <Import />,
  parameters: {
    answers: reading({
      layout: 'EAP-IG, facts',
      columns: [
        column('clean', 'clean', 'Kabul, the capital of'),
        column('corrupted', 'corrupted', 'Paris, the capital of'),
        column('country_idx', 'correctIds', '[4922]'),
        column('corrupted_country_idx', 'incorrectIds', '[4881]'),
      ],
      refused: [1, 2, 3].map((row) => ({
        row,
        line: row + 1,
        reason: `Line ${row + 1}: token 50277 is not one of the 50,257 of gpt2.`,
      })),
      suggestions: [
        {
          ...note(
            'The token ids of this file are of another tokenizer than that of patchbay-mini: 4922 is “ prov”, but country is “ Afghanistan”. Read them as ids of gpt2.',
          ),
          idsOf: 'gpt2',
        },
      ],
    }),
  },
  play: wait(/3 rows cannot be used/),
};
export const HeaderOnly: Story = {
  render: () => <Import start="ioi_sentences,corr_ioi_sentences,IO,S" />,
  parameters: { answers: reading({ columns: COLUMNS.map((one) => ({ ...one, samples: [] })) }) },
  play: wait(/no rows/),
};
/** A text that is not JSON. */
export const NotRead: Story = {
  render: () => <Import start={'[{"clean": "a",\n  "corrupted": }]'} />,
  parameters: {
    answers: {
      ReadPrompts: () =>
        refuse("Line 2 is not JSON: expected a value at '}'.", 'BAD_USER_INPUT', [
          { path: 'text', message: "Line 2 is not JSON: expected a value at '}'." },
        ]),
    },
  },
  play: wait(/Line 2 is not JSON/),
};
export const BeingRead: Story = {
  render: () => <Import />,
  parameters: { answers: { ReadPrompts: () => NEVER } },
};
/** A text of this size is summed up. */
export const LargeText: Story = {
  render: () => <Import start={`${CSV}\n`.repeat(80)} />,
  parameters: { answers: { ReadPrompts: () => NEVER }, pictureHeight: 480 },
};
export const NotATextFile: Story = {
  render: () => <Import start="" />,
  play: async ({ canvasElement }) => {
    const input = canvasElement.ownerDocument.querySelector<HTMLInputElement>('input[type=file]')!;
    const file = new File([new Uint8Array([0, 1, 2, 0])], 'weights.json', { type: 'application/json' });
    await userEvent.upload(input, file);
    await page(canvasElement).findByText(/weights\.json/);
  },
};

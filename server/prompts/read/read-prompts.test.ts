/** Texts as people have them: formats, columns, spaces, answers of several tokens, and texts that are broken. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { ColumnChoice, PromptFormat, ReadingOption } from '../../../domain/prompts/reading';
import { MAX_PROMPT_TEXT } from '../../../domain/limits';
import { createTokenizerModels, type TokenizerModels } from '../../testing/tokenizer-models';
import { readPrompts } from './read-prompts';

let models: TokenizerModels;
beforeAll(async () => {
  models = await createTokenizerModels();
});

interface Choices {
  readonly format?: PromptFormat;
  readonly columns?: readonly ColumnChoice[];
  readonly options?: readonly ReadingOption[];
}

function read(text: string, { format, columns = [], options = [] }: Choices = {}) {
  return readPrompts(
    { models },
    { text, format: format ?? null, model: 'gpt2', columns, options, idsOf: null, prependBos: false },
  );
}

const HEADER = 'clean,corrupted,correct,incorrect';
const PAIR = {
  clean: 'The cat sat',
  corrupted: 'The dog, sat'.replace(',', ''),
  correct: ' down',
  incorrect: ' up',
};
const ROW = `${PAIR.clean},${PAIR.corrupted}, down, up`;

it.each<[name: string, text: string, format: PromptFormat]>([
  ['commas', `${HEADER}\n${ROW}`, 'CSV'],
  ['semicolons', `${HEADER}\n${ROW}`.replaceAll(',', ';'), 'CSV'],
  ['tabs', `${HEADER}\n${ROW}`.replaceAll(',', '\t'), 'TSV'],
  ['a byte order mark and CRLF', `\uFEFF${HEADER}\r\n${ROW}\r\n`, 'CSV'],
  ['no header', ROW, 'CSV'],
  ['a list of objects', JSON.stringify([PAIR]), 'JSON'],
  ['an object that holds a list', JSON.stringify({ source: 'x', data: [PAIR] }), 'JSON'],
  ['one object', JSON.stringify(PAIR, null, 2), 'JSON'],
  [
    'columns as lists',
    JSON.stringify(Object.fromEntries(Object.entries(PAIR).map(([key, value]) => [key, [value]]))),
    'JSON',
  ],
  [
    'columns by row number',
    JSON.stringify(Object.fromEntries(Object.entries(PAIR).map(([key, value]) => [key, { 0: value }]))),
    'JSON',
  ],
  ['JSON lines', `${JSON.stringify(PAIR)}\n\n${JSON.stringify(PAIR)}`, 'JSONL'],
])('reads %s', async (_, text, format) => {
  const reading = await read(text);
  expect(reading).toMatchObject({ format, refused: [] });
  expect(reading.pairs[0]).toMatchObject(PAIR);
  expect((await read(text, { format })).pairs).toEqual(reading.pairs);
});

it('reads columns that are chosen, and says which it found', async () => {
  const text = 'prompt_a,prompt_b,gold,foil\nThe cat sat,The dog sat, down, up';
  const found = await read(text);
  expect(found.pairs).toEqual([]);
  expect(found.refused).toEqual([
    { row: 1, line: 2, reason: 'There is no column for clean, corrupted, correct, incorrect. Choose one.' },
  ]);
  expect(found.suggestions[0]!.message).toBe(
    'Line 1: the header has no clean, corrupted, correct, incorrect. Columns found: prompt_a, prompt_b, gold, foil. Choose the columns that hold them, or rename them.',
  );
  const columns = [
    { column: 'prompt_a', as: 'clean' },
    { column: 'prompt_b', as: 'corrupted' },
    { column: 'gold', as: 'correct' },
    { column: 'foil', as: 'incorrect' },
  ];
  const chosen = await read(text, { columns });
  expect(chosen.pairs).toHaveLength(1);
  expect(chosen.columns[2]).toEqual({ name: 'gold', as: 'correct', samples: [' down'] });
});

it.each([
  [
    [{ column: 'none', as: 'clean' }],
    'columns.0.column',
    /There is no column 'none'\. Columns found: clean, corrupted/,
  ],
  [[{ column: 'clean', as: 'question' }], 'columns.0.as', /not a use of a column/],
  [
    [
      { column: 'clean', as: 'clean' },
      { column: 'corrupted', as: 'clean' },
    ],
    'columns.1.as',
    /Two columns are chosen as clean/,
  ],
])('refuses the choice %j', async (columns, path, message) => {
  await expect(read(`${HEADER}\n${ROW}`, { columns })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { issues: [{ path, message: expect.stringMatching(message) }] },
  });
});

it('names answers without a leading space, and adds it to all', async () => {
  const text = `${HEADER}\nThe cat sat,The dog sat,down,up\nThe cat ran,The dog ran,Afghanistan,up`;
  const { pairs, refused, suggestions } = await read(text);
  expect(pairs.map(({ correct }) => correct)).toEqual(['down']);
  expect(refused[0]).toMatchObject({ row: 2, reason: expect.stringMatching(/^'Afghanistan' is \d tokens/) });
  expect(suggestions).toContainEqual({
    message: expect.stringMatching(/^2 rows have an answer without a leading space, such as 'down'/),
    option: 'ADD_LEADING_SPACE',
  });
  const added = await read(text, { options: ['ADD_LEADING_SPACE'] });
  expect(added.pairs.map(({ correct, incorrect }) => [correct, incorrect])).toEqual([
    [' down', ' up'],
    [' Afghanistan', ' up'],
  ]);
  expect(added.suggestions).toEqual([]);
});

it('refuses answers of several tokens, or takes the first token of each', async () => {
  const text = `${HEADER}\nA cat sat,A dog sat, United Kingdom, France\nA cat sat,A dog sat, United Kingdom, United States`;
  const { pairs, refused, suggestions } = await read(text);
  expect(pairs).toEqual([]);
  expect(refused[0]!.reason).toBe(
    "' United Kingdom' is 2 tokens (' United', ' Kingdom'); an answer must be one token, unless answers are read as a whole (wholeAnswers).",
  );
  expect(suggestions[0]).toEqual({
    message: '2 rows have an answer of several tokens. Use the first token of each.',
    option: 'FIRST_TOKEN',
  });
  const first = await read(text, { options: ['FIRST_TOKEN'] });
  expect(first.pairs).toHaveLength(1);
  expect(first.pairs[0]).toMatchObject({ correct: ' United', incorrect: ' France' });
  expect(first.refused).toEqual([
    { row: 2, line: 3, reason: "Both answers are ' United'; their logit difference would always be 0." },
  ]);
});

it('names prompts that end in a space, and removes it', async () => {
  const text = `${HEADER}\n"A cat sat ","A dog sat ", down, up`;
  const { suggestions } = await read(text);
  expect(suggestions[0]).toMatchObject({ option: 'TRIM_PROMPTS' });
  const trimmed = await read(text, { options: ['TRIM_PROMPTS'] });
  expect(trimmed.pairs[0]).toMatchObject({ clean: 'A cat sat', corrupted: 'A dog sat' });
});

it('says that pairs have several lengths or are repeated', async () => {
  const { suggestions } = await read(`${HEADER}\n${ROW}\n${ROW}\nA cat sat down,A dog sat down, x, y`);
  expect(suggestions.map(({ message }) => message)).toEqual([
    'The pairs have 2 lengths (3 tokens: 2, 4 tokens: 1). A run whose positions are by index takes pairs of one length; one by role takes all.',
    '1 pair repeats an earlier one. A repeated pair counts twice in every mean.',
  ]);
});

it.each([
  [
    'a field too few',
    'a,b,c',
    'Line 3: 3 fields, but the header has 4. Fields are separated by commas; add what is missing.',
  ],
  [
    'a quote that is not closed',
    '"a,b,c,d\ne',
    /^Line 3: a quote is not closed\..* The row extends over 2 lines\.$/,
  ],
  ['a NUL', 'a\0b,c d,e,f', /^Line 3: 'clean' contains a NUL character/],
  ['half of a character', 'a b,c \ud800 d,e,f', /^Line 3: 'corrupted' contains half of a character/],
  ['an empty prompt', ',b c,d,e', 'The clean prompt is empty.'],
  ['an empty answer', 'a b,c d,,e', 'The correct answer is empty.'],
  ['equal prompts', 'a b,a b, c, d', 'Both prompts are the same, so there is nothing to patch.'],
  ['equal answers', 'a b,c d, x, x', /^Both answers are ' x'/],
  [
    'a prompt that fits no context',
    `${'word '.repeat(1100)},b, c, d`,
    /^The clean prompt is 1101 tokens; gpt2 reads at most 1024/,
  ],
])('refuses a row with %s, and keeps the others', async (_, row, reason) => {
  const { pairs, refused } = await read(`${HEADER}\n${ROW}\n${row}`);
  expect(pairs).toHaveLength(1);
  expect(refused).toEqual([
    { row: 2, line: 3, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
  ]);
});

it.each([
  ['', /^The text is empty/],
  ['\uFEFF \n', /^The text is empty/],
  ['x'.repeat(MAX_PROMPT_TEXT + 1), /^The text is 800,001 characters long; up to 800,000 are read at a time/],
  [`${HEADER}\n${'a\n'.repeat(10_001)}`, /^The text has 10,001 rows; up to 10,000/],
  ['[\n{"clean": "a",\n "corrupted": b}]', /^Line 3 is not JSON: expected a value at 'b\}\]'/],
  ['[{"clean": "a"},\n{"clean": "b"}', /^Line 2 is not JSON: the text ends before the JSON does/],
  ['{"clean": "a\nb"}', /^Line 1 is not JSON: .* a text is not closed or has an invalid character/],
  ['[1, 2,,]', /^Line 1 is not JSON: expected a value at ',\]'/],
])('refuses the text %j', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { issues: [{ path: 'text', message: expect.stringMatching(message) }] },
  });
});

it('refuses lines that are not JSON, one by one', async () => {
  const { pairs, refused } = await read(`${JSON.stringify(PAIR)}\n{"clean": \n5\n`, { format: 'JSONL' });
  expect(pairs).toHaveLength(1);
  expect(refused).toEqual([
    { row: 2, line: 2, reason: 'Line 2: the text ends before the JSON does.' },
    { row: 3, line: 3, reason: 'A row must be an object with the columns of a pair, and this is a number.' },
  ]);
});

it('drops no row in silence, whatever the rows are', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const cell = fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text, { maxLength: 3 }));
  const row = fc.dictionary(
    fc.constantFrom('clean', 'corrupted', 'correct', 'incorrect_idx', 'label', '__proto__'),
    cell,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const { rowCount, pairs, refused } = await read(JSON.stringify(rows), { format: 'JSON' });
      expect(rowCount).toBe(rows.length);
      const numbers = [...pairs, ...refused].map((one) => one.row).toSorted((a, b) => a - b);
      expect(numbers).toEqual(rows.map((_, index) => index + 1));
    }),
    { numRuns: 60, seed: 7 },
  );
});

it('keeps answers of several tokens for a run that reads them as a whole', async () => {
  const text = `${HEADER}\nA cat sat,A dog sat, United Kingdom, France\nA cat sat,A dog sat, United Kingdom, United\nA cat sat,A dog sat, down, up`;
  const { suggestions } = await read(text);
  expect(suggestions).toContainEqual({
    message: expect.stringMatching(
      /^2 rows have an answer of several tokens. Keep them; a run reads each as a whole/,
    ),
    option: 'WHOLE_ANSWERS',
  });
  const whole = await read(text, { options: ['WHOLE_ANSWERS', 'FIRST_TOKEN'] });
  expect(whole.pairs.map(({ correct, incorrect, correctSet }) => [correct, incorrect, correctSet])).toEqual([
    [' United Kingdom', ' France', null],
    [' down', ' up', null],
  ]);
  expect(whole.refused).toEqual([
    {
      row: 2,
      line: 3,
      reason: expect.stringMatching(/' United Kingdom' begins with ' United', so it is never more probable/),
    },
  ]);
});

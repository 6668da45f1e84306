/** Files in the layouts that researchers publish, read as they are with GPT-2's tokenizer and with another one. */
import { beforeAll, expect, it } from 'vitest';
import type { ColumnChoice, PromptFormat, ReadingOption } from '../../../domain/prompts/reading';
import { createTokenizerModels, type TokenizerModels } from '../../testing/tokenizer-models';
import { readPrompts } from './read-prompts';

let models: TokenizerModels;
beforeAll(async () => {
  models = await createTokenizerModels();
});

interface Request {
  readonly model?: string;
  readonly format?: PromptFormat;
  readonly columns?: readonly ColumnChoice[];
  readonly options?: readonly ReadingOption[];
  readonly idsOf?: string;
}

function read(text: string, { model = 'gpt2', format, columns = [], options = [], idsOf }: Request = {}) {
  const request = {
    text,
    format: format ?? null,
    model,
    columns,
    options,
    idsOf: idsOf ?? null,
    prependBos: false,
  };
  return readPrompts({ models }, request);
}

const END = (position: number) => ({
  name: 'END',
  cleanPositions: [position],
  corruptedPositions: [position],
});
const at = (name: string, position: number) => ({
  name,
  cleanPositions: [position],
  corruptedPositions: [position],
});

const IOI = [
  ',clean,corrupted,corrupted_hard,correct_idx,incorrect_idx',
  '0,"When Mary and John went out, John gave it to","When Mary and John went out, Tom gave it to","When Mary and John went out, Mary gave it to",5335,1757',
  '1,"Then, Tom and Anna met. Tom gave a ring to","Then, Tom and Anna met. Paul gave a ring to","Then, Tom and Anna met. Anna gave a ring to",11735,4186',
].join('\n');

it("reads EAP-IG's token ids, and finds the roles of the names", async () => {
  const { format, layout, pairs, refused, suggestions } = await read(IOI);
  expect({ format, layout, refused }).toEqual({ format: 'CSV', layout: 'Columns', refused: [] });
  expect(pairs[0]).toEqual({
    row: 1,
    clean: 'When Mary and John went out, John gave it to',
    corrupted: 'When Mary and John went out, Tom gave it to',
    correct: ' Mary',
    incorrect: ' John',
    correctSet: null,
    incorrectSet: null,
    rule: 'MEAN',
    tokens: 11,
    corruptedTokens: 11,
    roles: [at('IO', 1), at('S1', 3), at('S2', 7), END(10)],
  });
  expect(suggestions).toContainEqual({
    message: "'corrupted_hard' holds other corrupted prompts.",
    columns: [{ column: 'corrupted_hard', as: 'corrupted' }],
  });
  const hard = await read(IOI, { columns: [{ column: 'corrupted_hard', as: 'corrupted' }] });
  expect(hard.pairs[0]!.corrupted).toBe('When Mary and John went out, Mary gave it to');
});

it('recognises ids of another tokenizer, and reads them with that one', async () => {
  const { pairs, refused, suggestions } = await read(IOI, { model: 'patchbay-mini' });
  expect(pairs).toEqual([]);
  expect(refused.map(({ row, line }) => [row, line])).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(refused[0]!.reason).toMatch(/^The token ids 5335, 1757 are not of the tokenizer of patchbay-mini/);
  expect(suggestions).toContainEqual({
    message: expect.stringMatching(/5335 is outside of its 1,536 tokens\. Read them as ids of gpt2/),
    idsOf: 'gpt2',
  });
  const read2 = await read(IOI, { model: 'patchbay-mini', idsOf: 'gpt2' });
  expect(read2.pairs[0]).toMatchObject({ correct: ' Mary', incorrect: ' John' });
});

it('recognises ids within the vocabulary by prompts of unequal lengths', async () => {
  const rows = ['poet', 'secretary', 'banker', 'nurse', 'senator'].map(
    (noun) => `The ${noun} slept because,The man slept because,673,339,0`,
  );
  const text = ['clean,corrupted,clean_answer_idx,corrupted_answer_idx,label', ...rows].join('\n');
  const right = await read(text);
  expect(right.pairs).toHaveLength(5);
  expect(right.pairs[0]).toMatchObject({ correct: ' she', incorrect: ' he' });
  expect(right.suggestions[0]!.message).toBe(
    "Token ids are read with the tokenizer of gpt2: 673 is ' she', 339 is ' he'.",
  );
  const wrong = await read(text, { model: 'patchbay-mini' });
  expect(wrong.pairs).toEqual([]);
  expect(wrong.suggestions[0]).toMatchObject({ idsOf: 'gpt2' });
});

it('refuses one row for one wrong id', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, index) => `The cat sat on the,The dog sat on the,${index === 7 ? 60_000 : 2603},3996`,
  );
  const { pairs, refused } = await read(['clean,corrupted,correct_idx,incorrect_idx', ...rows].join('\n'));
  expect(pairs).toHaveLength(29);
  expect(refused).toEqual([
    { row: 8, line: 9, reason: 'The token id 60000 is outside of the 50,257 tokens of gpt2.' },
  ]);
});

it('reads ids by what they are the ids of, with sets in brackets', async () => {
  const text =
    'clean,capital,country,country_idx,corrupted,corrupted_capital,corrupted_country,corrupted_country_idx\n' +
    '" Kabul, the capital of",Kabul,Afghanistan,8037," London, the capital of",London,United Kingdom,"[1578, 4881]"';
  const { pairs } = await read(text);
  expect(pairs[0]).toMatchObject({
    correct: ' Afghanistan',
    incorrect: ' United',
    incorrectSet: [' United', ' France'],
  });
});

it.each([
  ['label', 'label'],
  ['correct_idx', 'a column that is named like ids'],
])("reads greater-than's %s as all larger numbers against all others", async (column) => {
  const text = `clean,corrupted,${column}\nThe war lasted from the year 1352 to the year 13,The war lasted from the year 1301 to the year 13,52\nThe war lasted from the year 1799 to the year 17,The war lasted from the year 1701 to the year 17,99`;
  const { layout, pairs, refused } = await read(text);
  expect(layout).toBe('EAP-IG greater-than');
  const [pair] = pairs;
  expect(pair).toMatchObject({ correct: '53', incorrect: '52', rule: 'LOGSUMEXP' });
  expect(pair!.correctSet).toEqual(Array.from({ length: 47 }, (_, index) => String(53 + index)));
  expect(pair!.incorrectSet).toHaveLength(53);
  expect(pair!.incorrectSet!.at(-1)).toBe('00');
  expect(refused).toEqual([{ row: 2, line: 3, reason: 'No two-digit number is larger than 99.' }]);
});

it("reads auto-circuit's JSON with its sets and named positions", async () => {
  const pair = {
    clean: 'Then, Mary and John went out. John gave it to',
    corrupt: 'Then, Tom and Anna went out. Paul gave it to',
    answers: [' Mary'],
    wrong_answers: [' John', ' Tom'],
  };
  const shared = { word_idxs: { IO: 2, S1: 4, S2: 8, end: 11 } };
  const { format, pairs, suggestions } = await read(JSON.stringify({ ...shared, prompts: [pair] }));
  expect(format).toBe('JSON');
  expect(pairs[0]).toMatchObject({
    correct: ' Mary',
    correctSet: null,
    incorrectSet: [' John', ' Tom'],
    roles: [at('IO', 2), at('S1', 4), at('S2', 8), END(11)],
  });
  expect(suggestions).toEqual([]);
  const longer = {
    ...pair,
    clean: pair.clean.replace('it', 'the ring'),
    corrupt: pair.corrupt.replace('it', 'the ring'),
  };
  const misfit = await read(JSON.stringify({ ...shared, prompts: [longer] }));
  expect(misfit.pairs[0]!.roles.map(({ name }) => name)).not.toContain('IO-1');
  expect(misfit.suggestions[0]!.message).toMatch(/do not fit the tokens of 1 pair/);
});

it("pairs ROME's facts with the next of the same template, of the same length where there is one", async () => {
  const fact = (subject: string, attribute: string) => ({
    subject,
    attribute,
    template: '{} is owned by',
    prompt: `${subject} is owned by`,
    prediction: ' x',
  });
  const rows = [
    fact('Beats Music', 'Apple'),
    fact('Time Warner', 'AT'),
    fact('Google Maps', 'Google'),
    fact('York', 'Bob'),
    { ...fact('Bob', 'York'), template: '{} lives in', prompt: 'Bob lives in' },
  ];
  const { layout, pairs, refused, suggestions } = await read(JSON.stringify(rows));
  expect(layout).toBe('ROME known_1000');
  expect(
    pairs.map(({ row, clean, corrupted, correct, incorrect }) => [row, clean, corrupted, correct, incorrect]),
  ).toEqual([
    // Three and one tokens, which no other subject has.
    [1, 'Beats Music is owned by', 'Time Warner is owned by', ' Apple', ' AT'],
    [2, 'Time Warner is owned by', 'Google Maps is owned by', ' AT', ' Google'],
    [3, 'Google Maps is owned by', 'Time Warner is owned by', ' Google', ' AT'],
    [4, 'York is owned by', 'Beats Music is owned by', ' Bob', ' Apple'],
  ]);
  expect(pairs.map(({ roles: [subject] }) => subject)).toEqual([
    { name: 'SUBJECT', cleanPositions: [0, 1, 2], corruptedPositions: [0, 1] },
    { name: 'SUBJECT', cleanPositions: [0, 1], corruptedPositions: [0, 1] },
    { name: 'SUBJECT', cleanPositions: [0, 1], corruptedPositions: [0, 1] },
    { name: 'SUBJECT', cleanPositions: [0], corruptedPositions: [0, 1, 2] },
  ]);
  expect(suggestions.map(({ message }) => message).join()).toMatch(/aligned/);
  expect(refused).toEqual([
    { row: 5, line: null, reason: "No other row has the template '{} lives in' and another answer." },
  ]);
});

it('reads CounterFact by its nested names', async () => {
  const row = (subject: string, target: string) => ({
    requested_rewrite: {
      prompt: 'The mother tongue of {} is',
      subject,
      target_true: { str: target },
      target_new: { str: 'x' },
    },
    neighborhood_prompts: ['y'],
  });
  const { layout, pairs } = await read(
    JSON.stringify([row('Michael Jackson', 'English'), row('Leon Trotsky', 'Russian')]),
  );
  expect(layout).toBe('CounterFact');
  expect(pairs[0]).toMatchObject({
    clean: 'The mother tongue of Michael Jackson is',
    corrupted: 'The mother tongue of Leon Trotsky is',
    correct: ' English',
    incorrect: ' Russian',
  });
});

it("takes the answer off Redwood's prompts and exchanges the second subject", async () => {
  const text = JSON.stringify([
    {
      text: 'Then, Mary and John went out. John gave a ring to Mary',
      IO: 'Mary',
      S: 'John',
      '[PLACE]': 'store',
      TEMPLATE_IDX: 0,
    },
    { text: 'Then, Mary went out. John gave a ring to Mary', IO: 'Mary', S: 'John', TEMPLATE_IDX: 0 },
  ]);
  const { layout, pairs, refused } = await read(text);
  expect(layout).toBe('Redwood IOI');
  expect(pairs[0]).toMatchObject({
    clean: 'Then, Mary and John went out. John gave a ring to',
    corrupted: 'Then, Mary and John went out. Mary gave a ring to',
    correct: ' Mary',
    incorrect: ' John',
    roles: [at('IO', 2), at('S1', 4), at('S2', 8), END(12)],
  });
  expect(refused).toEqual([
    { row: 2, line: null, reason: "The prompt does not name its subject 'John' twice." },
  ]);
});

it("reads MIB's choices and a counterfactual, another one when asked", async () => {
  const row = {
    prompt: 'Then, Mary and John went out. John gave a ring to',
    choices: ['Mary', 'John'],
    answerKey: 0,
    abc_counterfactual: {
      prompt: 'Then, Tom and Anna went out. Paul gave a ring to',
      choices: ['Tom'],
      answerKey: null,
    },
    s2_io_flip_counterfactual: {
      prompt: 'Then, Mary and John went out. Mary gave a ring to',
      choices: ['Mary', 'John'],
      answerKey: 1,
    },
  };
  const text = [row, row].map((value) => JSON.stringify(value)).join('\n');
  const flipped = await read(text);
  expect(flipped).toMatchObject({ format: 'JSONL', layout: 'MIB' });
  expect(flipped.pairs[0]).toMatchObject({
    corrupted: row.s2_io_flip_counterfactual.prompt,
    correct: ' Mary',
    incorrect: ' John',
  });
  const abc = await read(text, { columns: [{ column: 'abc_counterfactual.prompt', as: 'corrupted' }] });
  expect(abc.pairs[0]!.corrupted).toBe(row.abc_counterfactual.prompt);
});

it('refuses templates in the place of rows', async () => {
  const { pairs, refused } = await read('["After {name_A} and {name_B} went out, {name_B} gave it to"]');
  expect(pairs).toEqual([]);
  expect(refused[0]!.reason).toMatch(/^This is a template/);
});

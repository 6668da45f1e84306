import { expect, it } from 'vitest';
import { isTable } from './paste-table';

it.each([
  ['CSV with a header', 'clean,corrupted,correct,incorrect\na,b, x, y'],
  ['an index column', ',clean,corrupted,corrupted_hard,correct_idx,incorrect_idx\n0,a,b,c,1,2'],
  ['semicolons', 'prompt;answer\na;b'],
  ['cells of a spreadsheet', 'a\tb\t x\t y\nc\td\t x\t y'],
  ['JSON', '{"prompts":[{"clean":"a"}]}'],
  ['a JSON list', '[\n  {"clean": "a"}\n]'],
  ['JSON lines', '{"clean": "a"}\n{"clean": "b"}'],
])('takes %s for a table', (_, text) => {
  expect(isTable(text)).toBe(true);
});

it.each([
  ['a sentence', 'When John and Mary went to the shops, John gave the bag to'],
  ['lines with commas', 'One, two, three\nOne, two, three'],
  ['code', 'def f(self, files):\n\treturn files\n\n\tprint(files)'],
  ['a list in prose', '[sic] he said'],
  ['one row', 'a\tb\tc\td'],
])('takes %s for text', (_, text) => {
  expect(isTable(text)).toBe(false);
});

import { expect, it } from 'vitest';
import { parseFormats } from './parse-formats';

const FORMAT = 'When John and Mary went to the shops, {} gave the bag to | Mary | John';

it.each([
  ['double', 'shops,  '],
  ['single', 'shops, '],
] as const)("makes the notebook's two pairs of one format with a %s space", (spacing, shops) => {
  const { pairs, errors } = parseFormats(FORMAT, spacing);
  expect(errors).toEqual([]);
  const about = (name: string): string => `When John and Mary went to the ${shops}${name} gave the bag to`;
  expect(pairs).toEqual([
    { clean: about('John'), corrupted: about('Mary'), correct: ' Mary', incorrect: ' John' },
    { clean: about('Mary'), corrupted: about('John'), correct: ' John', incorrect: ' Mary' },
  ]);
});

it('takes answers that are not the names', () => {
  const { pairs } = parseFormats(
    'The {} is where the | White House | Haunted House | president | ghosts',
    'single',
  );
  const [white, haunted] = ['The White House is where the', 'The Haunted House is where the'];
  expect(pairs).toEqual([
    { clean: white, corrupted: haunted, correct: ' president', incorrect: ' ghosts' },
    { clean: haunted, corrupted: white, correct: ' ghosts', incorrect: ' president' },
  ]);
});

it('says what is wrong by line', () => {
  const text = 'no hole | a | b\n{} and {} | a | b\n{} | a\n{} | a |  \n{} | a | b | c | ';
  expect(parseFormats(text, 'single').errors).toEqual([
    expect.stringMatching(/^Line 1: the format has 0/),
    expect.stringMatching(/^Line 2: the format has 2/),
    expect.stringMatching(/^Line 3: there are 2 parts/),
    expect.stringMatching(/^Line 4: a name is empty/),
    expect.stringMatching(/^Line 5: an answer is empty/),
  ]);
  expect(parseFormats('\n', 'single').errors).toHaveLength(1);
});

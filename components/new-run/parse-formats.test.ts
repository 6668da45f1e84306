import { expect, it } from 'vitest';
import { parseFormats } from './parse-formats';

it("makes the notebook's two pairs of one format, doubled space included", () => {
  const { pairs, errors } = parseFormats(
    'When John and Mary went to the shops, {} gave the bag to | Mary | John',
  );
  expect(errors).toEqual([]);
  const [john, mary] = [
    'When John and Mary went to the shops,  John gave the bag to',
    'When John and Mary went to the shops,  Mary gave the bag to',
  ];
  expect(pairs).toEqual([
    { clean: john, corrupted: mary, correct: ' Mary', incorrect: ' John' },
    { clean: mary, corrupted: john, correct: ' John', incorrect: ' Mary' },
  ]);
});

it('says what is wrong by line', () => {
  expect(parseFormats('no hole | a | b\n{} and {} | a | b\n{} | a\n{} | a |  ').errors).toEqual([
    expect.stringMatching(/^Line 1: the format has 0/),
    expect.stringMatching(/^Line 2: the format has 2/),
    expect.stringMatching(/^Line 3: write/),
    expect.stringMatching(/^Line 4: a name is empty/),
  ]);
  expect(parseFormats('\n').errors).toHaveLength(1);
});

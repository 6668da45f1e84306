import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCsv } from './parse-csv';

const HEADER = 'clean,corrupted,correct,incorrect';

it('keeps leading spaces, quoted commas, quotes and line ends', () => {
  const { pairs, errors } = parseCsv(
    `${HEADER}\n"Went to the shops,  John","So ""Mary""\nwent", Mary, John\r\n`,
  );
  expect(errors).toEqual([]);
  expect(pairs).toEqual([
    { clean: 'Went to the shops,  John', corrupted: 'So "Mary"\nwent', correct: ' Mary', incorrect: ' John' },
  ]);
});

it('takes columns in any order and skips empty lines', () => {
  const { pairs } = parseCsv('incorrect,correct,corrupted,clean\n\n1,2,3,4\n\n');
  expect(pairs).toEqual([{ clean: '4', corrupted: '3', correct: '2', incorrect: '1' }]);
});

it('says what is wrong by line, and keeps what is right', () => {
  const { pairs, errors } = parseCsv(`${HEADER}\na,b,c\n1,2,3,4\n"x,y`);
  expect(pairs).toHaveLength(1);
  expect(errors).toEqual([
    expect.stringMatching(/^Line 2: 3 fields/),
    expect.stringMatching(/^Line 4: a quote/),
  ]);
});

it('asks for a header and for pairs', () => {
  expect(parseCsv('').errors[0]).toMatch(/header/);
  expect(parseCsv('clean,correct\na,b').errors[0]).toMatch(/no corrupted, incorrect/);
  expect(parseCsv(HEADER).errors[0]).toMatch(/no prompt pair/);
});

it('reads back whatever was written with every field quoted', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\r'));
  const pair = fc.record({ clean: text, corrupted: text, correct: text, incorrect: text });
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
      const rows = pairs.map((row) =>
        [row.clean, row.corrupted, row.correct, row.incorrect].map(quote).join(','),
      );
      expect(parseCsv([HEADER, ...rows].join('\n'))).toEqual({ pairs, errors: [] });
    }),
  );
});

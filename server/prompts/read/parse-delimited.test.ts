import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDelimited } from './parse-delimited';
import { parseTable } from './parse-table';

const USES = ['clean', 'corrupted', 'correct', 'incorrect'];

/** Pairs of the columns that the header names, and what is wrong with the other rows. */
function parseCsv(text: string) {
  const { columns, rows, notes } = parseTable(text, null);
  const readable = rows.filter(({ problem }) => problem === null);
  const at = (use: string) => columns.find((name) => new RegExp(USE[use]!, 'i').test(name))!;
  return {
    pairs: readable.map(({ cells }) => Object.fromEntries(USES.map((use) => [use, cells.get(at(use))]))),
    errors: rows.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    notes,
  };
}

/** Names of each column in these tests. */
const USE: Readonly<Record<string, string>> = {
  clean: '^clean',
  corrupted: '^corrupt',
  correct: '^(correct|answer)( answer)?$',
  incorrect: '^(incorrect|wrong)',
};

const HEADER = 'clean,corrupted,correct,incorrect';
const PAIR = { clean: 'a b', corrupted: 'c, d', correct: ' x', incorrect: ' y' };

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

it.each([
  ['tabs', 'clean\tcorrupted\tcorrect\tincorrect\na b\tc, d\t x\t y'],
  ['semicolons', 'clean;corrupted;correct;incorrect\na b;c, d; x; y'],
  ['spaces before quotes', 'clean, corrupted, correct, incorrect\n"a b", "c, d", " x", " y"'],
  ['spaces after quotes', 'clean,corrupted,correct,incorrect\n"a b" ,"c, d" ," x" ," y" '],
  ['a byte order mark and CRLF', `\uFEFF${HEADER}\r\na b,"c, d", x, y\r\n`],
  ['lone carriage returns', `${HEADER}\ra b,"c, d", x, y\r`],
  ['curly quotes', `${HEADER}\n“a b”,“c, d”,“ x”, “ y”`],
  ['empty columns at the end', `${HEADER},,\na b,"c, d", x, y,,`],
  ['synonyms and capitals', 'Clean,Corrupt,Answer,Wrong_Answer\na b,"c, d", x, y'],
  ['spelled-out names', 'clean prompt,corrupted-prompt,correct answer,incorrect answer\na b,"c, d", x, y'],
  ['no header', 'a b,"c, d", x, y'],
  ['no header, with tabs', 'a b\tc, d\t x\t y'],
])('reads %s', (_, text) => {
  expect(parseCsv(text)).toMatchObject({ pairs: [PAIR], errors: [] });
});

it('keeps curly quotes that belong to the text', () => {
  const { pairs, notes } = parseCsv(`${HEADER}\n“Hi” she said,“No, no” he said, x, y`);
  expect(notes).toEqual([]);
  expect(pairs).toEqual([]);
  const quoted = parseCsv(`${HEADER}\n“Hi” she said,"“Hi, you”", x, y`);
  expect(quoted.pairs).toEqual([
    { clean: '“Hi” she said', corrupted: '“Hi, you”', correct: ' x', incorrect: ' y' },
  ]);
});

it('says how an uncertain text was read', () => {
  expect(parseCsv(`${HEADER}\n“a b”,c d, x, y`).notes).toEqual([
    'Curly quotes around 1 field are read as CSV quotes.',
  ]);
  expect(parseCsv('a b,c d, x, y').notes).toEqual([
    'There is no header; the columns are read as clean, corrupted, correct, incorrect.',
  ]);
});

it('says what is wrong by line, and keeps what is right', () => {
  const { pairs, errors } = parseCsv(`${HEADER}\na,b,c\n1,2,3,4\n"x\ny",b,c\na,b,c,d,e\n"x"y,b,c,d`);
  expect(pairs).toHaveLength(1);
  expect(errors).toEqual([
    'Line 2: 3 fields, but the header has 4. Fields are separated by commas; add what is missing.',
    expect.stringMatching(/^Line 4: 3 fields/),
    'Line 6: 5 fields, but the header has 4. Put text that contains commas in quotes.',
    expect.stringMatching(/^Line 7: text follows a closing quote/),
  ]);
  expect(parseCsv(`${HEADER}\na,b,c,d\n"x,y`).errors).toEqual([
    expect.stringMatching(/^Line 3: a quote is not closed/),
  ]);
});

it('numbers columns without a name, and those that occur twice', () => {
  expect(parseDelimited(',clean,x,x\n1,2,3,4', 'CSV').columns).toEqual(['column 1', 'clean', 'x', 'x (2)']);
});

it('reads 1,000 pairs', () => {
  const row = '"When Amy and Laura got a snack, Laura gave it to","… Amy gave it to", Amy, Laura';
  const { pairs, errors } = parseCsv([HEADER, ...Array.from({ length: 1000 }, () => row)].join('\n'));
  expect(errors).toEqual([]);
  expect(pairs).toHaveLength(1000);
});

it('reads back whatever was written with every field quoted', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\r'));
  const pair = fc.record({ clean: text, corrupted: text, correct: text, incorrect: text });
  const delimiter = fc.constantFrom(',', '\t', ';');
  fc.assert(
    fc.property(
      fc.array(pair, { minLength: 1 }),
      delimiter,
      fc.constantFrom('', ' '),
      (pairs, mark, space) => {
        const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
        const rows = pairs.map((row) =>
          [row.clean, row.corrupted, row.correct, row.incorrect].map(quote).join(`${mark}${space}`),
        );
        const full = pairs.filter((row) => Object.values(row).some((value) => value.trim() !== ''));
        const { pairs: read, errors } = parseCsv([HEADER.replaceAll(',', mark), ...rows].join('\n'));
        expect(read).toEqual(full);
        expect(errors).toHaveLength(full.length > 0 ? 0 : 1);
      },
    ),
    { numRuns: 30 },
  );
});

/** Values that programs mishandle: texts, numbers, and values of another type. */
import fc from 'fast-check';

/** Short texts; each has broken a program somewhere. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  // Halves of a surrogate pair: no UTF-8 encodes them.
  '\ud800',
  'x\udc00y',
  '\udfff\ud800',
  '\u202e right to left',
  '\u200b\u2060\ufeff',
  '👩‍👩‍👧‍👦 é é ﷽',
  '\r\n\t\v\f\u0085\u2028\u2029',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e309',
  '9007199254740993',
  '0x10',
  '\'; DROP TABLE "Run"; --',
  '" OR 1=1 --',
  '%_[]^\\',
  '../../../../etc/passwd',
  '%2e%2e%2f%00',
  'file:///etc/passwd',
  'http://127.0.0.1:9/',
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '![x](data:text/html;base64,PHNjcmlwdD4=)',
  '[[L9999999999999999H1]]',
  '[[L0H1 p-1 <- p99]]',
  '=cmd|"/c calc"!A0',
  '${7*7} {{7*7}} #{7*7}',
  '{"a":[1,{"b":null}]}',
  '*'.repeat(400),
  '('.repeat(400),
  '['.repeat(400),
  '> '.repeat(400),
  '|'.repeat(200),
  '`'.repeat(200),
  '- '.repeat(200),
  '<a>'.repeat(200),
  '[a](b'.repeat(200),
  '&amp;'.repeat(200),
  `${'a'.repeat(200)}!`,
];
const LONG_TEXTS = ['a', '\u0000', '\ud83d\ude00', 'é', ' ', '\n', '[', '9.9 > 0.1 ', '#a '].flatMap((text) =>
  [3000, 30_000, 150_000].map((length) => text.repeat(Math.ceil(length / text.length))),
);

/** Any text, mostly short. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  // Any UTF-16, with halves of pairs.
  {
    weight: 2,
    arbitrary: fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...LONG_TEXTS) },
);

export const hostileInteger: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.constantFrom(2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, -(2 ** 53) - 1, 1e21, 100, 101, 1000, 65_536),
  fc.integer(),
);

export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 1e-9, 0.1, 1, 2 ** 60),
);

/** A value of any type of JSON, also deeply nested. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  hostileNumber,
  hostileText,
  fc.constant([]),
  fc.constant({}),
  fc.constantFrom(1, 30, 3000).map((depth) => {
    let value: unknown = 'x';
    for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  }),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as object),
);

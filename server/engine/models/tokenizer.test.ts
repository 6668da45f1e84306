/** Token ids equal those of Hugging Face's tokenizers; tokenizers of another kind are refused by name. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTokenizer, type Tokenizer } from './tokenizer';

const FILE = path.resolve('models', 'patchbay-mini', 'tokenizer.json');

/** Written by models/reference/make_tokens.py. */
interface TokenTable {
  readonly tokenizers: string;
  readonly rows: readonly (readonly [text: string, ids: readonly number[]])[];
}

let text: string;
let tokenizer: Tokenizer;
beforeAll(async () => {
  text = await readFile(FILE, 'utf8');
  tokenizer = createTokenizer(text);
});

it('gives the ids of tokenizers for texts with U+0085, U+FEFF and other white space', async () => {
  const golden = path.resolve('models', 'reference', 'golden', 'tokens.json');
  const { rows } = JSON.parse(await readFile(golden, 'utf8')) as TokenTable;
  expect(rows.length).toBeGreaterThan(200);
  for (const [content, ids] of rows) {
    expect(tokenizer.encode(content), JSON.stringify(content)).toEqual(ids);
    expect(tokenizer.decode(ids), JSON.stringify(content)).toBe(content);
  }
});

it('knows the length of its longest token', () => {
  const ids = Array.from({ length: tokenizer.size }, (_, id) => id);
  const lengths = ids.map((id) => Buffer.byteLength(tokenizer.tokenText(id)));
  // A token that is part of a character is shown as U+FFFD, which is longer than the part.
  const whole = lengths.filter((_, id) => !tokenizer.tokenText(id).includes('�'));
  expect(tokenizer.longestTokenBytes).toBe(Math.max(...whole));
});

it('encodes and decodes one word of 100,000 letters', () => {
  const word = 'a'.repeat(100_000);
  expect(tokenizer.decode(tokenizer.encode(word))).toBe(word);
});

describe('refuses by name', () => {
  type File = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any
  const pattern = { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: true };
  it.each<[string, (file: File) => void, RegExp]>([
    ['a pattern of its own', (file) => (file['pre_tokenizer'] = pattern), /its pre_tokenizer\.type/],
    [
      'a pattern within a sequence',
      (file) => (file['pre_tokenizer'] = { type: 'Sequence', pretokenizers: [pattern, byteLevel] }),
      /its pre_tokenizer\.type/,
    ],
    [
      'a normaliser',
      (file) => (file['normalizer'] = { type: 'Replace', pattern: { Regex: '(a+)+$' }, content: '' }),
      /its normalizer/,
    ],
    [
      'a space put before the text',
      (file) => (file['pre_tokenizer'].add_prefix_space = true),
      /its pre_tokenizer\.add_prefix_space/,
    ],
    ['another decoder', (file) => (file['decoder'] = { type: 'Metaspace' }), /its decoder\.type/],
    ['another model', (file) => (file['model'].type = 'Unigram'), /its model\.type/],
    ['no model', (file) => delete file['model'], /its model/],
    ['no vocabulary', (file) => delete file['model'].vocab, /its model\.vocab/],
    ['an empty vocabulary', (file) => (file['model'].vocab = {}), /0 entries in its vocabulary/],
    ['a negative id', (file) => (file['model'].vocab['he'] = -5), /id that is not a whole number/],
    ['an id that is a text', (file) => (file['model'].vocab['he'] = 'x'), /id that is not a whole number/],
    [
      'an id that is a fraction',
      (file) => (file['model'].vocab['he'] = 1.5),
      /id that is not a whole number/,
    ],
    ['an id out of all range', (file) => (file['model'].vocab['he'] = 1e12), /id that is not a whole number/],
    [
      'an id given twice',
      (file) => (file['model'].vocab['he'] = 5),
      /two entries of its vocabulary the id 5/,
    ],
    ['no merges', (file) => delete file['model'].merges, /its model\.merges/],
    [
      'a merge of one token',
      (file) => (file['model'].merges[3] = 'he'),
      /entry 3 of its merges that is not a pair/,
    ],
    [
      'a merge of numbers',
      (file) => (file['model'].merges[3] = [1, 2]),
      /entry 3 of its merges that is not a pair/,
    ],
    [
      'a merge into an unknown token',
      (file) => (file['model'].merges[3] = 'he z'),
      /entry 3 of its merges with a token that is not in its vocabulary/,
    ],
    [
      'an added token that contradicts',
      (file) => (file['added_tokens'][0].id = 7),
      /contradicts another entry/,
    ],
    ['an added token without an id', (file) => delete file['added_tokens'][0].id, /its added_tokens\.0\.id/],
    [
      'an added token that takes spaces',
      (file) => (file['added_tokens'][0].lstrip = true),
      /its added_tokens\.0\.lstrip/,
    ],
    [
      'no end of text',
      (file) => {
        file['added_tokens'] = [];
        delete file['model'].vocab['<|endoftext|>'];
      },
      /no <\|endoftext\|> token/,
    ],
  ])('%s', (_name, spoil, expected) => {
    const file = JSON.parse(text) as File;
    spoil(file);
    expect(() => createTokenizer(JSON.stringify(file))).toThrow(expected);
  });

  it('a million entries, before they are parsed', () => {
    const entries = Array.from({ length: 1e6 }, (_, id) => `"entry${id}":${id},`).join('');
    expect(() => createTokenizer(text.replace('"vocab":{', `"vocab":{${entries}`))).toThrow(
      /more entries than a vocabulary of 262144 tokens/,
    );
  });

  it.each([
    ['deep nesting', '['.repeat(1e6)],
    ['deep nesting that ends', '['.repeat(1e5) + ']'.repeat(1e5)],
    ['a text', 'root:x:0:0:root'],
    ['null', 'null'],
  ])('what is no JSON object, without quoting it: %s', (_name, content) => {
    expect(() => createTokenizer(content)).toThrow(/^tokenizer\.json is not (JSON|a tokenizer)/);
    expect(() => createTokenizer(content)).not.toThrow(/root/);
  });
});

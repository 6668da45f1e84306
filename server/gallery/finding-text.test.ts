import { describe, expect, it } from 'vitest';
import { checkFindingText, tidyFindingText } from './finding-text';

const text = { title: 'Name movers', summary: 'They move names.', tags: ['ioi'] };
const issues = (fields: Partial<typeof text>) => checkFindingText(tidyFindingText({ ...text, ...fields }));

describe('checkFindingText', () => {
  it('accepts what people write', () => {
    expect(issues({})).toEqual([]);
    expect(issues({ title: '名前移動', summary: '∑', tags: ['ünï', 'a-b'] })).toEqual([]);
  });

  it.each([
    ['title', 'ab\0 title', /contains a NUL character/],
    ['title', '\u200b\u200b\u200b', /no visible character/],
    ['title', '\u3164\u3164\u3164', /no visible character/],
    ['title', 'x', /1 characters long; use 3 to 140/],
    ['title', '\u{1f600}', /1 characters long/],
    ['title', 'x'.repeat(141), /141 characters long/],
    ['summary', 'first\0second', /contains a NUL character/],
    ['summary', 'half \ud83d of a character', /lone surrogate/],
    ['summary', ' \u200b\n', /empty/],
    ['summary', 'x'.repeat(20_001), /20001 characters long/],
  ])('refuses %s %j', (path, value, message) => {
    expect(issues({ [path]: value })).toEqual([{ path, message: expect.stringMatching(message) as string }]);
  });

  it('names each tag that is none, and too many of them', () => {
    const tags = ['no good', ...Array.from({ length: 8 }, (_, index) => `t${index}`), 'T0'];
    expect(issues({ tags }).map(({ path }) => path)).toEqual(['tags', 'tags.0']);
  });
});

it('keeps a title on one line, and tags once in lower case', () => {
  expect(tidyFindingText({ title: ' a\n b\tc ', summary: '\n x \n', tags: [' IOI', 'ioi'] })).toEqual({
    title: 'a b c',
    summary: 'x',
    tags: ['ioi'],
  });
});

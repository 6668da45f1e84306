import { describe, expect, it } from 'vitest';
import { hasVisibleText, textProblem } from './text';

describe('textProblem', () => {
  it('accepts all text that a database keeps', () => {
    for (let code = 1; code <= 0x10ffff; code += code < 0x3000 ? 1 : 61) {
      if (code < 0xd800 || code > 0xdfff) expect(textProblem(String.fromCodePoint(code))).toBeNull();
    }
  });

  it('names a NUL and its place', () => {
    expect(textProblem('\0')).toContain('NUL character (U+0000) after 0 characters');
    expect(textProblem('a\0b\0')).toContain('after 1 character;');
    expect(textProblem('John went\0 to the shops')).toContain('after 9 characters;');
  });

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800', 'ok \ud83d'])('refuses the lone surrogate in %j', (text) => {
    expect(textProblem(text)).toContain('half of a character');
  });
});

describe('hasVisibleText', () => {
  it.each(['a', ' é ', '中', '👍🏽', '\u200bx', '1', '…', '∅'])('sees %j', (text) => {
    expect(hasVisibleText(text)).toBe(true);
  });

  it.each([
    '',
    '   ',
    '\t\n',
    '\u200b\u200b\u200b',
    '\u3164',
    '\u115f\u1160\uffa0',
    '\u2800',
    '\ufeff\u2060',
    '\u00ad\u034f',
    '\u202e\u2066',
    '\u0301\u0301\u0301',
    '\ufe0f\u{e0100}',
    '\u0001\u0002\u0003',
    '\ue000',
    '\ud800',
  ])('sees nothing in %j', (text) => {
    expect(hasVisibleText(text)).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { formatMention, readMentionPrefix } from './mention';

it('writes a mention that Markdown reads as text and a link', () => {
  expect(formatMention('Ann B', 'a1-_')).toBe('@[Ann B](a1-_)');
  expect(formatMention('a]b*c', 'x')).toBe(String.raw`@[a\]b\*c](x)`);
});

it.each([
  ['@', { start: 0, name: '' }],
  ['see @An', { start: 4, name: 'An' }],
  ['(@Ann B', { start: 1, name: 'Ann B' }],
  ['mail me at ann@example', null],
  ['@[Ann](x) ', null],
  ['no name', null],
])('finds the name that is being typed at the end of %j', (text, prefix) => {
  expect(readMentionPrefix(text)).toEqual(prefix);
});

// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { element, xmlText } from './xml';

it('writes any text as well-formed XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const file = element('text', { 'data-is': text }, xmlText(text));
      const parsed = new DOMParser().parseFromString(file, 'image/svg+xml');
      expect(parsed.querySelector('parsererror'), JSON.stringify(text)).toBeNull();
    }),
    { seed: 20261125, numRuns: 30 },
  );
});

it('replaces characters that XML forbids and keeps the rest', () => {
  expect(xmlText('a\u0001\u007F\uFFFE\uD800b')).toBe('a␁␡\uFFFD\uFFFDb');
  expect(xmlText('<é "&😀">\n')).toBe('&lt;é &quot;&amp;😀&quot;&gt;\n');
});

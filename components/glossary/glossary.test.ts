import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeAnchor, parseGlossary } from './parse-glossary';
import { TERMS } from './terms';

const sections = parseGlossary(readFileSync('docs/glossary.md', 'utf8'));
const entries = sections.flatMap((section) => section.entries);

it('reads all rows of the glossary', () => {
  const rows = readFileSync('docs/glossary.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:-|word )/.test(line));
  expect(sections.map(({ title }) => title)).toEqual(['Experiments', 'Results', 'Model', 'Engine']);
  expect(entries).toHaveLength(rows.length);
  expect(entries.length).toBeGreaterThan(100);
});

it('gives each word an address of its own', () => {
  const anchors = entries.map(({ anchor }) => anchor);
  expect(anchors.filter((anchor, at) => anchors.indexOf(anchor) !== at)).toEqual([]);
});

it('has the meaning of every explained word', () => {
  for (const [id, meaning] of Object.entries(TERMS))
    expect(entries.find(({ anchor }) => anchor === id)?.meaning, id).toBe(meaning);
});

it('reads vertical bars and several words, and refuses a row without a meaning', () => {
  const table = (row: string): string => `## Words\n\n| word | meaning |\n| ---- | ------- |\n${row}\n`;
  expect(parseGlossary(table('| a, b  | \\|x\\| is `y`.  |'))).toEqual([
    { title: 'Words', entries: [{ word: 'a, b', anchor: 'a-b', meaning: '|x| is `y`.' }] },
  ]);
  expect(() => parseGlossary(table('| word'))).toThrow('not a row');
  expect(makeAnchor('logit difference (LD)')).toBe('logit-difference-ld');
});

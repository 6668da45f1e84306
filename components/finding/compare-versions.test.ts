import { describe, expect, it } from 'vitest';
import { compareTexts, compareVersions, shortenPieces } from './compare-versions';

const version = {
  title: 'A',
  summary: 'One.',
  tags: ['a'],
  claims: ['z[0.1] > 0'],
  runs: [{ runId: 'r', label: null }],
};

describe('compareTexts', () => {
  it('marks words that were added and removed, and makes both texts of the pieces', () => {
    const [before, after] = [
      'L9H9 moves the name.\n\nSee [[L9H9]].',
      'L9H6 moves a name.\n\nSee [[L9H6]], too.',
    ];
    const pieces = compareTexts(before, after)!;
    const join = (without: string) =>
      pieces
        .filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join('');
    expect(join('added')).toBe(before);
    expect(join('removed')).toBe(after);
    expect(pieces).toContainEqual({ kind: 'removed', text: 'the' });
    expect(pieces).toContainEqual({ kind: 'added', text: 'a' });
  });

  it('shows two texts as wholes when nearly every word differs', () => {
    const words = (letter: string) => Array.from({ length: 4000 }, (_, at) => `${letter}${at}`).join(' ');
    expect(compareTexts(words('a'), words('b'))!.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});

it('leaves out what did not change', () => {
  expect(compareVersions(version, version)).toEqual({ title: null, summary: null, lists: [] });
  const after = {
    ...version,
    tags: ['a', 'b'],
    claims: [],
    runs: [...version.runs, { runId: 's', label: 'With other names' }],
  };
  expect(compareVersions(version, after).lists).toEqual([
    { name: 'Tags', added: ['b'], removed: [] },
    { name: 'Claims', added: [], removed: ['z[0.1] > 0'] },
    { name: 'Runs', added: ['With other names (s)'], removed: [] },
  ]);
});

it('shortens unchanged text between changes, and before the first', () => {
  const long = 'x '.repeat(400);
  const pieces = shortenPieces([
    { kind: 'same', text: long },
    { kind: 'added', text: 'new' },
    { kind: 'same', text: long },
    { kind: 'removed', text: 'old' },
  ]);
  expect(pieces.map(({ text }) => text.length)).toEqual([123, 3, 243, 3]);
});

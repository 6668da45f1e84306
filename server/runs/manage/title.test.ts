import { expect, it } from 'vitest';
import type { PromptPair } from '../../db';
import { PRESETS } from '../../../domain/presets';
import { deriveSubject, deriveTitle } from './title';

/** A pair whose tokens are words with their leading spaces, after BOS. */
function pair(clean: string, corrupted: string): PromptPair {
  const tokens = (text: string): string => {
    const words = ['<|endoftext|>', ...(text.match(/ ?[^ ]+/g) ?? [])];
    return JSON.stringify(
      words.map((word) => ({
        id: Array.from(word).reduce((sum, c) => (sum * 31 + c.codePointAt(0)!) % 1e9, 7),
        text: word,
      })),
    );
  };
  return { clean, corrupted, cleanTokens: tokens(clean), corruptedTokens: tokens(corrupted) } as PromptPair;
}

const park = pair(
  'When Simon and Lucy went to the park, Simon gave the ball to',
  'When Simon and Lucy went to the park, Lucy gave the ball to',
);

it('shows where the first pair differs, in its context', () => {
  expect(deriveTitle([park])).toBe('… to the park, [Simon→Lucy] gave the ball …');
  expect(deriveTitle([park, park])).toBe('… to the park, [Simon→Lucy] gave the ball … (+1 pair)');
  expect(deriveTitle(Array.from({ length: 8 }, () => park))).toMatch(/… \(\+7 pairs\)$/);
});

it('leaves out no mark of a cut where nothing is cut', () => {
  expect(deriveTitle([pair('The White House is where', 'The Haunted House is where')])).toBe(
    'The [White→Haunted] House is where',
  );
  expect(deriveTitle([pair('White', 'Haunted')])).toBe('[White→Haunted]');
});

it('brackets every near difference, and none that is far away', () => {
  expect(deriveTitle([pair('a b c d e f', 'a x c y e f')])).toBe('a [b→x] c [d→y] e f');
  const far = Array.from({ length: 30 }, (_, index) => `w${index}`);
  const other = far.with(5, 'x').with(25, 'y');
  expect(deriveTitle([pair(far.join(' '), other.join(' '))])).toBe('… w2 w3 w4 [w5→x] w6 w7 w8 …');
});

it('stays one short line, whatever the tokens are', () => {
  const long = 'z'.repeat(500);
  const title = deriveTitle([pair(`a\n\n\tb ${long}`, `a\n\n\tb ${long}y`)]);
  expect(title).not.toMatch(/[\n\t]/);
  expect(title.length).toBeLessThan(140);
  expect(deriveTitle([])).toBe('');
});

it('names the preset that has all pairs, else the first difference', () => {
  const [ioi] = PRESETS;
  const pairs = ioi!.pairs.map(({ clean, corrupted }) => pair(clean, corrupted));
  expect(deriveSubject(pairs)).toBe('Indirect object identification');
  expect(deriveSubject(pairs.slice(0, 2))).toBe('Indirect object identification');
  expect(deriveSubject([...pairs, park])).toBe('… to the shops, [John→Mary] gave the bag …');
  expect(deriveSubject([])).toBe('');
});

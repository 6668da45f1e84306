import { expect, it } from 'vitest';
import {
  HEADS_BY_POSITION,
  longPromptSet,
  NOTEBOOK,
  noPrefixSet,
  notebookSet,
  seededPairs,
  type PromptPair,
} from './sets';

const firstDifferences = (pairs: readonly PromptPair[]): Set<number> =>
  new Set(pairs.map(({ clean, corrupted }) => clean.findIndex((token, at) => token !== corrupted[at])));

it("takes the notebook's prompts as GPT-2 reads them, the doubled space a token of its own", () => {
  const { pairs } = notebookSet();
  expect(pairs).toHaveLength(8);
  // <|endoftext|>When John and Mary went to the shops,  John gave the bag to
  expect(pairs[0]!.clean).toEqual([
    50256, 2215, 1757, 290, 5335, 1816, 284, 262, 12437, 11, 220, 1757, 2921, 262, 6131, 284,
  ]);
  for (const pair of pairs) expect([pair.clean.length, pair.corrupted.length]).toEqual([16, 16]);
  expect(firstDifferences(pairs)).toEqual(new Set([11]));
});

it("counts the notebook's patched runs", () => {
  const runs = (kind: string): number => (kind.startsWith('HEAD') ? 12 * 12 : 12 * 16);
  const sum = (kinds: readonly string[]): number => kinds.reduce((total, kind) => total + runs(kind), 0);
  expect(sum(NOTEBOOK.repeated)).toBe(336);
  expect(sum([...NOTEBOOK.kinds, ...NOTEBOOK.repeated])).toBe(1632);
  expect(HEADS_BY_POSITION.kinds.length * 12 * 16 * 12).toBe(11_520);
});

it('makes pairs that differ from the stated position on', () => {
  expect(firstDifferences(noPrefixSet(50257).pairs)).toEqual(new Set([0]));
  expect(firstDifferences(longPromptSet(50257).pairs)).toEqual(new Set([44]));
  const sizes = { prompts: 3, length: 8, firstDifference: 2, vocabulary: 5 };
  const pairs = seededPairs('any', sizes);
  expect(seededPairs('any', sizes)).toEqual(pairs);
  expect(seededPairs('other', sizes)).not.toEqual(pairs);
  for (const { clean, corrupted } of pairs) {
    corrupted.forEach((token, at) => {
      expect(token < 5 && token >= 0 && (token === clean[at]) === at < 2).toBe(true);
    });
  }
});

/** What a card says of prompts with different numbers of tokens: it shows them as the run aligned them. */
import { expect, it } from 'vitest';
import type { PromptPair } from '../db';
import { deriveTitle, describeDifference } from '../runs/manage/title';
import { completeCard, readCard } from './card';

const token = (text: string, id: number) => ({ id, text });
const clean = [token('Mary', 1), token(' Ann', 2), token(' ran', 3), token(' to', 4)];
const corrupted = [token('Mary', 1), token(' ran', 3), token(' to', 4)];
/** Somebody aligned ` Ann` with ` ran`. */
const GIVEN = [
  [0, 0],
  [1, 1],
  [3, 2],
] as const;
const pair = {
  cleanTokens: JSON.stringify(clean),
  corruptedTokens: JSON.stringify(corrupted),
  alignment: JSON.stringify(GIVEN),
  correct: ' a',
  incorrect: ' b',
  cleanLogitDiff: 2,
  corruptedLogitDiff: 1,
} as PromptPair;
const baseline = {
  clean: 2,
  corrupted: 1,
  pairs: 1,
  gapMean: 1,
  gapStandardError: null,
  pairsWithRightSign: 1,
  verdict: 'OK' as const,
  cannotNormalise: null,
};
const stored = {
  kind: 'RESID_PRE',
  shape: [1, 1],
  values: [0],
  topComponents: [],
  clean,
  corrupted,
  differingPositions: [1, 2],
  run: { direction: 'DENOISING', correct: ' a', incorrect: ' b', baseline },
};
const findRun = async () => ({ run: { direction: 'DENOISING' }, pairs: [pair] });
const complete = (card: object) => completeCard(readCard(JSON.stringify(card)), findRun);

it('shows the alignment of the run in a line, not the automatic one', () => {
  expect(describeDifference(clean, corrupted)).toBe('Mary [Ann→] ran to');
  expect(describeDifference(clean, corrupted, GIVEN)).toBe('Mary [Ann ran→ran] to');
  expect(deriveTitle([pair])).toBe('Mary [Ann ran→ran] to');
  expect(deriveTitle([{ ...pair, alignment: null }])).toBe('Mary [Ann→] ran to');
});

it('keeps the alignment of a card, and reads that of an older card from its run', async () => {
  expect((await complete({ ...stored, alignment: [[0, 0]] })).alignment).toEqual([[0, 0]]);
  expect((await complete(stored)).alignment).toEqual(GIVEN);
  // Prompts of one number of tokens have none.
  expect((await complete({ ...stored, corrupted: clean })).alignment).toBeNull();
});

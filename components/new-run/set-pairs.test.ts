import { expect, it } from 'vitest';
import type { PromptSetForRunQuery } from '../generated/graphql';
import { createInput } from './preview';
import { findSetIndices, takeSetPairs } from './set-pairs';

type SetForRun = NonNullable<PromptSetForRunQuery['promptSet']>;

function set(lengths: readonly number[]): SetForRun {
  return {
    id: 'abc',
    version: 2,
    name: 'Names',
    pairCount: lengths.length,
    pairs: lengths.map((tokens, index) => ({
      index,
      clean: `clean ${index}`,
      corrupted: 'corrupted',
      correct: ' x',
      incorrect: ' y',
      correctSet: index === 1 ? [' x', ' z'] : null,
      incorrectSet: null,
      rule: 'MEAN',
      problem: tokens === 0 ? 'too long' : null,
      roles: tokens > 0 ? [{ name: 'S2', cleanPositions: [1], corruptedPositions: [1] }] : [],
      cleanTokens: Array.from({ length: tokens }, (_, id) => ({ id })),
      corruptedTokens: Array.from({ length: tokens }, (_, id) => ({ id })),
    })),
  };
}

const SETTINGS = {
  model: 'gpt2',
  sweeps: [],
  directions: [],
  metrics: [],
  prependBos: true,
  recompute: false,
};

it('takes the usable pairs of the most frequent length, up to what a run takes', () => {
  const { pairs } = takeSetPairs(set([4, 5, 0, 5, 5]));
  expect(pairs.map(({ clean }) => clean)).toEqual(['clean 1', 'clean 3', 'clean 4']);
  expect(pairs[0]).toMatchObject({ correct: ' x', more: { correct: [' z'] } });
  expect(takeSetPairs(set(Array.from({ length: 100 }, () => 3))).pairs).toHaveLength(64);
});

it('knows pairs that a set has more than once', () => {
  const repeated = set([3, 3, 3]);
  const pairs = repeated.pairs.map((pair, at) => ({
    ...pair,
    clean: at < 2 ? 'twice' : 'once',
    correctSet: null,
  }));
  const taken = takeSetPairs({ ...repeated, pairs });
  expect(findSetIndices(taken.set, taken.pairs)).toEqual([0, 1, 2]);
  expect(findSetIndices(taken.set, taken.pairs.slice(1))).toEqual([0, 2]);
  expect(findSetIndices(taken.set, [...taken.pairs, taken.pairs[0]!])).toBeNull();
});

it('names the set in the run while its pairs are as they were', () => {
  const taken = takeSetPairs(set([4, 5, 5]));
  const rows = taken.pairs.map((pair, id) => ({ ...pair, id }));
  const send = (pairs: typeof rows) => createInput(pairs, { ...SETTINGS, set: taken.set }).input;
  expect(send(rows)).toMatchObject({ promptSet: 'abc@2', promptSetPairs: [1, 2] });
  expect(send(rows)).not.toHaveProperty('pairs');
  expect(send(rows.slice(1))).toMatchObject({ promptSetPairs: [2] });
  const changed = rows.map((row) => ({ ...row, corrupted: 'another' }));
  expect(send(changed)).not.toHaveProperty('promptSet');
  expect(send(changed).pairs).toHaveLength(2);
  expect(taken.pairs[0]!.roles).toEqual([{ name: 'S2', positions: [0] }]);
  const unmarked = rows.map((row) => ({ ...row, roles: [] }));
  expect(send(unmarked)).not.toHaveProperty('promptSet');
  expect(findSetIndices(taken.set, [...rows, rows[0]!])).toBeNull();
});

it('asks for the whole set while the pairs of the form are as they were', () => {
  const taken = takeSetPairs(set(Array.from({ length: 100 }, () => 3)));
  const rows = taken.pairs.map((pair, id) => ({ ...pair, id }));
  const send = (pairs: typeof rows) =>
    createInput(pairs, { ...SETTINGS, set: { ...taken.set, usesAll: true } }).input;
  expect(send(rows)).toMatchObject({ promptSet: 'abc@2' });
  expect(send(rows)).not.toHaveProperty('promptSetPairs');
  expect(send(rows.map((row) => ({ ...row, clean: 'another' })))).not.toHaveProperty('promptSet');
});

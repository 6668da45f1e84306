import { expect, it } from 'vitest';
import { createFormState, reduceForm } from './form-state';
import { findFirstToken, listFirstTokens } from './first-token';
import type { PairResult } from './preview';

const pair = { clean: 'a', corrupted: 'b', correct: ' Mary Ann', incorrect: ' Tom' };
const split = (text: string) => text.split(/(?= )/).map((part, id) => ({ id, text: part }));
const result = (correct: string, incorrect: string): PairResult => ({
  tokens: {
    cleanTokens: [],
    corruptedTokens: [],
    correctTokens: split(correct),
    incorrectTokens: split(incorrect),
    differingPositions: [],
    alignment: null,
  },
  baseline: null,
  issues: [],
  warnings: [],
});

it('finds the first token of answers of several, and no other', () => {
  expect(findFirstToken(pair, 'correct', result(' Mary Ann', ' Tom'))).toBe(' Mary');
  expect(findFirstToken(pair, 'incorrect', result(' Mary Ann', ' Tom'))).toBeNull();
  expect(findFirstToken(pair, 'correct', undefined)).toBeNull();
  expect(findFirstToken(pair, 'correct', result('\uFFFD \uFFFD', ' Tom'))).toBeNull();
  const message = 'two tokens. Most words need a leading space.';
  const unspaced = { ...result('Mary Ann', ' Tom'), issues: [{ field: 'correct' as const, message }] };
  expect(findFirstToken({ ...pair, correct: 'Mary Ann' }, 'correct', unspaced)).toBeNull();
  const set = { ...pair, more: { correct: [' Sue'] } };
  expect(findFirstToken(set, 'correct', result(' Mary Ann Sue', ' Tom'))).toBeNull();
});

it('replaces all of them, one edit for each', () => {
  const state = createFormState({
    model: 'm',
    sweeps: [],
    directions: [],
    metrics: [],
    prependBos: true,
    recompute: false,
    pairs: [pair, { ...pair, correct: ' Sue' }],
  });
  const answers = listFirstTokens(state.rows, ({ correct, incorrect }) => result(correct, incorrect));
  expect(answers).toEqual([{ id: 0, field: 'correct', text: ' Mary' }]);
  const next = reduceForm(state, { type: 'answers', answers });
  expect(next.rows.map(({ correct }) => correct)).toEqual([' Mary', ' Sue']);
  expect(next.isChanged).toBe(true);
});

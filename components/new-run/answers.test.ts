/** Answers that are sets: what the form keeps, sends and shows problems at. */
import { expect, it } from 'vitest';
import { copyPair, readPair, sendPair, type DraftPair } from './draft';
import { createFormState, readState, reduceForm } from './form-state';
import { createInput, findPairResult, pairKey, readPreview } from './preview';

const pair: DraftPair = { clean: 'a', corrupted: 'b', correct: ' Mary', incorrect: ' John' };
const settings = {
  model: 'gpt2',
  sweeps: ['HEAD_Z'],
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  prependBos: true,
  recompute: false,
} as const;

it('sends one token, or a set with its rule', () => {
  expect(sendPair(pair, true)).toEqual(pair);
  const set: DraftPair = { ...pair, more: { correct: [' Lucy'] }, rule: 'LOGSUMEXP' };
  expect(sendPair(set, true)).toEqual({
    clean: 'a',
    corrupted: 'b',
    correctSet: [' Mary', ' Lucy'],
    incorrect: ' John',
    rule: 'LOGSUMEXP',
  });
  expect(
    readPair({
      ...pair,
      alignment: null,
      roles: [],
      correctSet: [' Mary', ' Lucy'],
      incorrectSet: null,
      rule: 'LOGSUMEXP',
    }),
  ).toEqual({
    ...pair,
    more: { correct: [' Lucy'], incorrect: [] },
    rule: 'LOGSUMEXP',
  });
  // A rule without a set changes nothing.
  expect(copyPair({ ...pair, more: { correct: [] }, rule: 'LOGSUMEXP' })).toEqual(pair);
});

it('tells pairs with other sets or rules apart', () => {
  const set: DraftPair = { ...pair, more: { correct: [' Lucy'] } };
  const all = [
    pair,
    set,
    { ...set, rule: 'LOGSUMEXP' as const },
    { ...pair, more: { incorrect: [' Lucy'] } },
  ];
  expect(new Set(all.map(pairKey)).size).toBe(all.length);
});

it('adds, edits and removes further tokens, and moves the focus to a new one', () => {
  let state = createFormState({ ...settings, pairs: [pair] });
  const id = state.rows[0]!.id;
  state = reduceForm(state, { type: 'more', id, field: 'correct', texts: [''], focus: 0 });
  expect(state.focus).toEqual({ elementId: `pair-${id}-correct-0` });
  state = reduceForm(state, { type: 'more', id, field: 'correct', texts: [' Lucy'] });
  state = reduceForm(state, { type: 'more', id, field: 'incorrect', texts: [' Tom'] });
  state = reduceForm(state, { type: 'rule', id, rule: 'LOGSUMEXP' });
  const draft = readState(state);
  expect(draft.pairs).toEqual([
    { ...pair, more: { correct: [' Lucy'], incorrect: [' Tom'] }, rule: 'LOGSUMEXP' },
  ]);
  state = reduceForm(state, { type: 'more', id, field: 'correct', texts: [] });
  state = reduceForm(state, { type: 'more', id, field: 'incorrect', texts: [] });
  expect(readState(state).pairs).toEqual([pair]);
});

it('shows a problem of a token of a set at its answer', () => {
  const rows = [{ ...pair, id: 0, more: { correct: [' Mary Ann'] } }];
  const checked = createInput(rows, settings);
  const answer = readPreview(checked, {
    pairs: [],
    issues: [
      { path: 'pairs.0.correctSet.1', message: 'two tokens' },
      { path: 'pairs.0.incorrect', message: 'empty' },
    ],
    warnings: [],
    unusable: null,
    baseline: null,
    estimatedMs: null,
  });
  expect(findPairResult(answer, rows[0]!, settings)?.issues).toEqual([
    { field: 'correct', message: 'two tokens' },
    { field: 'incorrect', message: 'empty' },
  ]);
  expect(answer.issues).toEqual([]);
});

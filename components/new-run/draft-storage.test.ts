// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import type { Draft } from './draft';
import { forgetDraft, keepDraft, readDraft } from './draft-storage';

const draft: Draft = {
  model: 'patchbay-mini',
  pairs: [{ clean: 'a', corrupted: 'b', correct: ' c', incorrect: ' d' }],
  sweeps: ['HEAD_Z'],
  direction: 'NOISING',
  prependBos: false,
  recompute: true,
};
const KEY = 'patchbay-draft home';
beforeEach(() => sessionStorage.clear());

it('keeps the further tokens of an answer, and reads no others', () => {
  const [pair] = draft.pairs;
  const withSet: Draft = {
    ...draft,
    pairs: [{ ...pair!, more: { correct: [' e', ''] }, rule: 'LOGSUMEXP' }],
  };
  keepDraft('home', withSet);
  expect(readDraft('home')).toMatchObject(withSet);
  for (const more of [' e', [' e'], { clean: [' e'] }, { correct: [1] }]) {
    sessionStorage.setItem(KEY, JSON.stringify({ ...draft, version: 2, pairs: [{ ...pair, more }] }));
    expect(readDraft('home')).toBeNull();
  }
});

it('keeps a draft for its address alone, until it is forgotten', () => {
  keepDraft('home', draft);
  expect(readDraft('home')).toMatchObject(draft);
  expect(readDraft('elsewhere')).toBeNull();
  forgetDraft('home');
  expect(readDraft('home')).toBeNull();
});

it.each([
  ['no JSON', '{'],
  ['another kind of value', '[]'],
  ['an earlier version', JSON.stringify(draft)],
  ['an unknown sweep', JSON.stringify({ ...draft, version: 2, sweeps: ['HEAD_X'] })],
  ['a pair that lacks a text', JSON.stringify({ ...draft, version: 2, pairs: [{ clean: 'a' }] })],
  ['no pair', JSON.stringify({ ...draft, version: 2, pairs: [] })],
  [
    'more pairs than a run takes',
    JSON.stringify({ ...draft, version: 2, pairs: Array.from({ length: 1000 }, () => draft.pairs[0]) }),
  ],
])('ignores %s', (_, text) => {
  sessionStorage.setItem(KEY, text);
  expect(readDraft('home')).toBeNull();
});

it('keeps no draft that would stall the page', () => {
  keepDraft('home', { ...draft, pairs: [{ ...draft.pairs[0]!, clean: 'x'.repeat(1_000_001) }] });
  expect(sessionStorage.getItem(KEY)).toBeNull();
  sessionStorage.setItem(KEY, ' '.repeat(1_000_001));
  expect(readDraft('home')).toBeNull();
});

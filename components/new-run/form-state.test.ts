import { expect, it } from 'vitest';
import { MAX_PAIRS } from '../../domain/limits';
import { EMPTY_PAIR, type Draft, type DraftPair } from './draft';
import { createFormState, readState, reduceForm, type FormAction, type FormState } from './form-state';

const pair = (name: string): DraftPair => ({ clean: name, corrupted: 'b', correct: 'Mary', incorrect: ' d' });
const draft = (...names: string[]): Draft => ({
  model: 'm',
  pairs: names.map(pair),
  sweeps: ['HEAD_Z'],
  directions: ['DENOISING', 'NOISING'],
  metrics: ['LOGIT_DIFF'],
  prependBos: true,
  recompute: false,
});
const run = (state: FormState, ...actions: FormAction[]): FormState => actions.reduce(reduceForm, state);
const names = (state: FormState): string[] => state.rows.map(({ clean }) => clean);

it('keeps the ids of rows, whatever is added or removed before them', () => {
  const start = createFormState(draft('a', 'b', 'c'));
  const idOfC = start.rows[2]!.id;
  const next = run(
    start,
    { type: 'duplicate', id: start.rows[0]!.id },
    { type: 'remove', id: start.rows[1]!.id },
  );
  expect(names(next)).toEqual(['a', 'a', 'c']);
  expect(next.rows[2]!.id).toBe(idOfC);
  expect(new Set(next.rows.map(({ id }) => id)).size).toBe(3);
});

it('changes the edited row alone', () => {
  const start = createFormState(draft('a', 'b'));
  const next = run(start, { type: 'edit', id: start.rows[1]!.id, field: 'clean', text: 'x' });
  expect(next.rows[0]).toBe(start.rows[0]);
  expect(names(next)).toEqual(['a', 'x']);
});

it('opens an added or duplicated row and moves the focus to its clean prompt', () => {
  const start = createFormState(draft('a', 'b'));
  const next = run(start, { type: 'duplicate', id: start.rows[0]!.id });
  expect(names(next)).toEqual(['a', 'a', 'b']);
  expect(next.openId).toBe(next.rows[1]!.id);
  expect(next.focus).toEqual({ elementId: `pair-${next.rows[1]!.id}-clean` });
});

it('moves the focus after a removal to the next row, or to the last one', () => {
  const start = createFormState(draft('a', 'b', 'c'));
  const [a, b, c] = start.rows.map(({ id }) => id) as [number, number, number];
  const next = run(start, { type: 'remove', id: a });
  expect(next.focus).toEqual({ elementId: `pair-${b}-toggle` });
  const last = run(next, { type: 'remove', id: c });
  expect(last.focus).toEqual({ elementId: `pair-${b}-toggle` });
  expect(run(last, { type: 'remove', id: b })).toBe(last);
});

it('takes no more pairs than a run does', () => {
  const full = createFormState(draft(...Array.from({ length: MAX_PAIRS }, (_, index) => String(index))));
  expect(run(full, { type: 'add' })).toBe(full);
  expect(run(full, { type: 'duplicate', id: full.rows[0]!.id })).toBe(full);
  const some = createFormState(draft('a'));
  const more = run(some, { type: 'append', pairs: full.rows });
  expect(more.rows).toHaveLength(MAX_PAIRS);
  expect(names(more)[1]).toBe('0');
});

it('takes back a replacement and a removal, and takes back the undo', () => {
  const start = run(createFormState(draft('a', 'b')), {
    type: 'replace',
    pairs: [pair('x')],
    settings: { sweeps: ['RESID_PRE'], directions: ['DENOISING'] },
    what: 'the preset Facts',
  });
  expect(start.undo?.text).toBe('2 pairs were replaced by the preset Facts.');
  const undone = run(start, { type: 'undo' });
  expect(readState(undone)).toEqual(draft('a', 'b'));
  expect(names(run(undone, { type: 'undo' }))).toEqual(['x']);
  const removed = run(undone, { type: 'remove', id: undone.rows[0]!.id });
  expect(removed.undo?.text).toBe('Pair 1 was removed.');
  expect(names(run(removed, { type: 'undo' }))).toEqual(['a', 'b']);
});

it('offers no undo where nothing was written, and appends in the place of an empty pair', () => {
  const blank = createFormState({ ...draft(), pairs: [EMPTY_PAIR] });
  expect(run(blank, { type: 'replace', pairs: [pair('x')], what: 'x' }).undo).toBeNull();
  expect(names(run(blank, { type: 'append', pairs: [pair('x')] }))).toEqual(['x']);
});

it('adds leading spaces once, and to nothing that is empty', () => {
  const start = createFormState({ ...draft('a'), pairs: [pair('a'), EMPTY_PAIR] });
  const [a, b] = start.rows.map(({ id }) => id) as [number, number];
  const next = run(start, {
    type: 'addLeadingSpaces',
    answers: [
      { id: a, field: 'correct' },
      { id: a, field: 'incorrect' },
      { id: b, field: 'correct' },
    ],
  });
  expect(next.rows.map(({ correct, incorrect }) => [correct, incorrect])).toEqual([
    [' Mary', ' d'],
    ['', ''],
  ]);
});

it('turns to the page of the row that it opens', () => {
  const start = createFormState(draft(...Array.from({ length: 60 }, (_, index) => String(index))));
  expect(run(start, { type: 'open', id: start.rows[51]!.id, field: 'correct' })).toMatchObject({ page: 2 });
});

it('knows whether anything was changed', () => {
  const start = createFormState(draft('a'));
  expect(run(start, { type: 'toggle', id: start.rows[0]!.id }).isChanged).toBe(false);
  expect(run(start, { type: 'set', settings: { recompute: true } }).isChanged).toBe(true);
});

import { expect, it } from 'vitest';
import type { PairEditor_PreviewFragment } from '../generated/graphql';
import type { DraftRow, DraftSettings } from './draft';
import { createInput, findPairResult, isSameInput, readPreview } from './preview';

const settings: DraftSettings = {
  model: 'm',
  sweeps: ['HEAD_Z'],
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  prependBos: true,
  recompute: false,
};
const row = (id: number, clean: string): DraftRow => ({
  id,
  clean,
  corrupted: 'b',
  correct: 'c',
  incorrect: 'd',
});
const tokens = (text: string, index = 0): PairEditor_PreviewFragment & { index: number } => ({
  index,
  cleanTokens: [{ id: 1, text }],
  corruptedTokens: [],
  correctTokens: [],
  incorrectTokens: [],
  differingPositions: [],
  alignment: null,
});
const rows = [row(0, 'first'), row(1, 'second')];
const answer = readPreview(createInput(rows, settings), {
  pairs: [tokens('first'), tokens('second', 1)],
  issues: [
    { path: 'pairs.1.correct', message: 'two tokens' },
    { path: 'pairs.0', message: 'no gap' },
    { path: 'pairs.7.clean', message: 'beyond' },
    { path: 'pairs', message: 'too many' },
  ],
  warnings: [],
  unusable: null,
  baseline: null,
  estimatedMs: null,
});

it('finds a result by the texts of a pair, not by its place', () => {
  expect(findPairResult(answer, row(5, 'second'), settings)).toMatchObject({
    tokens: tokens('second', 1),
    issues: [{ field: 'correct', message: 'two tokens' }],
  });
  expect(findPairResult(answer, { ...rows[0]!, clean: 'first ' }, settings)).toBeUndefined();
  expect(findPairResult(answer, { ...rows[0]!, incorrect: 'x' }, settings)).toBeUndefined();
});

it('has no result for another model or another beginning of prompts', () => {
  expect(findPairResult(answer, rows[0]!, { ...settings, model: 'n' })).toBeUndefined();
  expect(findPairResult(answer, rows[0]!, { ...settings, prependBos: false })).toBeUndefined();
  expect(findPairResult(answer, rows[0]!, { ...settings, recompute: true })).toBeDefined();
});

it('loses no issue: what names no pair of the input is general', () => {
  expect(answer.issues.map(({ message }) => message)).toEqual(['beyond', 'too many']);
  expect(findPairResult(answer, rows[0]!, settings)?.issues).toEqual([{ field: null, message: 'no gap' }]);
});

it('tells inputs apart by texts, order and the settings that count', () => {
  const input = createInput(rows, settings);
  expect(
    isSameInput(
      input,
      createInput(
        rows.map((old) => ({ ...old, id: old.id + 9 })),
        settings,
      ),
    ),
  ).toBe(true);
  expect(isSameInput(input, createInput(rows, { ...settings, recompute: true }))).toBe(true);
  expect(isSameInput(input, createInput(rows.toReversed(), settings))).toBe(false);
  expect(isSameInput(input, createInput(rows, { ...settings, sweeps: [] }))).toBe(false);
  expect(isSameInput(input, createInput(rows, { ...settings, directions: ['NOISING'] }))).toBe(false);
  expect(isSameInput(input, createInput(rows, { ...settings, metrics: ['PROB'] }))).toBe(false);
});

it('finds the results of a whole set by the index of each pair there', () => {
  const listed = [row(0, 'second'), row(1, 'fourth')];
  const indices = Object.fromEntries(
    listed.map(({ clean }, at) => [JSON.stringify([clean, 'b', 'c', 'd', [[], []], 'MEAN', []]), 2 * at + 1]),
  );
  const set = { id: 'abc@1', name: 'Names', indices, pairCount: 5, usesAll: true, leavesOutUnusable: true };
  const ofSet: DraftSettings = { ...settings, set };
  const checked = createInput(listed, ofSet);
  expect(checked.input).toMatchObject({ promptSet: 'abc@1', leaveOutUnusable: true });
  expect(checked.input.promptSetPairs).toBeUndefined();
  const { pairs, warnings } = readPreview(checked, {
    pairs: [tokens('first', 0), tokens('second', 1), tokens('fourth', 3), tokens('fifth', 4)],
    issues: [],
    warnings: [
      { path: 'pairs.2', message: 'of the fourth' },
      { path: 'pairs.0', message: 'of the first' },
      { path: 'pairs.3.clean', message: 'of the fifth' },
      { path: 'pairs', message: 'of all' },
    ],
    unusable: { given: 5, counts: [{ reason: 'UNEQUAL_LENGTHS', count: 1 }], pairs: [] },
    baseline: null,
    estimatedMs: null,
  });
  expect([...pairs.values()].map(({ tokens: of }) => of?.cleanTokens[0]!.text)).toEqual(['fourth', 'second']);
  expect(findPairResult({ ...answer, checked, pairs }, listed[1]!, ofSet)?.warnings).toEqual([
    { field: null, message: 'of the fourth' },
  ]);
  // What is about pairs that are not listed is summed up.
  expect(warnings).toEqual([
    { path: 'pairs', message: 'of all' },
    { path: 'pairs', message: '2 warnings of pairs that are not listed below, such as: of the first' },
  ]);
  const one = { ...ofSet, set: { ...set, leavesOutUnusable: false } };
  expect(isSameInput(checked, createInput(listed, one))).toBe(false);
});

it('has no result for another treatment of answers of several tokens, and sends it', () => {
  const whole = { ...settings, wholeAnswers: true };
  expect(findPairResult(answer, rows[0]!, whole)).toBeUndefined();
  expect(createInput(rows, settings).input).not.toHaveProperty('wholeAnswers');
  expect(createInput(rows, whole).input.wholeAnswers).toBe(true);
  expect(isSameInput(createInput(rows, whole), createInput(rows, settings))).toBe(false);
});

it('stops early only where the whole set is used', () => {
  const set = { id: 's@1', name: 'set', pairCount: 500, indices: {} };
  const texts = (one: DraftRow): string =>
    JSON.stringify([one.clean, one.corrupted, one.correct, one.incorrect, [[], []], 'MEAN', []]);
  const indices = Object.fromEntries(rows.map((one, at) => [texts(one), at]));
  const withSet = (usesAll: boolean): DraftSettings => ({
    ...settings,
    stopInterval: 0.01,
    set: { ...set, indices, usesAll },
  });
  expect(createInput(rows, withSet(true)).input.stopWhen).toEqual({ interval: 0.01 });
  expect(createInput(rows, withSet(false)).input).not.toHaveProperty('stopWhen');
});

it('leaves out what the panel and the marks of rows say of the baseline', () => {
  const checked = createInput(rows, settings);
  const cannotNormalise = 'The mean clean logit difference is −0.12 logits over 2 pairs.';
  const { pairs, warnings } = readPreview(checked, {
    pairs: [],
    issues: [],
    warnings: [
      { path: 'pairs', message: `${cannotNormalise} The run can be submitted.` },
      { path: 'pairs.0', message: 'The model prefers the correct answer more on the corrupted prompt.' },
      { path: 'pairs.0.clean', message: 'The prompt ends in a space.' },
    ],
    unusable: null,
    baseline: {
      clean: -1,
      corrupted: 1,
      gapMean: -2,
      gapStandardError: 0.1,
      pairsWithRightSign: 0,
      verdict: 'ABSENT',
      cannotNormalise,
      perPrompt: rows.map(() => ({ clean: -1, corrupted: 1, gapTooSmall: false })),
    },
    estimatedMs: 1,
  });
  expect(warnings).toEqual([]);
  expect([...pairs.values()].flatMap((pair) => pair.warnings)).toEqual([
    { field: 'clean', message: 'The prompt ends in a space.' },
  ]);
});

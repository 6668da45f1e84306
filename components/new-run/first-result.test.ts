import { expect, it } from 'vitest';
import type { PatchSitesQuery } from '../generated/graphql';
import type { DraftRow, DraftSettings } from './draft';
import {
  chooseFirstKind,
  nameFirstCell,
  planFirstResult,
  readFirstResult,
  type FirstResultPlan,
} from './first-result';
import type { Direction } from '../generated/graphql';
import type { PairResult } from './preview';

const row = (id: number): DraftRow => ({
  id,
  clean: `clean ${id}`,
  corrupted: `corrupted ${id}`,
  correct: ' x',
  incorrect: ' y',
});
const tokens = (...texts: string[]) => texts.map((text, id) => ({ id, text }));
const result = (length: number): PairResult => ({
  tokens: {
    cleanTokens: tokens(...Array.from({ length }, (_, at) => (at === 1 ? ' c1' : ' same'))),
    corruptedTokens: tokens(...Array.from({ length }, (_, at) => (at === 1 ? ' b1' : ' same'))),
    correctTokens: tokens(' x'),
    incorrectTokens: tokens(' y'),
    differingPositions: [1],
    alignment: null,
  },
  baseline: null,
  issues: [],
  warnings: [],
});
const settings: DraftSettings = {
  model: 'mini',
  sweeps: ['MLP_OUT', 'HEAD_Z'],
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  prependBos: true,
  recompute: false,
};
const experiment = (parts: Partial<Parameters<typeof planFirstResult>[0]> = {}) => ({
  rows: [row(0), row(1)],
  settings,
  findResult: () => result(3),
  openId: 1,
  size: { layers: 2, heads: 4 },
  estimatedMs: 100,
  pairCount: 2,
  ...parts,
});
function plan(parts?: Parameters<typeof experiment>[0]): FirstResultPlan {
  const planned = planFirstResult(experiment(parts));
  if (!('kind' in planned)) throw new Error(planned.reason);
  return planned;
}

it('takes a kind of layers and positions before one of heads', () => {
  expect(chooseFirstKind(['HEAD_Q', 'MLP_OUT'])).toBe('MLP_OUT');
  expect(chooseFirstKind(['HEAD_Q_BY_POS', 'HEAD_V'])).toBe('HEAD_V');
  expect(chooseFirstKind(['HEAD_Q_BY_POS'])).toBeNull();
});

it('patches every layer and position of the base prompts of all pairs', () => {
  const { kind, input, columns, onlyPair } = plan();
  expect([kind, onlyPair]).toEqual(['MLP_OUT', null]);
  expect(input.pairs).toHaveLength(2);
  expect(input.sites).toHaveLength(6);
  expect(input.sites[4]).toEqual({ site: 'MLP_OUT', layer: 1, position: 1 });
  expect(columns).toEqual([
    { text: '·same', isMarked: false, title: null },
    { text: '·c1', isMarked: true, title: 'clean ·c1, corrupted ·b1' },
    { text: '·same', isMarked: false, title: null },
  ]);
  const noising = plan({ settings: { ...settings, directions: ['NOISING'] } });
  expect(noising.columns).toEqual(columns);
  expect(noising.input.direction).toBe('NOISING');
});

it('patches every head where no kind has positions', () => {
  const { input, columns } = plan({ settings: { ...settings, sweeps: ['HEAD_V'] } });
  expect(input.sites.at(-1)).toEqual({ site: 'V', layer: 1, head: 3 });
  expect(columns.map(({ text }) => text)).toEqual(['0', '1', '2', '3']);
});

it('computes the open pair alone where all pairs take too long, and nothing where one does', () => {
  // MLP_OUT has 6 of 14 patches of each pair.
  expect(plan({ estimatedMs: 1100 }).onlyPair).toBeNull();
  const one = plan({ estimatedMs: 1300 });
  expect(one.onlyPair).toBe(2);
  expect(one.input.pairs).toEqual([expect.objectContaining({ clean: 'clean 1' })]);
  expect(planFirstResult(experiment({ estimatedMs: 2800 }))).toEqual({ reason: 'slow', estimatedMs: 600 });
  // Of a whole set the estimate is of all its pairs.
  expect(plan({ estimatedMs: 100_000, pairCount: 200 }).onlyPair).toBeNull();
});

it('computes one pair where a position is not the same place in all', () => {
  const findResult = ({ id }: DraftRow): PairResult => result(3 + id);
  expect(plan({ findResult }).onlyPair).toBe(2);
  expect(plan({ settings: { ...settings, positionsBy: 'ROLE' } }).onlyPair).toBe(2);
});

it('plans nothing before the check has answered, or without a kind to draw', () => {
  expect(planFirstResult(experiment({ estimatedMs: null }))).toEqual({ reason: 'unknown' });
  expect(planFirstResult(experiment({ findResult: () => undefined }))).toEqual({ reason: 'unknown' });
  expect(planFirstResult(experiment({ settings: { ...settings, sweeps: [] } }))).toEqual({ reason: 'none' });
});

const answer = (base: number[], source: number[], singles: number[][]): PatchSitesQuery => ({
  intervene: { results: [{ metric: 'LOGIT_DIFF', base, source, singles }] },
});

it('averages over pairs before it divides by the gap', () => {
  const patched = [
    [1, 1],
    [0, -4],
    [0, 1],
  ];
  const read = readFirstResult(answer([0, 0], [1.9, 2.1], patched), 'DENOISING');
  expect(read).toEqual({ values: [0.5, -1, 0.25], isRecovery: true, limit: 1, top: [1, 0, 2] });
});

it('shows changes in logits where recovery is not meaningful', () => {
  const isRecovery = (base: number[], source: number[], direction: Direction = 'DENOISING') =>
    readFirstResult(answer(base, source, [base]), direction)!.isRecovery;
  expect(readFirstResult(answer([1], [1.001], [[1.5], [1]]), 'DENOISING')).toMatchObject({
    values: [0.5, 0],
    isRecovery: false,
    limit: 0.5,
  });
  // The model prefers the wrong answers, or the gap is not clearly above 0.
  expect(isRecovery([0, 0], [-1, -1])).toBe(false);
  expect(isRecovery([0, 0], [3, -2.9])).toBe(false);
  expect(isRecovery([3, 3], [-1, -1])).toBe(false);
  expect(isRecovery([3, 3], [-1, -1], 'NOISING')).toBe(true);
});

it('names cells by layer, position and token, or by head', () => {
  expect(nameFirstCell(plan(), 1, 2)).toBe('mlp 1 @ 2 ·same');
  expect(nameFirstCell(plan({ settings: { ...settings, sweeps: ['HEAD_V'] } }), 1, 2)).toBe('L1H2 v');
});

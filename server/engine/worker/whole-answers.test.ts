/** Answers of several tokens, against runs on each of their tokens. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  readMetric,
  type Computation,
  type Experiment,
  type MetricId,
  type RunEvent,
  type SweepKind,
  type SweepResult,
  type TokenPair,
} from '../api';
import type { InterveneRequest } from '../interventions';
import { writeSeededModel } from '../golden/seeded-weights';
import { createCore } from './core';
import { alignPair } from '../../../domain/alignment';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-whole-'));
await writeSeededModel(
  path.join(folder, 'small'),
  { n_layer: 3, n_head: 2, n_embd: 16, n_inner: 48, n_positions: 16, vocab_size: 100 },
  11,
);
const core = createCore({ folders: [folder] });
const unskipped = createCore({ folders: [folder], skipping: false });
afterAll(async () => {
  await core.close();
  await unskipped.close();
  await rm(folder, { recursive: true, force: true });
});

const METRICS = ['log_prob', 'prob', 'prob_diff', 'accuracy', 'logit_diff'] as const;
const KINDS = ['RESID_PRE', 'MLP_OUT', 'HEAD_Z', 'HEAD_K', 'HEAD_V_BY_POS', 'HEAD_PATTERN_DEST_SRC'] as const;

/** A pair of `length` tokens that differs at one position. */
function createPair(seed: number, length: number, differs: number): TokenPair {
  const clean = Array.from({ length }, (_, at) => (at === 0 ? 0 : (seed * 31 + at * 17 + 3) % 90));
  const corrupted = clean.map((token, at) => (at === differs ? (token + 5 + seed) % 90 : token));
  return { clean, corrupted, correct: 91 + (seed % 3), incorrect: 95 + (seed % 3) };
}

function withWhole(pair: TokenPair, correct: readonly number[], incorrect: readonly number[]): TokenPair {
  return { ...pair, correct: correct[0]!, incorrect: incorrect[0]!, whole: { correct, incorrect } };
}

const plain = [createPair(1, 7, 3), createPair(2, 7, 4), createPair(3, 7, 2), createPair(4, 7, 3)];
/** Answers of one token; of two and one; of three that share their first with two others; of two and three. */
const mixed = [
  plain[0]!,
  withWhole(plain[1]!, [91, 12], [95]),
  withWhole(plain[2]!, [40, 91, 13], [40, 95]),
  withWhole(plain[3]!, [92, 3], [96, 4, 5]),
];

function ask(pairs: readonly TokenPair[], metrics: readonly MetricId[] = METRICS): Experiment {
  return { model: 'small', direction: 'DENOISING', directions: ['DENOISING', 'NOISING'], metrics, pairs };
}

async function collect(experiment: Experiment, kinds: readonly SweepKind[], on: Computation = core) {
  const events: RunEvent[] = [];
  const { checks } = await on.run(experiment, kinds, { onEvent: (event) => events.push(event) });
  const makeKey = ({ kind, direction }: SweepResult): string => `${kind} ${direction}`;
  const sweeps = events
    .flatMap((event) => (event.type === 'sweep' ? [event.sweep] : []))
    // Small sweeps are computed together, and which ones depends on the number of prompts.
    .toSorted((a, b) => makeKey(a).localeCompare(makeKey(b)));
  const edges = events.flatMap((event) => (event.type === 'edges' ? [event.edges] : []));
  const baseline = events.find((event) => event.type === 'baseline')!.baseline;
  return { checks, sweeps, edges, baseline };
}

/** log p of one answer of a pair after the patch of each cell of a kind by position, by a run on each token by itself. */
async function sumByHand(
  pair: TokenPair,
  answer: readonly number[],
  kind: SweepKind,
  direction: Experiment['direction'],
): Promise<number[]> {
  const { length } = pair.clean;
  let sums: number[] = [];
  for (const [i, token] of answer.entries()) {
    const before = answer.slice(0, i);
    const one = {
      clean: [...pair.clean, ...before],
      corrupted: [...pair.corrupted, ...before],
      correct: token,
      incorrect: 99,
    };
    const { sweeps } = await collect({ model: 'small', direction, metrics: ['log_prob'], pairs: [one] }, [
      kind,
    ]);
    const [sweep] = sweeps;
    const values = readMetric(sweep!.values, 'log_prob');
    const isByPosition = sweep!.axes.includes('position');
    // Cells of the original positions: [layer, position, ...].
    const [, positions, ...rest] = sweep!.shape;
    const inner = rest.reduce((product, size) => product * size, 1);
    const own = Array.from(values).filter(
      (_, cell) => !isByPosition || Math.floor(cell / inner) % positions! < length,
    );
    sums = own.map((value, cell) => (sums[cell] ?? 0) + value);
  }
  return sums;
}

describe('answers of several tokens', () => {
  it.each(['RESID_PRE', 'ATTN_OUT', 'HEAD_Q_BY_POS', 'HEAD_Z', 'HEAD_V'] as const)(
    'are the sum over runs on each of their tokens: %s',
    async (kind) => {
      const { sweeps } = await collect(ask(mixed), [kind]);
      let moved = 0;
      for (const sweep of sweeps)
        for (const [index, pair] of mixed.entries()) {
          const answers = pair.whole ?? {
            correct: [pair.correct as number],
            incorrect: [pair.incorrect as number],
          };
          const right = await sumByHand(pair, answers.correct, kind, sweep.direction);
          const wrong = await sumByHand(pair, answers.incorrect, kind, sweep.direction);
          const read = (metric: MetricId): Float32Array =>
            readMetric(sweep.values, metric).subarray(index * right.length, (index + 1) * right.length);
          right.forEach((value, cell) => {
            expect(read('log_prob')[cell]).toBeCloseTo(value, 4);
            expect(read('logit_diff')[cell]).toBeCloseTo(value - wrong[cell]!, 4);
            expect(read('prob')[cell]).toBeCloseTo(Math.exp(value), 6);
            expect(read('prob_diff')[cell]).toBeCloseTo(Math.exp(value) - Math.exp(wrong[cell]!), 6);
            expect(read('accuracy')[cell]).toBe(value > wrong[cell]! ? 1 : 0);
          });
          if (new Set(read('log_prob')).size > 2) moved++;
        }
      expect(moved).toBe(sweeps.length * mixed.length);
    },
  );

  it('change nothing for pairs whose answers are one token', async () => {
    const alone = await collect(ask([plain[0]!]), KINDS);
    const beside = await collect(ask(mixed), KINDS);
    for (const [at, sweep] of alone.sweeps.entries())
      for (const metric of METRICS) {
        const expected = readMetric(sweep.values, metric);
        const actual = readMetric(beside.sweeps[at]!.values, metric);
        expect(beside.sweeps[at]!.shape).toEqual(sweep.shape);
        expected.forEach((value, cell) => expect(actual[cell]).toBeCloseTo(value, 4));
      }
  });

  it('are computed with causal pruning as without it', async () => {
    const [pruned, whole] = await Promise.all([
      collect(ask(mixed), KINDS),
      collect(ask(mixed), KINDS, unskipped),
    ]);
    for (const [at, { values }] of pruned.sweeps.entries())
      readMetric(whole.sweeps[at]!.values, 'log_prob').forEach((value, cell) =>
        expect(readMetric(values, 'log_prob')[cell]).toBeCloseTo(value, 4),
      );
    expect(pruned.checks.every(({ passed }) => passed)).toBe(true);
  });

  it('have the same difference whether or not their log-probabilities are asked for', async () => {
    const [both, alone] = [
      await collect(ask(mixed), ['RESID_PRE']),
      await collect(ask(mixed, ['logit_diff']), ['RESID_PRE']),
    ];
    readMetric(both.sweeps[0]!.values, 'logit_diff').forEach((value, cell) =>
      expect(readMetric(alone.sweeps[0]!.values, 'logit_diff')[cell]).toBeCloseTo(value, 4),
    );
    // The token that both answers of the third pair begin with cancels.
    const [more, fewer] = [
      await core.estimate(ask(mixed), ['HEAD_Z']),
      await core.estimate(ask(mixed, ['logit_diff']), ['HEAD_Z']),
    ];
    expect(fewer.flops).toBeLessThan(more.flops);
  });

  it('have pairs of several lengths, positions by role, and edges', async () => {
    const longer = withWhole(createPair(5, 9, 4), [93, 7], [97, 8]);
    const pairs = [mixed[1]!, longer];
    const roles = {
      names: ['S', 'END'],
      positions: [
        [[3], [6]],
        [[2, 4], [8]],
      ],
    };
    const together = await collect({ ...ask(pairs), roles, edges: true }, ['RESID_PRE', 'HEAD_Z']);
    for (const [index, pair] of pairs.entries()) {
      const own = { names: roles.names, positions: [roles.positions[index]!] };
      const alone = await collect({ ...ask([pair]), roles: own, edges: true }, ['RESID_PRE', 'HEAD_Z']);
      const results = [...together.sweeps, ...together.edges];
      for (const [at, { values }] of [...alone.sweeps, ...alone.edges].entries()) {
        const expected = readMetric(values, 'log_prob');
        const actual = readMetric(results[at]!.values, 'log_prob').subarray(index * expected.length);
        expected.forEach((value, cell) => expect(actual[cell]).toBeCloseTo(value, 4));
      }
    }
  });

  it('do not make a position of pairs of several lengths that have terms of one length', async () => {
    // Both terms are 8 tokens long.
    const pairs = [withWhole(createPair(1, 7, 3), [40, 91], [40, 95]), createPair(2, 8, 3)];
    const experiment = { ...ask(pairs), metrics: ['logit_diff'] as const };
    await expect(collect(experiment, ['RESID_PRE'])).rejects.toThrow(/several lengths/);
    await expect(core.estimate(experiment, ['RESID_PRE'])).rejects.toThrow(/several lengths/);
  });

  it('are patched at several sites together', async () => {
    const site = { head: null, src: null } as const;
    const sets: InterveneRequest['sets'] = [
      [
        { ...site, site: 'RESID_PRE', layer: 1, position: 3 },
        { ...site, site: 'HEAD_Z', layer: 2, head: 1, position: null },
      ],
    ];
    const request = { experiment: ask(mixed), sets, value: { kind: 'source' }, path: null } as const;
    const { base, patched } = await core.intervene(request);
    for (const [index, pair] of mixed.entries()) {
      const answers = pair.whole ?? { correct: [pair.correct as number] };
      let sum = 0;
      for (const [i, token] of answers.correct.entries()) {
        const before = answers.correct.slice(0, i);
        const one = {
          ...pair,
          whole: undefined,
          clean: [...pair.clean, ...before],
          corrupted: [...pair.corrupted, ...before],
          correct: token,
          incorrect: 99,
        };
        const alone = await core.intervene({ ...request, experiment: ask([one], ['log_prob']) });
        sum += readMetric(alone.patched[0]!, 'log_prob')[0]!;
      }
      expect(readMetric(patched[0]!, 'log_prob')[index]).toBeCloseTo(sum, 4);
      expect(Math.abs(readMetric(base, 'log_prob')[index]! - sum)).toBeGreaterThan(1e-3);
    }
  });

  it.each(['RESID_PRE', 'HEAD_V_BY_POS', 'HEAD_Z'] as const)(
    'of prompts of unequal lengths are patched at aligned positions: %s',
    async (kind) => {
      const unequal = [
        { clean: [0, 5, 6, 7, 8, 9, 10, 11], corrupted: [0, 5, 7, 8, 20, 10, 11] },
        { clean: [0, 15, 16, 17, 18, 19, 21], corrupted: [0, 15, 16, 33, 18, 19, 21] },
      ];
      const answers = { correct: [91, 12, 13], incorrect: [95, 14] };
      const align = (pair: { clean: number[]; corrupted: number[] }) =>
        pair.clean.length === pair.corrupted.length
          ? {}
          : { alignment: alignPair(pair.clean, pair.corrupted) };
      const pairs = unequal.map((pair) => ({
        ...pair,
        ...align(pair),
        correct: 91,
        incorrect: 95,
        whole: answers,
      }));
      const { sweeps, checks } = await collect(
        { model: 'small', direction: 'DENOISING', metrics: ['log_prob'], pairs },
        [kind],
      );
      expect(checks.every(({ passed }) => passed)).toBe(true);
      for (const [index, pair] of unequal.entries()) {
        let sums: number[] = [];
        for (const [i, token] of answers.correct.entries()) {
          const before = answers.correct.slice(0, i);
          const { alignment } = align(pair) as { alignment?: [number, number][] };
          const longer = before.map((_, at) => [pair.clean.length + at, pair.corrupted.length + at] as const);
          const one = {
            clean: [...pair.clean, ...before],
            corrupted: [...pair.corrupted, ...before],
            ...(alignment && { alignment: [...alignment, ...longer] }),
            correct: token,
            incorrect: 99,
          };
          const alone = await collect(
            { model: 'small', direction: 'DENOISING', metrics: ['log_prob'], pairs: [one] },
            [kind],
          );
          const [sweep] = alone.sweeps;
          const [, positions, ...rest] = sweep!.shape;
          const inner = rest.reduce((product, size) => product * size, 1);
          const own = Array.from(readMetric(sweep!.values, 'log_prob')).filter(
            (_, cell) => !sweep!.axes.includes('position') || Math.floor(cell / inner) % positions! < 7,
          );
          sums = own.map((value, cell) => (sums[cell] ?? 0) + value);
        }
        const values = readMetric(sweeps[0]!.values, 'log_prob');
        expect(values.length).toBe(2 * sums.length);
        sums.forEach((value, cell) => expect(values[index * sums.length + cell]).toBeCloseTo(value, 4));
        expect(new Set(sums.map((value) => value.toFixed(3))).size).toBeGreaterThan(3);
      }
    },
  );

  it.each([
    ['rank', /Rank of the correct answer' is not defined.*Log-probability/],
    ['kl_from_base', /KL divergence from the base run' is not defined/],
  ] as const)('refuse %s by name', async (metric, message) => {
    await expect(collect(ask(mixed, ['log_prob', metric]), ['RESID_PRE'])).rejects.toThrow(message);
    await expect(core.baseline(ask(mixed, [metric]))).rejects.toThrow(message);
    await expect(core.estimate(ask(mixed, [metric]), ['RESID_PRE'])).rejects.toThrow(message);
  });

  it('refuse requests that read one token', async () => {
    const experiment = ask(mixed);
    const message = /not computed for answers of several tokens/;
    await expect(core.attribute({ experiment, on: 'CLEAN' })).rejects.toThrow(message);
    await expect(
      core.readLens({ experiment, on: 'CLEAN', includesMid: false, isLastOnly: true, top: 1 }),
    ).rejects.toThrow(message);
    const value = { kind: 'mean', of: 'CLEAN', acrossPositions: false } as const;
    await expect(core.intervene({ experiment, sets: [], value, path: null })).rejects.toThrow(message);
  });
});

/** Pairs of several lengths in one run, and positions by role, against runs of each length and each pair alone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countCells, isPositionAxis } from '../../../domain/cell';
import { groupPairs } from '../../../domain/pair-groups';
import {
  readMetric,
  SWEEP_KINDS,
  type Computation,
  type EdgeResult,
  type Experiment,
  type RunEvent,
  type SweepKind,
  type SweepResult,
  type TokenPair,
} from '../api';
import type { RunCache } from '../forward/forward';
import { writeSeededModel } from '../golden/seeded-weights';
import { RunMean } from '../patching/value-runs';
import { createCore } from './core';

const METRICS = ['logit_diff', 'log_prob', 'kl_from_base'] as const;
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-lengths-'));
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

/** A pair of `length` tokens that differs at the given positions. */
function createPair(seed: number, length: number, differs: readonly number[]): TokenPair {
  const clean = Array.from({ length }, (_, at) => (at === 0 ? 0 : (seed * 31 + at * 17 + 3) % 90));
  const corrupted = clean.map((token, at) => (differs.includes(at) ? (token + 5 + seed) % 90 : token));
  return { clean, corrupted, correct: 91 + (seed % 3), incorrect: 95 + (seed % 3) };
}

// Roles: S (one token), NAME (one or two tokens), END. Pairs of one length are not neighbours, so a wrong order shows.
const ROLE_NAMES = ['S', 'NAME', 'END'];
const PAIRS = [
  { pair: createPair(1, 6, [2, 3]), roles: [[3], [2], [5]] },
  { pair: createPair(2, 9, [4, 5]), roles: [[5], [3, 4], [8]] },
  { pair: createPair(3, 6, [1, 3]), roles: [[3], [2], [5]] },
  { pair: createPair(4, 7, [2]), roles: [[2], [2, 5], [6]] },
  { pair: createPair(5, 9, [5]), roles: [[5], [3, 4], [8]] },
  { pair: createPair(6, 6, [2, 4]), roles: [[4], [2, 3], [5]] },
];
const pairs = PAIRS.map(({ pair }) => pair);
const mixed: Experiment = {
  model: 'small',
  direction: 'DENOISING',
  directions: ['DENOISING', 'NOISING'],
  metrics: METRICS,
  pairs,
};
const byRole: Experiment = {
  ...mixed,
  roles: { names: ROLE_NAMES, positions: PAIRS.map(({ roles }) => roles) },
};
const WHOLE = ['HEAD_Z', 'HEAD_Q', 'HEAD_PATTERN'] as const;
const BY_POSITION = [
  'RESID_PRE',
  'ATTN_OUT',
  'MLP_OUT',
  'HEAD_K_BY_POS',
  'HEAD_PATTERN_BY_POS',
  'HEAD_PATTERN_DEST_SRC',
] as const satisfies readonly SweepKind[];

async function collect(experiment: Experiment, kinds: readonly SweepKind[], on: Computation = core) {
  const events: RunEvent[] = [];
  const { checks } = await on.run(experiment, kinds, { onEvent: (event) => events.push(event) });
  const sweeps = events.flatMap((event) => (event.type === 'sweep' ? [event.sweep] : []));
  const edges = events.flatMap((event) => (event.type === 'edges' ? [event.edges] : []));
  const baseline = events.find((event) => event.type === 'baseline')!.baseline;
  return { events, checks, sweeps, edges, baseline };
}

type Values = Pick<SweepResult, 'values'> | Pick<EdgeResult, 'values'>;

/** Values of one pair of a sweep of several. */
function readPair({ values }: Values, metric: (typeof METRICS)[number], index: number, count: number) {
  const all = readMetric(values, metric);
  const each = all.length / count;
  return all.subarray(index * each, (index + 1) * each);
}

/** Pairs that are computed with others round differently in the last digits. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): number {
  expect(actual.length, what).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    largest = Math.max(largest, Number.isNaN(off) ? Infinity : off);
  }
  expect(largest, what).toBeLessThan(1e-5);
  return largest;
}

describe('pairs of several lengths', () => {
  it('have the values of a run of their length alone, in the order of the pairs', async () => {
    let moved = 0;
    for (const kind of WHOLE) {
      const whole = await collect(mixed, [kind]);
      expect(whole.checks.every(({ passed }) => passed)).toBe(true);
      for (const length of [6, 7, 9]) {
        const indices = [...pairs.keys()].filter((index) => pairs[index]!.clean.length === length);
        const own = indices.map((index) => pairs[index]!);
        const alone = await collect({ ...mixed, pairs: own }, [kind]);
        for (const [at, sweep] of whole.sweeps.entries())
          for (const metric of METRICS)
            for (const [row, index] of indices.entries()) {
              const values = readPair(sweep, metric, index, pairs.length);
              // The batch is the same, so that every bit is.
              expect(values).toEqual(readPair(alone.sweeps[at]!, metric, row, own.length));
              const base = whole.baseline.byDirection[sweep.direction]![metric]!;
              const side = sweep.direction === 'DENOISING' ? base.corrupted : base.clean;
              if (values.some((value) => Math.abs(value - side[index]!) > 1e-3)) moved++;
              expect(side[index]).toBe(
                alone.baseline.byDirection[sweep.direction]![metric]![
                  sweep.direction === 'DENOISING' ? 'corrupted' : 'clean'
                ][row],
              );
            }
      }
    }
    // Otherwise a run that patches nothing would pass.
    expect(moved / (WHOLE.length * pairs.length * 2 * METRICS.length)).toBeGreaterThan(0.8);
  });

  it('have edges between heads of each pair alone', async () => {
    const whole = await collect({ ...mixed, edges: true }, []);
    for (const [index, pair] of pairs.entries()) {
      const alone = await collect({ ...mixed, edges: true, pairs: [pair] }, []);
      for (const [at, edges] of whole.edges.entries())
        for (const metric of METRICS)
          expectClose(
            readPair(edges, metric, index, pairs.length),
            readPair(alone.edges[at]!, metric, 0, 1),
            `edges into layer ${edges.layer} of pair ${index}`,
          );
    }
  });

  it('that differ from the same token on are computed apart when there are many, with the same values', async () => {
    const many = Array.from({ length: 70 }, (_, seed) =>
      createPair(seed, seed % 3 === 0 ? 8 : 6, seed % 2 === 0 ? [1] : [4]),
    );
    const groups = groupPairs({ pairs: many });
    expect(
      groups.map(({ length, firstDifference, indices }) => [length, firstDifference, indices.length]),
    ).toEqual([
      // 12 pairs of each first difference are too few.
      [8, 1, 24],
      [6, 4, 23],
      [6, 1, 23],
    ]);
    const run = await collect({ ...mixed, directions: undefined, pairs: many }, ['HEAD_Z']);
    for (const index of [0, 1, 2, 35, 69]) {
      const alone = await collect({ ...mixed, directions: undefined, pairs: [many[index]!] }, ['HEAD_Z']);
      expectClose(
        readPair(run.sweeps[0]!, 'logit_diff', index, many.length),
        readPair(alone.sweeps[0]!, 'logit_diff', 0, 1),
        `pair ${index}`,
      );
    }
  });

  it('refuse what names a position, and say what to do', async () => {
    const refusal = { code: 'BAD_USER_INPUT', message: expect.stringMatching(/several lengths.*by role/s) };
    await expect(core.run(mixed, ['RESID_PRE'], { onEvent() {} })).rejects.toMatchObject(refusal);
    await expect(core.estimate(mixed, ['HEAD_PATTERN_DEST_SRC'])).rejects.toMatchObject(refusal);
    const site = { site: 'RESID_PRE', layer: 1, head: null, position: 2, src: null } as const;
    const request = { experiment: mixed, sets: [[site]], value: { kind: 'source' }, path: null } as const;
    await expect(core.intervene(request)).rejects.toMatchObject(refusal);
    await expect(
      core.patched({ experiment: mixed, kind: 'RESID_PRE', cell: 0, top: 1 }),
    ).rejects.toMatchObject(refusal);
    const attribution = core.attribute({ experiment: mixed, on: 'CLEAN' });
    await expect(attribution).rejects.toMatchObject({ message: expect.stringMatching(/Choose one prompt/) });
  });
});

describe('positions by role', () => {
  it('have the values of the sweep by index at the positions of the role', async () => {
    const { sweeps, checks } = await collect(byRole, BY_POSITION);
    expect(sweeps).toHaveLength(2 * BY_POSITION.length);
    expect(checks.every(({ passed }) => passed)).toBe(true);
    let compared = 0;
    for (const index of [0, 1, 4, 5]) {
      const { pair, roles } = PAIRS[index]!;
      const alone = await collect({ ...mixed, pairs: [pair] }, BY_POSITION);
      for (const [at, sweep] of sweeps.entries()) {
        const [single, grid] = [alone.sweeps[at]!, listSteps(sweep)];
        expect(single.kind).toBe(sweep.kind);
        for (const metric of METRICS) {
          const [values, all] = [
            readPair(sweep, metric, index, pairs.length),
            readMetric(single.values, metric),
          ];
          for (const [cell, steps] of grid.entries()) {
            const places = steps.map((step, axis) =>
              isPositionAxis(sweep.axes[axis]!) ? roles[step]! : [step],
            );
            // Roles of several tokens are compared below.
            if (places.some(({ length }) => length > 1)) continue;
            const inSingle = places.reduce((sum, [step], axis) => sum * single.shape[axis]! + step!, 0);
            expectClose(
              [values[cell]!],
              [all[inSingle]!],
              `${sweep.kind} ${steps.join(',')} of pair ${index}`,
            );
            compared++;
          }
        }
      }
    }
    console.log(`${compared} values by role equal those by index`);
    expect(compared).toBeGreaterThan(1500);
  });

  it('patch the tokens of a role together', async () => {
    const { sweeps } = await collect(byRole, BY_POSITION);
    for (const sweep of sweeps) {
      const grid = listSteps(sweep);
      const sites = grid.map((steps) => {
        const named = Object.fromEntries(sweep.axes.map((axis, at) => [axis, steps[at]!]));
        const { layer, head = null, position = null, destination = position, src = null } = named;
        return { site: sweep.kind, layer: layer!, head, position: destination, src };
      });
      for (const index of [1, 3]) {
        const { pair, roles } = PAIRS[index]!;
        const place = (step: number | null) => (step === null ? [null] : roles[step]!);
        const request = { value: { kind: 'source' }, path: null } as const;
        const experiment = { ...mixed, direction: sweep.direction, pairs: [pair] };
        const { patched } = await core.intervene({
          ...request,
          experiment,
          sets: sites.map((site) =>
            place(site.position).flatMap((position) =>
              place(site.src).map((src) => ({ ...site, position, src })),
            ),
          ),
        });
        for (const metric of METRICS)
          expectClose(
            readPair(sweep, metric, index, pairs.length),
            patched.map((values) => readMetric(values, metric)[0]!),
            `${sweep.kind} of pair ${index}`,
          );
      }
    }
  });

  it('are the same without skipping', async () => {
    const [on, off] = [await collect(byRole, BY_POSITION), await collect(byRole, BY_POSITION, unskipped)];
    // How sweeps are grouped, and so their order, depends on what is skipped.
    const find = ({ kind, direction }: SweepResult): SweepResult =>
      off.sweeps.find((sweep) => sweep.kind === kind && sweep.direction === direction)!;
    for (const sweep of on.sweeps)
      for (const metric of METRICS)
        expectClose(readMetric(sweep.values, metric), readMetric(find(sweep).values, metric), sweep.kind);
  });

  it('are those of sites that are patched together, and of predictions', async () => {
    const { sweeps } = await collect({ ...byRole, directions: undefined }, ['RESID_PRE']);
    const site = { site: 'RESID_PRE', layer: 1, head: null, src: null } as const;
    const request = { experiment: byRole, value: { kind: 'source' }, path: null } as const;
    const { patched } = await core.intervene({
      ...request,
      sets: ROLE_NAMES.map((_, position) => [{ ...site, position }]),
    });
    for (const step of ROLE_NAMES.keys()) {
      const cell = ROLE_NAMES.length + step;
      const own = pairs.map((_, index) => readPair(sweeps[0]!, 'logit_diff', index, pairs.length)[cell]!);
      expectClose(own, readMetric(patched[step]!, 'logit_diff'), ROLE_NAMES[step]!);
      const named = pairs.map(({ correct, incorrect }) => [correct as number, incorrect as number]);
      const predicted = await core.patched({ experiment: byRole, kind: 'RESID_PRE', cell, top: 0, named });
      expectClose(
        predicted.map(([correct, incorrect]) => correct!.logit - incorrect!.logit),
        own,
        'predictions',
      );
      const together = await core.predictTogether({
        ...request,
        sites: [{ ...site, position: step }],
        top: 0,
        named,
      });
      expectClose(
        together.map(([correct, incorrect]) => correct!.logit - incorrect!.logit),
        own,
        'joint predictions',
      );
    }
  });

  it('cost what is planned, and refuse positions that the prompts do not have', async () => {
    const { sweeps, events } = await collect(byRole, SWEEP_KINDS);
    const { flops } = await core.estimate(byRole, SWEEP_KINDS);
    expect(sweeps.reduce((sum, one) => sum + one.flops, 0)).toBeCloseTo(flops, -2);
    const fractions = events.flatMap((event) => (event.type === 'progress' ? [event.fraction] : []));
    expect(fractions.at(-1)).toBeCloseTo(1, 9);
    // Only the positions of roles are computed.
    const index = await core.estimate({ ...mixed, pairs: [pairs[1]!] }, ['HEAD_Z_BY_POS']);
    const role = await core.estimate(
      { ...byRole, pairs: [pairs[1]!], roles: { names: ['S', 'END'], positions: [[[5], [8]]] } },
      ['HEAD_Z_BY_POS'],
    );
    expect(role.flops).toBeLessThan(0.6 * index.flops);
    const outside = { names: ['S'], positions: pairs.map(() => [[6]]) };
    await expect(core.baseline({ ...byRole, roles: outside })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('values that are not the source run', () => {
  const site = { site: 'HEAD_Z', layer: 1, head: 1, position: null, src: null } as const;
  const request = { experiment: mixed, sets: [[site]], path: null } as const;

  it('are means over the tokens of all lengths, and donors of the same length', async () => {
    const mean = { kind: 'mean', of: 'CLEAN', acrossPositions: true } as const;
    const { patched } = await core.intervene({ ...request, value: mean });
    const values = readMetric(patched[0]!, 'logit_diff');
    const zero = readMetric(
      (await core.intervene({ ...request, value: { kind: 'zero' } })).patched[0]!,
      'logit_diff',
    );
    expect(values.every((value, index) => Number.isFinite(value) && value !== zero[index])).toBe(true);
    const donors = [2, 4, 5, 3, 1, 0];
    const resampled = await core.intervene({
      ...request,
      value: { kind: 'resample', of: 'CORRUPTED', donors },
    });
    for (const [index, donor] of donors.entries()) {
      const alone = await core.intervene({
        ...request,
        experiment: { ...mixed, pairs: [pairs[index]!, pairs[donor]!] },
        value: { kind: 'resample', of: 'CORRUPTED', donors: [1, 1] },
      });
      expectClose(
        [readMetric(resampled.patched[0]!, 'logit_diff')[index]!],
        [readMetric(alone.patched[0]!, 'logit_diff')[0]!],
        `donor ${donor}`,
      );
    }
  });

  it('give a mean over all tokens at each position', () => {
    // One layer, one head, dModel 2; the token's number is its activation.
    const createRun = (tokens: readonly number[]): RunCache => {
      const rows = Float32Array.from(tokens.flatMap((token) => [token, -token]));
      const pattern = new Float32Array(tokens.length ** 2).fill(tokens.length);
      const block = { pre: rows, mid: rows, q: rows, k: rows, v: rows, z: rows, pattern };
      return { prompts: 1, length: tokens.length, post: rows, blocks: [block] };
    };
    const mean = new RunMean();
    mean.add(createRun([1, 2]));
    mean.add(createRun([3, 4, 8]));
    const run = mean.read({ prompts: 2, length: 2 }, true);
    const average = (1 + 2 + 3 + 4 + 8) / 5;
    const expected = Array.from({ length: 8 }, (_, at) => Math.fround(at % 2 === 0 ? average : -average));
    expect([...run.post]).toEqual(expected);
    expect([...run.blocks[0]!.z]).toEqual(expected);
    // Of the prompts of its own length.
    expect([...run.blocks[0]!.pattern]).toEqual(Array.from({ length: 8 }, () => 2));
    expect([...mean.read({ prompts: 1, length: 3 }, false).post]).toEqual([3, -3, 4, -4, 8, -8]);
  });

  it.each([
    [{ kind: 'mean', of: 'CLEAN', acrossPositions: false }, /mean over prompts and positions/],
    [{ kind: 'resample', of: 'CLEAN', donors: [1, 0, 3, 2, 5, 4] }, /6 tokens and its donor, pair 1, 9/],
  ] as const)('%o are refused where lengths differ', async (value, message) => {
    await expect(core.intervene({ ...request, value })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });
});

/** The step along each axis, of each cell of a sweep. */
function listSteps({ shape }: Pick<SweepResult, 'shape'>): number[][] {
  return Array.from({ length: countCells(shape) }, (_, cell) => {
    let rest = cell;
    return shape
      .toReversed()
      .map((length) => {
        const step = rest % length;
        rest = Math.floor(rest / length);
        return step;
      })
      .toReversed();
  });
}

/** Pairs whose prompts have different lengths: properties of their runs, and what is refused. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { alignPair, mapToSource } from '../../../domain/alignment';
import { groupPairs, listComputedCells } from '../../../domain/pair-groups';
import { siteOfKind } from '../../../domain/sites';
import {
  readMetric,
  SWEEP_KINDS,
  type Computation,
  type Direction,
  type Experiment,
  type SweepKind,
  type SweepResult,
  type TokenPair,
} from '../api';
import type { InterveneRequest, PatchedSite } from '../interventions';
import * as aligning from '../patching/align-run';
import { writeSeededModel } from '../golden/seeded-weights';
import { createCore } from './core';

vi.mock(import('../patching/align-run'), { spy: true });

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-unequal-'));
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

function createPair(clean: readonly number[], corrupted: readonly number[]): TokenPair {
  return { clean, corrupted, alignment: alignPair(clean, corrupted), correct: 91, incorrect: 95 };
}

// A name of two tokens against one, a token more, and a token less.
const LONGER = createPair([0, 11, 20, 21, 30, 40, 50], [0, 11, 25, 30, 40, 50]);
const SHORTER = createPair([0, 11, 22, 30, 41, 50], [0, 11, 22, 33, 30, 41, 50]);
const EQUAL: TokenPair = {
  clean: [0, 11, 22, 30, 41, 50],
  corrupted: [0, 11, 23, 30, 41, 50],
  correct: 91,
  incorrect: 95,
};
const KINDS = SWEEP_KINDS.filter((kind) => siteOfKind(kind).activation !== 'pattern');
const DIRECTIONS = ['DENOISING', 'NOISING'] as const;

function ask(pairs: readonly TokenPair[], direction: Direction): Experiment {
  return { model: 'small', direction, pairs };
}

async function collect(experiment: Experiment, kinds: readonly SweepKind[], on: Computation = core) {
  const sweeps: SweepResult[] = [];
  const { checks } = await on.run(experiment, kinds, {
    onEvent: (event) => {
      if (event.type === 'sweep') sweeps.push(event.sweep);
    },
  });
  return { sweeps, checks };
}

const readAll = ({ values }: SweepResult): Float32Array => readMetric(values, 'logit_diff');

describe.each(DIRECTIONS)('%s', (direction) => {
  const baseSide = direction === 'DENOISING' ? 'corrupted' : 'clean';
  const sourceSide = direction === 'DENOISING' ? 'clean' : 'corrupted';

  it.each([LONGER, SHORTER])(
    'skipping changes nothing, and cells marked as not computed are base',
    async (pair) => {
      const experiment = ask([pair], direction);
      const [{ sweeps, checks }, whole] = [
        await collect(experiment, KINDS),
        await collect(experiment, KINDS, unskipped),
      ];
      const baseline = await core.baseline(experiment);
      const base = readMetric(baseline.values, 'logit_diff')[baseSide][0]!;
      for (const [index, sweep] of sweeps.entries()) {
        const [values, expected] = [readAll(sweep), readAll(whole.sweeps[index]!)];
        const computed = listComputedCells(sweep.kind, sweep, groupPairs(experiment), direction);
        expect(computed).toHaveLength(values.length);
        for (const [cell, value] of values.entries()) {
          expect(Math.abs(value - expected[cell]!), `${sweep.kind} ${cell}`).toBeLessThan(1e-5);
          if (computed[cell] === 0) expect(value, `${sweep.kind} ${cell}`).toBe(base);
        }
      }
      expect(checks.map(({ name }) => name)).toContain('SOURCE_ARRIVES');
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    },
  );

  it('resid_post of the last layer at END is the source run', async () => {
    const experiment = ask([LONGER], direction);
    const { sweeps } = await collect(experiment, ['RESID_POST']);
    const baseline = await core.baseline(experiment);
    const source = readMetric(baseline.values, 'logit_diff')[sourceSide][0]!;
    expect(readAll(sweeps[0]!).at(-1)).toBeCloseTo(source, 5);
  });

  it('an unaligned position has no effect, and a patch reads the aligned one', async () => {
    const { sweeps } = await collect(ask([LONGER], direction), ['RESID_PRE']);
    const map = mapToSource(LONGER, direction)!;
    const baseline = await core.baseline(ask([LONGER], direction));
    const base = readMetric(baseline.values, 'logit_diff')[baseSide][0]!;
    const ofLayer = [...readAll(sweeps[0]!)].slice(0, map.length);
    for (const [position, from] of map.entries()) {
      // Before the first difference, and without a partner, nothing changes.
      if (from < 0 || position < 2) expect(ofLayer[position]).toBe(base);
      else expect(ofLayer[position]).not.toBeCloseTo(base, 6);
    }
  });

  it('pairs of several shapes give what each pair gives alone', async () => {
    const pairs = [LONGER, EQUAL, SHORTER, LONGER];
    const { sweeps } = await collect(ask(pairs, direction), ['HEAD_Z', 'HEAD_Q', 'HEAD_V']);
    for (const [index, pair] of pairs.entries()) {
      const alone = await collect(ask([pair], direction), ['HEAD_Z', 'HEAD_Q', 'HEAD_V']);
      for (const [at, sweep] of sweeps.entries()) {
        const values = readAll(sweep);
        const perPrompt = values.length / pairs.length;
        const expected = readAll(alone.sweeps[at]!);
        for (const [cell, value] of expected.entries())
          expect(values[index * perPrompt + cell]).toBeCloseTo(value, 5);
      }
    }
  });

  it('all sites together give the run with the aligned embeddings, paths and edges are computed', async () => {
    const site = (kind: SweepKind, layer: number, head: number | null = null): PatchedSite => ({
      site: kind,
      layer,
      head,
      position: null,
      src: null,
    });
    const request: InterveneRequest = {
      experiment: ask([LONGER], direction),
      sets: [[site('RESID_POST', 2)], [site('HEAD_Z', 0, 1)]],
      path: null,
      value: { kind: 'source' },
      noise: null,
    } as unknown as InterveneRequest;
    const { patched, source } = await core.intervene(request);
    expect(readMetric(patched[0]!, 'logit_diff')[0]).toBeCloseTo(readMetric(source, 'logit_diff')[0]!, 5);
    const { sweeps } = await collect(ask([LONGER], direction), ['HEAD_Z']);
    expect(readMetric(patched[1]!, 'logit_diff')[0]).toBeCloseTo(readAll(sweeps[0]!)[1]!, 6);
    const edges: Experiment = { ...ask([LONGER, EQUAL], direction), edges: true };
    await expect(collect(edges, ['HEAD_Z'])).resolves.toBeDefined();
  });

  it('the mean over prompts and positions of the other side is defined, by position it is not', async () => {
    const of = direction === 'DENOISING' ? 'CLEAN' : 'CORRUPTED';
    const request = (acrossPositions: boolean) =>
      ({
        experiment: ask([LONGER], direction),
        sets: [[{ site: 'MLP_OUT', layer: 1, head: null, position: null, src: null }]],
        path: null,
        value: { kind: 'mean', of, acrossPositions },
        noise: null,
      }) as unknown as InterveneRequest;
    const { base, patched } = await core.intervene(request(true));
    expect(readMetric(patched[0]!, 'logit_diff')[0]).not.toBe(readMetric(base, 'logit_diff')[0]);
    await expect(core.intervene(request(false))).rejects.toThrow(/mean by position is not defined/);
  });

  it('zero ablation patches every position of the base prompt, also unaligned ones', async () => {
    const position = mapToSource(LONGER, direction)!.indexOf(-1);
    if (position < 0) return;
    const request = {
      experiment: ask([LONGER], direction),
      sets: [[{ site: 'RESID_PRE', layer: 0, head: null, position, src: null }]],
      path: null,
      value: { kind: 'zero' },
      noise: null,
    } as unknown as InterveneRequest;
    const { base, patched } = await core.intervene(request);
    expect(readMetric(patched[0]!, 'logit_diff')[0]).not.toBe(readMetric(base, 'logit_diff')[0]);
  });
});

it('a run by role in both directions gives what each direction gives', async () => {
  const roles = {
    names: ['NAME', 'END'],
    positions: [
      [[2, 3], [6]],
      [[2], [5]],
    ],
    corruptedPositions: [
      [[2], [5]],
      [[2, 3], [6]],
    ],
  };
  const pairs = [LONGER, SHORTER];
  const kinds = ['RESID_PRE', 'HEAD_K_BY_POS'] as const;
  const both = { ...ask(pairs, 'NOISING'), directions: ['NOISING', 'DENOISING'] as const, roles };
  const together = await collect(both, kinds);
  expect(together.sweeps).toHaveLength(4);
  for (const sweep of together.sweeps) {
    const alone = await collect({ ...ask(pairs, sweep.direction), roles }, [sweep.kind]);
    expect(sweep.shape).toEqual(alone.sweeps[0]!.shape);
    const values = readAll(sweep);
    for (const [cell, value] of readAll(alone.sweeps[0]!).entries())
      expect(values[cell]).toBeCloseTo(value, 6);
  }
});

describe('refusals', () => {
  it.each(['HEAD_PATTERN', 'HEAD_PATTERN_BY_POS', 'HEAD_PATTERN_DEST_SRC'] as const)('%s', async (kind) => {
    await expect(collect(ask([LONGER], 'DENOISING'), [kind])).rejects.toThrow(/over different positions/);
  });

  it('positions by index in both directions, and of base prompts of several lengths', async () => {
    const both = { ...ask([LONGER], 'DENOISING'), directions: DIRECTIONS };
    await expect(collect(both, ['RESID_PRE'])).rejects.toThrow(/Sweep positions by role/);
    const mixed = ask([LONGER, SHORTER], 'DENOISING');
    await expect(collect(mixed, ['RESID_PRE'])).rejects.toThrow(/Sweep positions by role/);
  });

  it.each([
    [{ ...LONGER, alignment: undefined }, /need an alignment/],
    [{ ...LONGER, alignment: [[0, 0]] as const }, /must be aligned/],
    [{ ...EQUAL, alignment: [[5, 5]] as const }, /leave the alignment out/],
  ])('an alignment that is missing, wrong or not needed', async (pair, message) => {
    await expect(core.baseline(ask([pair], 'DENOISING'))).rejects.toThrow(message);
  });
});

describe('the sanity checks fail', () => {
  it.each([
    ['a source run read one position off', -1],
    ['a source run that is not read', null],
  ])('for %s', async (_, shift) => {
    const { alignRun } = await vi.importActual<typeof aligning>('../patching/align-run');
    vi.mocked(aligning.alignRun).mockImplementation((base, source, maps) =>
      shift === null
        ? base
        : alignRun(
            base,
            source,
            maps.map((map) => map.map((at) => (at > 0 ? at + shift : at))),
          ),
    );
    try {
      const { checks } = await collect(ask([LONGER], 'DENOISING'), ['HEAD_V', 'MLP_OUT']);
      const failed = checks.filter(({ passed }) => !passed).map(({ name, kind }) => kind ?? name);
      expect(failed).toEqual(expect.arrayContaining(['FULL_PATCH', 'HEAD_V', 'MLP_OUT']));
    } finally {
      vi.mocked(aligning.alignRun).mockReset();
    }
  });
});

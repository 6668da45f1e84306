/**
 * The cost of a sweep against prompts, tokens, layers and heads, one varied at a time, on seeded models.
 *
 * The table has the exponents of the measured time and of the plan's FLOPs. If they agree, the cost is arithmetic; if the
 * exponent of the time is smaller, small sweeps are dominated by the overhead of calls. Pairs are equal in the first half.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import type { Computation, Experiment, SweepKind } from '../server/engine/api';
import { describeEngine, measureSweep, runKinds, seconds, withEngine, withModelFolder } from './engine';
import { fitExponent } from './fit';
import { anyAnswers, seededPairs } from './sets';

/** A kind that patches positions, and one that patches heads at all positions. */
const KINDS = ['RESID_PRE', 'HEAD_Z'] as const satisfies readonly SweepKind[];
const VOCABULARY = 1000;
const SEED = 7;

interface Sizes {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly prompts: number;
  readonly tokens: number;
}

interface Cost {
  readonly ms: number;
  readonly flops: number;
}

interface Axis {
  readonly title: string;
  readonly values: readonly number[];
  readonly sizes: (value: number) => Partial<Sizes>;
}

/** The sizes that are not varied: GPT-2 small's width, fewer layers. */
const BASE: Sizes = { layers: 4, heads: 12, dModel: 768, prompts: 8, tokens: 16 };

const AXES: readonly Axis[] = [
  { title: 'prompts', values: [1, 2, 4, 8, 16, 32], sizes: (prompts) => ({ prompts }) },
  { title: 'tokens', values: [8, 16, 32, 64], sizes: (tokens) => ({ tokens }) },
  { title: 'layers', values: [2, 4, 8, 12], sizes: (layers) => ({ layers }) },
  { title: 'heads, d_model 768', values: [4, 8, 12, 16], sizes: (heads) => ({ heads }) },
  {
    title: 'heads, d_head 64',
    values: [4, 8, 12, 16],
    sizes: (heads) => ({ heads, dModel: 64 * heads }),
  },
];

/** Prints the points, and the exponents of the power laws through them. */
export async function benchScaling(): Promise<void> {
  console.log(await describeEngine());
  const { layers, heads, dModel, prompts, tokens } = BASE;
  console.log(
    `base: ${layers} layers, ${heads} heads, d_model ${dModel}, ${prompts} pairs of ${tokens} tokens\n`,
  );
  const measured = await withModelFolder((folder) => withEngine(folder, (core) => measureAxes(folder, core)));
  console.table(
    measured.flatMap(({ axis, points }) =>
      points.map(({ value, costs }) => ({
        'cost against': axis.title,
        value,
        ...Object.assign({}, ...KINDS.map((kind) => columns(kind, costs[kind]))),
      })),
    ),
  );
  const exponents = measured.flatMap(({ axis, points }) =>
    KINDS.map((kind) => {
      const fit = (cost: keyof Cost): string =>
        fitExponent(points.map(({ value, costs }) => [value, costs[kind][cost]])).toFixed(2);
      return { 'cost against': axis.title, sweep: kind, 'time ~ n^': fit('ms'), 'FLOPs ~ n^': fit('flops') };
    }),
  );
  console.table(exponents);
  for (const kind of KINDS) {
    const points = measured.flatMap(({ points: ofAxis }) => ofAxis.map(({ costs }) => costs[kind]));
    const exponent = fitExponent(points.map(({ flops, ms }) => [flops, ms]));
    console.log(`${kind}, all points: time ~ FLOPs^${exponent.toFixed(2)}`);
  }
}

async function measureAxes(folder: string, core: Computation) {
  // All axes contain the base point; it is measured once.
  const known = new Map<string, Record<(typeof KINDS)[number], Cost>>();
  const measured = [];
  for (const axis of AXES) {
    const points = [];
    for (const value of axis.values) {
      const sizes = { ...BASE, ...axis.sizes(value) };
      const key = JSON.stringify(sizes);
      const costs = known.get(key) ?? (await measureSizes(folder, core, sizes));
      known.set(key, costs);
      points.push({ value, costs });
    }
    measured.push({ axis, points });
  }
  return measured;
}

async function measureSizes(folder: string, core: Computation, sizes: Sizes) {
  const { layers, heads, dModel, prompts, tokens } = sizes;
  const model = `seeded-${layers}-${heads}-${dModel}`;
  const shape = {
    n_layer: layers,
    n_head: heads,
    n_embd: dModel,
    n_inner: 4 * dModel,
    n_positions: 64,
    vocab_size: VOCABULARY,
  };
  // A model that is written again would be loaded again.
  if (!existsSync(path.join(folder, model))) await writeSeededModel(path.join(folder, model), shape, SEED);
  const pairs = anyAnswers(
    seededPairs('scaling', { prompts, length: tokens, firstDifference: tokens / 2, vocabulary: VOCABULARY }),
  );
  const experiment: Experiment = { model, direction: 'DENOISING', pairs };
  await runKinds(core, { ...experiment, pairs: pairs.slice(0, 1) }, KINDS);
  return {
    RESID_PRE: await measure(core, experiment, 'RESID_PRE'),
    HEAD_Z: await measure(core, experiment, 'HEAD_Z'),
  };
}

async function measure(core: Computation, experiment: Experiment, kind: SweepKind): Promise<Cost> {
  const { sweep, ms } = await measureSweep(core, experiment, kind);
  return { ms, flops: sweep.flops };
}

function columns(kind: SweepKind, { ms, flops }: Cost): Record<string, string> {
  return {
    [`${kind} s`]: seconds(ms),
    [`${kind} plan GFLOP`]: (flops / 1e9).toFixed(1),
    [`${kind} GFLOP/s`]: (flops / ms / 1e6).toFixed(0),
  };
}

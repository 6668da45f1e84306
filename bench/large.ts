/**
 * Long prompts and a large model within ENGINE_MEMORY_MB beside the weights: times, and the peak of this process's memory beside the
 * plan. A part that takes too long is stopped; its time is then that of the whole by the share of planned operations.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { config } from '../server/config';
import type { Experiment, SweepKind } from '../server/engine/api';
import { writeSeededModel, type SeededShape } from '../server/engine/golden/seeded-weights';
import { explainMemoryPlan } from '../server/engine/patching/explain-memory';
import { planMemory, readMemoryLimit, type MemorySizes } from '../server/engine/patching/memory-plan';
import { createCore } from '../server/engine/worker/core';
import { describeEngine, seconds, withModelFolder } from './engine';
import { anyAnswers, seededPairs } from './sets';

const SEED = 7;
const MIB = 2 ** 20;

interface LargeCase {
  readonly title: string;
  readonly prompts: number;
  readonly tokens: number;
  readonly firstDifference: number;
  readonly kinds: readonly SweepKind[];
  /** Each kind is stopped after this time, in s. */
  readonly limitSeconds: number;
}

interface LargeModel {
  readonly id: string;
  readonly shape: SeededShape;
  readonly cases: readonly LargeCase[];
}

const GPT2 = { n_positions: 1024, vocab_size: 50257 };
const SMALL: SeededShape = { ...GPT2, n_layer: 12, n_head: 12, n_embd: 768, n_inner: 3072 };
const XL: SeededShape = { ...GPT2, n_layer: 48, n_head: 25, n_embd: 1600, n_inner: 6400 };

const MODELS: readonly LargeModel[] = [
  {
    id: 'gpt2-small-shape',
    shape: SMALL,
    cases: [
      {
        title: '1 pair of 1,024 tokens, equal up to 960',
        prompts: 1,
        tokens: 1024,
        firstDifference: 960,
        kinds: ['RESID_PRE', 'HEAD_Z'],
        limitSeconds: 600,
      },
      {
        title: '1 pair of 1,024 tokens, different from the first one on',
        prompts: 1,
        tokens: 1024,
        firstDifference: 0,
        kinds: ['RESID_PRE', 'HEAD_Z'],
        limitSeconds: 240,
      },
    ],
  },
  {
    id: 'gpt2-xl-shape',
    shape: XL,
    cases: [
      {
        title: '8 pairs of 16 tokens, equal up to 11',
        prompts: 8,
        tokens: 16,
        firstDifference: 11,
        kinds: ['RESID_PRE', 'HEAD_Z'],
        limitSeconds: 300,
      },
    ],
  },
];

/** Prints a table for each model, and how a plan that does not fit is refused. */
export async function benchLarge(): Promise<void> {
  console.log(await describeEngine());
  for (const model of MODELS) await withModelFolder((folder) => benchModel(folder, model));
  const tooLarge = explainMemoryPlan(
    createExperiment('gpt2-xl-shape', XL, { prompts: 1, tokens: 1024, firstDifference: 0 }),
    ['RESID_PRE'],
    readSizes(XL),
    readMemoryLimit(config),
  );
  console.log(`\n1 pair of 1,024 tokens at gpt2-xl's shape is refused: ${tooLarge?.message}`);
}

async function benchModel(folder: string, { id, shape, cases }: LargeModel): Promise<void> {
  await writeSeededModel(path.join(folder, id), shape, SEED);
  const core = createCore({ folders: [folder] });
  const weights = countWeightBytes(shape);
  console.log(
    `\n${id}: ${(weights / MIB).toFixed(0)} MiB of weights, ENGINE_MEMORY_MB=${config.engineMemoryMb}`,
  );
  await resetPeak();
  const started = performance.now();
  await core.predict(id, [1, 2, 3], 1);
  const loading = await readPeak();
  console.log(
    `loading: ${seconds(performance.now() - started)} s, peak ${loading} MiB (${loading - Math.round(weights / MIB)} beside the weights)`,
  );
  const rows = [];
  for (const one of cases) {
    const experiment = createExperiment(id, shape, one);
    for (const kind of one.kinds) {
      const { flops } = await core.estimate(experiment, [kind]);
      const plan = planMemory(experiment, [kind], readSizes(shape), readMemoryLimit(config));
      await resetPeak();
      const { ms, fraction } = await measure(core, experiment, kind, one.limitSeconds);
      const peak = await readPeak();
      rows.push({
        prompts: one.title,
        sweep: kind,
        'plan TFLOP': (flops / 1e12).toFixed(1),
        seconds:
          fraction < 1
            ? `~${seconds(ms / fraction)} (${(100 * fraction).toFixed(0)}% in ${seconds(ms)})`
            : seconds(ms),
        'GFLOP/s': ((flops * fraction) / ms / 1e6).toFixed(0),
        'peak beside the weights, MiB': peak - Math.round(weights / MIB),
        'planned, MiB': Math.round(plan.total / MIB),
      });
    }
  }
  console.table(rows);
  await core.close();
}

/** One sweep, at most `limitSeconds` of it. @returns its time and the share of the planned operations that were done. */
async function measure(
  core: ReturnType<typeof createCore>,
  experiment: Experiment,
  kind: SweepKind,
  limitSeconds: number,
): Promise<{ ms: number; fraction: number }> {
  const cancel = new AbortController();
  const timer = setTimeout(() => cancel.abort(), 1000 * limitSeconds);
  let last = { elapsedMs: 1, fraction: 0 };
  let ms: number | null = null;
  try {
    await core.run(experiment, [kind], {
      signal: cancel.signal,
      onEvent(event) {
        if (event.type === 'progress') last = event;
        if (event.type === 'sweep') ms = event.sweep.elapsedMs;
      },
    });
  } catch (error) {
    if (!cancel.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return ms === null ? { ms: last.elapsedMs, fraction: last.fraction } : { ms, fraction: 1 };
}

function createExperiment(
  model: string,
  { vocab_size: vocabulary }: SeededShape,
  { prompts, tokens, firstDifference }: Pick<LargeCase, 'prompts' | 'tokens' | 'firstDifference'>,
): Experiment {
  const pairs = seededPairs('large', { prompts, length: tokens, firstDifference, vocabulary });
  return { model, direction: 'DENOISING', pairs: anyAnswers(pairs) };
}

function readSizes({ n_layer, n_head, n_embd, n_inner }: SeededShape): MemorySizes {
  return { layers: n_layer, heads: n_head, dHead: n_embd / n_head, dModel: n_embd, dMlp: n_inner };
}

function countWeightBytes({ n_layer, n_embd: d, n_inner, n_positions, vocab_size }: SeededShape): number {
  const block = 4 * d * (d + 1) + 2 * d * n_inner + n_inner + d + 4 * d;
  return 4 * (n_layer * block + (n_positions + vocab_size) * d + 2 * d);
}

/** Largest resident memory of this process since the last reset, in MiB. Linux alone has both files. */
async function readPeak(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024);
}

/** Makes the present memory the peak. */
async function resetPeak(): Promise<void> {
  globalThis.gc?.();
  await writeFile('/proc/self/clear_refs', '5');
}

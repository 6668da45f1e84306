/**
 * How much memory a run needs beside the weights of its model, counted before anything is computed. An upper bound: `npm run bench --
 * --large` prints it beside the measured peak.
 */
import { countCells } from '../../../domain/cell';
import { countLongest } from '../../../domain/pair-groups';
import { DEFAULT_METRICS, listDirections, type Experiment, type SweepKind } from '../api';
import { countCacheBytes } from '../forward/forward';
import { LOGIT_BYTES } from '../metrics/last-rows';
import type { Architecture } from '../models/architecture';
import { DEFAULT_LIMITS, type PatchingLimits } from './limits';
import { measureSweep } from './plan';

/** Sizes of a model that memory depends on. */
export type MemorySizes = Pick<Architecture, 'layers' | 'heads' | 'dHead' | 'dModel' | 'dMlp'>;

/** How the memory of an engine is divided, in bytes. */
export interface MemoryShares {
  /** Activations of both unpatched runs of one batch. */
  readonly batch: number;
  /** Activations that are kept from earlier requests. */
  readonly kept: number;
  /** Models; one that is in use may be larger. */
  readonly models: number;
}

/** Divides ENGINE_MEMORY_MB. What is left is for patched runs and calls of ONNX Runtime. */
export function shareMemory(bytes: number): MemoryShares {
  return { batch: bytes / 4, kept: bytes / 4, models: bytes / 2 };
}

/** With less, the engine keeps less, but the program and its work buffers become no smaller. */
const LEAST_BYTES = 768 * 2 ** 20;

/** Bytes that a request may need beside the weights. */
export function readMemoryLimit({ engineMemoryMb }: { readonly engineMemoryMb: number }): number {
  return Math.max(LEAST_BYTES, engineMemoryMb * 2 ** 20);
}

/** Node, ONNX Runtime and the program. */
const PROCESS_BYTES = 192 * 2 ** 20;
/** Arrays of the size of the attention scores that one call of ONNX Runtime has at once: scores, exponentials, pattern, sums. */
const SCORE_ARRAYS = 4;
/** Arrays of [row, heads * dHead] of one attention: q, k, v and z as they come and by head. */
const HEAD_ARRAYS = 8;
/** Arrays of [row, dMlp] of one MLP. */
const MLP_ARRAYS = 4;

/** Bytes of a run, by what they are for. */
export interface MemoryPlan {
  /** Activations of the unpatched runs of one batch, and those that are kept from earlier requests. */
  readonly unpatched: number;
  /** Rows of the patched runs of one wave. */
  readonly patched: number;
  /** Work buffers, and what one call of ONNX Runtime allocates. */
  readonly calls: number;
  /** Values of all sweeps, which exist twice while they are joined and sent. */
  readonly results: number;
  /** All of it, with the program itself. */
  readonly total: number;
}

/** Prompt pairs of one batch: as many as fit into its share, and at least one. */
export function countPairsPerBatch(sizes: MemorySizes, length: number, batchBytes: number): number {
  return Math.max(1, Math.floor(batchBytes / (2 * countCacheBytes(sizes, length))));
}

/**
 * Plans the memory of an experiment.
 *
 * @param experiment counted as if all of its pairs were as long as the longest.
 * @param kinds none for a request that computes unpatched runs only.
 * @param memoryBytes what the engine may use beside the weights.
 */
export function planMemory(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  sizes: MemorySizes,
  memoryBytes: number,
  limits: PatchingLimits = DEFAULT_LIMITS,
): MemoryPlan {
  const { pairs, roles, metrics = DEFAULT_METRICS } = experiment;
  const length = countLongest(pairs);
  const shares = shareMemory(memoryBytes);
  const prompts = Math.min(pairs.length, countPairsPerBatch(sizes, length, shares.batch));
  const unpatched = 2 * prompts * countCacheBytes(sizes, length) + shares.kept;
  const ofOneRun = 4 * prompts * length * sizes.dModel;
  const patched = kinds.length > 0 ? Math.max(limits.waveBytes, ofOneRun) : 0;
  // The steps of axes by role are the same in all pairs.
  const steps = { length, roles: roles?.positions[0] };
  const cells = kinds.reduce((sum, kind) => sum + countCells(measureSweep(kind, sizes, steps)), 0);
  const values = cells * pairs.length * metrics.length * listDirections(experiment).length;
  const results = 2 * 4 * values;
  const calls = countCallBytes(sizes, prompts, length, limits) + 2 * LOGIT_BYTES;
  return {
    unpatched,
    patched,
    calls,
    results,
    total: PROCESS_BYTES + unpatched + patched + calls + results,
  };
}

/** The longest prompts of this experiment that fit; 0 when none do. */
export function findFittingLength(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  sizes: MemorySizes,
  memoryBytes: number,
): number {
  let [fits, tooLong] = [0, countLongest(experiment.pairs) + 1];
  while (tooLong - fits > 1) {
    const length = Math.floor((fits + tooLong) / 2);
    const pairs = experiment.pairs.map((pair) => ({
      ...pair,
      clean: pair.clean.slice(0, length),
      corrupted: pair.corrupted.slice(0, length),
    }));
    const { total } = planMemory({ ...experiment, pairs }, kinds, sizes, memoryBytes);
    if (total <= memoryBytes) fits = length;
    else tooLong = length;
  }
  return fits;
}

/** Work buffers (workspace.ts) and the largest call. A patched run is never split between calls of the attention. */
function countCallBytes(
  { heads, dHead, dModel, dMlp }: MemorySizes,
  prompts: number,
  length: number,
  { maxRows }: PatchingLimits,
): number {
  const width = heads * dHead;
  const rows = Math.max(maxRows, prompts * length);
  const buffers = rows * (2 * dModel + 7 * width) + 2 * prompts * length * width;
  const attention = rows * (SCORE_ARRAYS * heads * length + HEAD_ARRAYS * width);
  const mlp = Math.min(rows, maxRows) * MLP_ARRAYS * dMlp;
  return 4 * (buffers + Math.max(attention, mlp));
}

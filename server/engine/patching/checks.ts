/**
 * Properties that must hold of a run, checked on the run itself, on its first prompt, with nothing skipped.
 *
 * SELF_PATCH: a run patched with its own activation is that run. FULL_PATCH: patching the whole residual stream at layer 0
 * gives the source run. BEFORE_FIRST_DIFFERENCE: a patch before the first differing token changes nothing.
 */
import type { SanityCheck } from '../api';
import type { RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { createLogitDiff } from '../metrics/logit-diff';
import type { Answers } from '../metrics/metric';
import { takeLastPosition } from './batch-metrics';
import { planPatch, type BatchShape } from './plan';
import type { RunPair } from './run-pair';
import { runPatch } from './sweep';
import type { PatchingOptions } from './wave-context';

/** Largest difference in logits, relative to the logit difference's size where that is above 1. */
const TOLERANCE = 1e-4;

/** Runs the checks. @param answers one for each prompt. */
export async function checkRun(
  model: LoadedModel,
  runs: RunPair,
  batch: BatchShape,
  answers: readonly Answers[],
  options: PatchingOptions,
): Promise<SanityCheck[]> {
  const { layers } = model.architecture;
  const [base, source] = [takeFirstPrompt(runs.base), takeFirstPrompt(runs.source)];
  const shape = { ...batch, prompts: 1 };
  const computeLogitDiff = createLogitDiff(model, answers.slice(0, 1));
  const measure = (rows: Float32Array): number => computeLogitDiff(rows)[0]!;

  /** Patches resid_pre of one layer at one position; the result must be that of another unpatched run. */
  const check = async (
    name: SanityCheck['name'],
    on: RunPair,
    layer: number,
    position: number,
    wanted: RunCache,
  ): Promise<SanityCheck> => {
    const intervention = { site: 'RESID_PRE', layer, head: null, position, src: null } as const;
    const patch = planPatch([intervention], model.architecture, shape, false);
    const { beforeCall, limits } = options;
    const measured = measure(await runPatch(model, on, patch, shape, { beforeCall, limits }));
    const expected = measure(takeLastPosition(wanted));
    const maxAbsDifference = Math.abs(measured - expected);
    const passed = maxAbsDifference <= TOLERANCE * Math.max(1, Math.abs(expected));
    return { name, maxAbsDifference, passed };
  };

  const middle = Math.floor(layers / 2);
  const last = batch.length - 1;
  const checks = [
    await check('SELF_PATCH', { base, source: base }, middle, last, base),
    // All other rows are the source run's already, and pass through the patched path.
    await check('FULL_PATCH', { base: source, source }, 0, last, source),
  ];
  if (batch.firstDifference > 0 && batch.firstDifference < batch.length) {
    const before = batch.firstDifference - 1;
    checks.push(await check('BEFORE_FIRST_DIFFERENCE', { base, source }, middle, before, base));
  }
  return checks;
}

/** The part of a cache that belongs to its first prompt; every array begins with it. */
function takeFirstPrompt(cache: RunCache): RunCache {
  const take = (values: Float32Array): Float32Array => values.subarray(0, values.length / cache.prompts);
  return {
    prompts: 1,
    length: cache.length,
    post: take(cache.post),
    blocks: cache.blocks.map(({ pre, mid, q, k, v, z, pattern }) => ({
      pre: take(pre),
      mid: take(mid),
      q: take(q),
      k: take(k),
      v: take(v),
      z: take(z),
      pattern: take(pattern),
    })),
  };
}

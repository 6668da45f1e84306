/**
 * Properties that must hold of a run, checked on the run itself, on its first prompt, with nothing skipped.
 *
 * SELF_PATCH: a run patched with its own activation is that run. FULL_PATCH: patching the whole residual stream at
 * layer 0 gives the source run. BEFORE_FIRST_DIFFERENCE: a patch before the first differing token changes nothing.
 */
import type { RunCache } from '../forward/forward';
import { createMetric, type Answers } from '../metrics/logit-diff';
import type { LoadedModel } from '../forward/model';
import type { SanityCheck } from '../api';
import type { Runs } from './entry-rows';
import type { BatchShape, Patch } from './plan';
import { lastRows, runSweeps } from './sweep';
import type { WavefrontOptions } from './wave';

/** Largest difference in logits, relative to the logit differences' size where that is above 1. */
const TOLERANCE = 1e-4;

/** Runs the checks. */
export async function checkRun(
  model: LoadedModel,
  runs: Runs,
  batch: BatchShape,
  answers: readonly Answers[],
  options: WavefrontOptions,
): Promise<SanityCheck[]> {
  const base = firstPrompt(runs.base);
  const source = firstPrompt(runs.source);
  const ofFirst = answers.slice(0, 1);
  const shape = { ...batch, prompts: 1 };
  const metric = createMetric(model, ofFirst);
  const expect = (run: RunCache): number => metric(lastRows(run.post, shape, model.architecture.dModel))[0]!;
  const middle = Math.floor(model.architecture.layers / 2);
  const last = batch.length - 1;
  const patch = (layer: number, position: number): Patch => ({
    cell: 0,
    layer,
    entry: 'pre',
    activation: null,
    head: null,
    position,
    start: 0,
    isLocal: false,
  });
  const check = async (
    name: SanityCheck['name'],
    on: Runs,
    at: Patch,
    expected: number,
  ): Promise<SanityCheck> => {
    const plan = { kind: 'RESID_PRE', shape: [1, 1], patches: [at], flops: 0 } as const;
    const [values] = await runSweeps(model, on, [plan], shape, ofFirst, { beforeCall: options.beforeCall });
    const maxAbsDifference = Math.abs(values![0]! - expected);
    return {
      name,
      maxAbsDifference,
      passed: maxAbsDifference <= TOLERANCE * Math.max(1, Math.abs(expected)),
    };
  };
  const checks = [
    await check('SELF_PATCH', { base, source: base }, patch(middle, last), expect(base)),
    // All of the source's rows, through the patched path.
    await check('FULL_PATCH', { base: source, source }, patch(0, last), expect(source)),
  ];
  if (batch.firstDifference > 0 && batch.firstDifference < batch.length) {
    const before = patch(middle, batch.firstDifference - 1);
    checks.push(await check('BEFORE_FIRST_DIFFERENCE', { base, source }, before, expect(base)));
  }
  return checks;
}

/** The part of a cache that belongs to its first prompt; every array begins with it. */
function firstPrompt(cache: RunCache): RunCache {
  const first = (values: Float32Array): Float32Array => values.subarray(0, values.length / cache.prompts);
  return {
    prompts: 1,
    length: cache.length,
    post: first(cache.post),
    blocks: cache.blocks.map(({ pre, mid, q, k, v, z, pattern }) => ({
      pre: first(pre),
      mid: first(mid),
      q: first(q),
      k: first(k),
      v: first(v),
      z: first(z),
      pattern: first(pattern),
    })),
  };
}

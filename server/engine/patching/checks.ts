/**
 * Properties that must hold of a run, checked on the run itself, on its first prompt. Each direction has its own base run and is
 * checked by itself.
 *
 * SELF_PATCH: a run patched with its own activation is that run. FULL_PATCH: patching the whole residual stream at layer 0
 * of the base run gives the source run; where the prompts have different lengths, the run of the base prompt with the source
 * run's embeddings at the aligned positions, and at the end of the last layer the source run. BEFORE_FIRST_DIFFERENCE: a patch before the first differing token changes nothing.
 * SOURCE_ARRIVES, for each sweep kind: see site-checks.ts.
 */
import type { SanityCheck as CheckOfRun, SweepKind } from '../api';
import { runCached, type RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { createLogitDiff } from '../metrics/logit-diff';
import type { Answers } from '../metrics/metric';
import { takeLastPosition } from './batch-metrics';
import { planPatch, type BatchShape } from './plan';
import type { RunPair } from './run-pair';
import { checkSite, type CheckTools, type UnequalSource } from './site-checks';
import { runPatch } from './sweep';
import type { PatchingOptions } from './wave-context';

/** A check of one direction, which is that of the runs that are checked. */
export type SanityCheck = Omit<CheckOfRun, 'direction'>;

/** Largest difference in logits, relative to the logit difference's size where that is above 1. */
const TOLERANCE = 1e-4;

/**
 * Runs the checks of one direction.
 *
 * @param runs of that direction.
 * @param answers one for each prompt.
 * @param kinds whose patches are checked.
 * @param unequal of the first prompt, where the prompts have different lengths.
 */
export async function checkRun(
  model: LoadedModel,
  runs: RunPair,
  batch: BatchShape,
  answers: readonly Answers[],
  kinds: readonly SweepKind[],
  { beforeCall, limits }: PatchingOptions,
  unequal: UnequalPrompt | null = null,
): Promise<SanityCheck[]> {
  const { architecture } = model;
  const [base, source] = [takeFirstPrompt(runs.base), takeFirstPrompt(runs.source)];
  const shape = { ...batch, prompts: 1 };
  const computeLogitDiff = createLogitDiff(model, answers.slice(0, 1));
  const tools: CheckTools = {
    architecture,
    batch: shape,
    run: (on, patch) => runPatch(model, on, patch, shape, { beforeCall, limits }),
    measure: (rows) => computeLogitDiff(rows)[0]!,
    agree: (measured, expected) =>
      Math.abs(measured - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)),
  };

  /** Patches the residual stream of one layer, with nothing skipped; the result must be that of another unpatched run. */
  const check = async (
    name: SanityCheck['name'],
    on: RunPair,
    layer: number,
    position: number | null,
    wanted: RunCache,
    site: 'RESID_PRE' | 'RESID_POST' = 'RESID_PRE',
  ): Promise<SanityCheck> => {
    const intervention = { site, layer, head: null, position, src: null } as const;
    const patch = planPatch([intervention], architecture, shape, false);
    const measured = tools.measure(await tools.run(on, patch));
    const expected = tools.measure(takeLastPosition(wanted));
    const passed = tools.agree(measured, expected);
    return { name, maxAbsDifference: Math.abs(measured - expected), passed };
  };

  const middle = Math.floor(architecture.layers / 2);
  const { firstDifference, length } = batch;
  const ofUnequal = unequal && (await prepareUnequal(model, unequal, beforeCall));
  const checks = [
    await check('SELF_PATCH', { base, source: base }, middle, length - 1, base),
    await check('FULL_PATCH', { base, source }, 0, null, ofUnequal?.mixed ?? source),
  ];
  if (ofUnequal) {
    const last = architecture.layers - 1;
    const ofLast = await check('FULL_PATCH', { base, source }, last, null, ofUnequal.run, 'RESID_POST');
    checks.push(joinChecks(checks.pop()!, ofLast));
  }
  if (firstDifference > 0 && firstDifference < length) {
    checks.push(await check('BEFORE_FIRST_DIFFERENCE', { base, source }, middle, firstDifference - 1, base));
  }
  const ownFirst = findFirstDifference(base, ofUnequal?.mixed ?? source);
  // Equal prompts have no site that differs.
  if (ownFirst < length) {
    for (const kind of kinds)
      checks.push(await checkSite(kind, { base, source }, ownFirst, tools, ofUnequal));
  }
  return checks;
}

/** Two checks of one name as one. */
function joinChecks(a: SanityCheck, b: SanityCheck): SanityCheck {
  const maxAbsDifference = Math.max(a.maxAbsDifference, b.maxAbsDifference);
  return { ...a, maxAbsDifference, passed: a.passed && b.passed };
}

/** The first prompt of a batch, and its source run, where the two prompts have different lengths. */
export interface UnequalPrompt {
  /** Token ids of the base prompt. */
  readonly base: readonly number[];
  /** Of the batch, at its own positions. */
  readonly source: RunCache;
  /** The position of the source prompt for each position of the base prompt; -1 for none. */
  readonly map: readonly number[];
}

/** Runs the base prompt with the source run's embeddings at the aligned positions. */
async function prepareUnequal(
  model: LoadedModel,
  { base, source, map }: UnequalPrompt,
  beforeCall: () => Promise<void>,
): Promise<UnequalSource> {
  const run = takeFirstPrompt(source);
  const { dModel } = model.architecture;
  const embedded = run.blocks[0]!.pre;
  const mixed = await runCached(model, [base], beforeCall, (pre) => {
    for (const [at, from] of map.entries())
      if (from >= 0) pre.set(embedded.subarray(from * dModel, (from + 1) * dModel), at * dModel);
  });
  return { run, map, mixed };
}

/** First position whose embedding differs between two runs of one prompt; their length where none does. */
function findFirstDifference(
  { blocks: [ofBase], length }: RunCache,
  { blocks: [ofSource] }: RunCache,
): number {
  const [a, b] = [ofBase!.pre, ofSource!.pre];
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? length : Math.floor(index / (a.length / length));
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

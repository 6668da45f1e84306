/** An experiment cut into batches of prompts whose activations fit into memory, and those activations. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { badUserInput } from '../../errors';
import { checkPair } from './check-input';
import { cacheBytes, runCached, type RunCache } from '../forward/forward';
import type { Architecture } from '../models/architecture';
import type { LoadedModel } from '../forward/model';
import type { BatchShape } from '../patching/plan';
import type { Experiment, TokenPair } from '../api';

/** Pairs that are computed together. */
export interface Batch extends BatchShape {
  readonly pairs: readonly TokenPair[];
}

/**
 * Cuts an experiment into batches.
 *
 * @param maxBytes of the activations of both runs of one batch.
 * @throws BAD_USER_INPUT for what should have been refused before: no pair, unequal lengths, unknown tokens.
 */
export function batchesOf({ pairs }: Experiment, architecture: Architecture, maxBytes: number): Batch[] {
  const length = pairs[0]?.clean.length ?? 0;
  for (const [index, pair] of pairs.entries()) checkPair(pair, index, length, architecture);
  if (length === 0)
    throw badUserInput([{ path: 'pairs', message: 'There is no prompt pair, or an empty one.' }]);
  const perBatch = Math.max(1, Math.floor(maxBytes / (2 * cacheBytes(architecture, length))));
  return Array.from({ length: Math.ceil(pairs.length / perBatch) }, (_, index) => {
    const part = pairs.slice(index * perBatch, (index + 1) * perBatch);
    const firsts = part.map(({ clean, corrupted }) =>
      clean.findIndex((token, at) => token !== corrupted[at]),
    );
    // Equal prompts differ nowhere: then nothing needs computing.
    const firstDifference = Math.min(...firsts.map((first) => (first < 0 ? length : first)));
    return { pairs: part, prompts: part.length, length, firstDifference };
  });
}

/** Recent activations, so that looking at several heads of one run computes it once. */
export interface ActivationCache {
  /** Runs prompts, or returns what an earlier call has kept. @param digest of the model. */
  run(
    model: LoadedModel,
    digest: string,
    prompts: readonly (readonly number[])[],
    beforeCall: () => Promise<void>,
  ): Promise<RunCache>;
  /** Forgets everything that is kept. */
  clear(): void;
}

/** @param maxBytes of all that is kept; a run larger than that is computed and not kept. */
export function createActivationCache(maxBytes: number): ActivationCache {
  const kept = new LRUCache<string, RunCache>({ maxSize: maxBytes, maxEntrySize: maxBytes });
  return {
    async run(model, digest, prompts, beforeCall) {
      const key = createHash('sha256').update(digest).update(JSON.stringify(prompts)).digest('hex');
      const known = kept.get(key);
      if (known) return known;
      const cache = await runCached(model, prompts, beforeCall);
      kept.set(key, cache, { size: prompts.length * cacheBytes(model.architecture, prompts[0]!.length) });
      return cache;
    },
    clear: () => kept.clear(),
  };
}

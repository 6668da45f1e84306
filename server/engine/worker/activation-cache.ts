/** Activations of recent unpatched runs, kept in memory: looking at several heads of one run computes it once. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countCacheBytes, runCached, type RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';

export interface ActivationCache {
  /**
   * Runs prompts of equal length, or returns what an earlier call has kept.
   *
   * @param digest of the model.
   * @param prompts token ids [prompt][position].
   * @param beforeCall awaited before each call of ONNX Runtime; may throw to cancel.
   */
  run(
    model: LoadedModel,
    digest: string,
    prompts: readonly (readonly number[])[],
    beforeCall: () => Promise<void>,
  ): Promise<RunCache>;
  /** Drops the run of these prompts, if it is kept. */
  forget(digest: string, prompts: readonly (readonly number[])[]): void;
  clear(): void;
}

/** @param maxBytes of all kept activations; a run larger than that is computed and not kept. */
export function createActivationCache(maxBytes: number): ActivationCache {
  const kept = new LRUCache<string, RunCache>({ maxSize: maxBytes, maxEntrySize: maxBytes });
  return {
    async run(model, digest, prompts, beforeCall) {
      const key = makeKey(digest, prompts);
      const known = kept.get(key);
      if (known) return known;
      const cache = await runCached(model, prompts, beforeCall);
      kept.set(key, cache, {
        size: prompts.length * countCacheBytes(model.architecture, prompts[0]!.length),
      });
      return cache;
    },
    forget: (digest, prompts) => void kept.delete(makeKey(digest, prompts)),
    clear: () => kept.clear(),
  };
}

function makeKey(digest: string, prompts: readonly (readonly number[])[]): string {
  return createHash('sha256').update(digest).update(JSON.stringify(prompts)).digest('hex');
}

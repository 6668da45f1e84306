/**
 * Parts of evaluations that were computed a moment ago, so that storing a circuit that a page has just evaluated computes nothing.
 * Only those of stored runs are kept, since their model is known by its digest.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CircuitRequest, EdgeCircuitRequest } from '../../engine/circuits';

/** Parts that are kept; each is at most some 100 kB. */
const KEPT_PARTS = 200;

export interface CircuitPartsCache {
  /** Computes a part, or gives what is kept of it. @throws what `compute` throws. */
  compute<Result extends object>(
    request: CircuitRequest | EdgeCircuitRequest,
    compute: () => Promise<Result>,
  ): Promise<Result>;
}

export function createCircuitPartsCache(): CircuitPartsCache {
  const kept = new LRUCache<string, object>({ max: KEPT_PARTS });
  return {
    async compute<Result extends object>(
      request: CircuitRequest | EdgeCircuitRequest,
      compute: () => Promise<Result>,
    ): Promise<Result> {
      if (!request.experiment.expected?.digest) return compute();
      const key = createHash('sha256').update(JSON.stringify(request)).digest('hex');
      const known = kept.get(key);
      if (known) return known as Result;
      const result = await compute();
      kept.set(key, result);
      return result;
    },
  };
}

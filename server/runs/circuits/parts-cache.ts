/**
 * Parts of evaluations that were computed a moment ago, so that storing a circuit that a page has just evaluated computes nothing.
 * Only those of stored runs are kept, since their model is known by its digest.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Engine } from '../../engine/api';
import type { CircuitPart, CircuitPartResults, CircuitRequest } from '../../engine/circuits';

/** Parts that are kept; each is at most about 100 kB. */
const KEPT_PARTS = 200;

export interface CircuitPartsCache {
  /** Computes a part, or gives what is kept of it. @throws as Engine.circuit */
  compute<Part extends CircuitPart>(
    engine: Pick<Engine, 'circuit'>,
    request: CircuitRequest<Part>,
    signal: AbortSignal | undefined,
  ): Promise<CircuitPartResults[Part]>;
}

export function createCircuitPartsCache(): CircuitPartsCache {
  const kept = new LRUCache<string, CircuitPartResults[CircuitPart]>({ max: KEPT_PARTS });
  return {
    async compute<Part extends CircuitPart>(
      engine: Pick<Engine, 'circuit'>,
      request: CircuitRequest<Part>,
      signal: AbortSignal | undefined,
    ): Promise<CircuitPartResults[Part]> {
      if (!request.experiment.expected?.digest) return engine.circuit(request, signal);
      const key = createHash('sha256').update(JSON.stringify(request)).digest('hex');
      const known = kept.get(key);
      if (known) return known as CircuitPartResults[Part];
      const result = await engine.circuit(request, signal);
      kept.set(key, result);
      return result;
    },
  };
}

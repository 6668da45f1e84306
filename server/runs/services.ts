/** What the code in this folder needs of its process. */
import type { EventEmitter } from 'node:events';
import type { Config } from '../config';
import type { Database } from '../db';
import type { Engine } from '../engine/api';
import type { Models } from '../models/registry/installed';
import type { CircuitPartsCache } from './circuits/parts-cache';

export interface Services {
  readonly config: Config;
  readonly db: Database;
  /** Null on a site that runs without an engine (ENGINE_ENABLED=0): it shows saved results. */
  readonly engine: Engine | null;
  readonly models: Models;
  /** Parts of circuit evaluations that were computed a moment ago. */
  readonly circuitParts: CircuitPartsCache;
  /** Emits a run's id whenever its row has changed, in every process of a cluster. An event is a hint; the row is the truth. */
  readonly changes: EventEmitter;
  /** To the dispatchers: `queued` when a run waits, `cancel` with the id of a run to stop. */
  readonly queue: EventEmitter;
  /** Why nobody computes the runs of a model now; null when somebody does. Absent in a site of one process. */
  readonly explainWait?: ((modelId: string, modelDigest: string | null) => string | null) | undefined;
  /** Aborted once, when this process is about to end. */
  readonly stopping: AbortController;
}

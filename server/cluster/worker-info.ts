/** What a worker announces of itself, and which models it can compute. */
import { z } from 'zod';
import type { ExpectedModel } from '../engine/api';

const modelSchema = z.object({
  id: z.string(),
  /** Over the hashes of weights, config.json and tokenizer.json. */
  digest: z.string(),
  weightsSha256: z.string(),
});

export const workerSchema = z.object({
  /** Different for each start. */
  id: z.string(),
  host: z.string(),
  pid: z.number(),
  /** Whether the process also serves the site. */
  isWeb: z.boolean(),
  /** ISO time by the worker's clock. */
  startedAt: z.string(),
  /** Null while its engine is not ready. */
  provider: z.enum(['cpu', 'webgpu', 'cuda']).nullable(),
  engineState: z.enum(['starting', 'ready', 'restarting', 'stopped']),
  /** Why its engine is not ready; null when it is. */
  reason: z.string().nullable(),
  engineVersion: z.string(),
  /** How often its engine was started again after its end. */
  restarts: z.number(),
  /** What its engine last said of itself: EngineReport. Null before the first report. */
  report: z
    .object({
      memoryBytes: z.number(),
      busyMs: z.number(),
      uptimeMs: z.number(),
      threads: z.number(),
      models: z.array(z.object({ id: z.string(), bytes: z.number() })),
      run: z.string().nullable(),
    })
    .nullable(),
  threads: z.number(),
  memoryMb: z.number(),
  models: z.array(modelSchema),
  /** Ids of models that are in its memory, as far as can be told from its requests. */
  loaded: z.array(z.string()),
  /** Id of the run that it computes; null for none. */
  run: z.string().nullable(),
  /** Interactive requests that it computes now. */
  requests: z.number(),
});

export type WorkerInfo = z.infer<typeof workerSchema>;
export type WorkerModel = WorkerInfo['models'][number];

/** Whether a model of a worker is the one that is asked for. */
export function isModel(model: WorkerModel, id: string, expected: ExpectedModel | undefined): boolean {
  if (model.id !== id) return false;
  if (expected?.digest) return model.digest === expected.digest;
  return !expected?.weightsSha256 || model.weightsSha256 === expected.weightsSha256;
}

/** Whether a worker can compute with a model now. */
export function canCompute(worker: WorkerInfo, id: string, expected?: ExpectedModel): boolean {
  return worker.engineState === 'ready' && worker.models.some((model) => isModel(model, id, expected));
}

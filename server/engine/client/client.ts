/**
 * The engine as the web process sees it: the only module that services import.
 *
 * The engine is a child process (supervisor.ts). Requests under way when it ends fail with ENGINE_FAILED, so that the caller
 * can repeat them; new ones wait for the restart. Reading of models and tokenising need no child and happen in this process.
 */
import path from 'node:path';
import { AppError } from '../../errors';
import { observeEngineCall, originOfCall } from '../observe-calls';
import type { Engine, RunEvent } from '../api';
import type { ExecutionProvider } from '../status';
import type { Method, Requests, ToEngine } from '../protocol';
import { createMethods } from './methods';
import { createPendingRequests } from './pending-requests';
import { startSupervisor } from './supervisor';

export { unexamined, type Examination } from '../models/examine';
export { readErrorCode } from '../models/model-files';
export { createDirectReader, type ModelReader, type TokenizerSource } from '../models/model-reader';
export { createModelDirectories, hashFile, type ModelDirectories } from '../models/models';
export { checkModelIdentity, type ModelIdentity } from '../models/model-identity';
export { assumeWidths, countSweepFlops } from '../patching/cost';
export { countExperimentEdgeFlops } from '../patching/edge-cost';
export { explainMemoryPlan } from '../patching/explain-memory';
export { readMemoryLimit, shareMemory } from '../patching/memory-plan';
export { measureSweep } from '../patching/plan';
export { createMethods, type SendRequest } from './methods';
export { ENGINE_VERSION } from '../version';

export interface EngineOptions {
  /** JavaScript file of the child; scripts/set-up.mjs builds it. */
  readonly entry?: string;
  /** Time until a child must be ready, in ms. */
  readonly startTimeoutMs?: number;
  /** Time that a request waits for a child, in ms. */
  readonly waitMs?: number;
  /** Environment of the child in addition to this process's. */
  readonly env?: Record<string, string>;
}

/** Starts the engine process; returns at once. */
export function startEngine({
  entry = path.join(/* turbopackIgnore: true */ process.cwd(), '.build', 'engine', 'process.js'),
  startTimeoutMs = 60_000,
  waitMs = 20_000,
  env = {},
}: EngineOptions = {}): Engine {
  const pending = createPendingRequests();
  const supervisor = startSupervisor({
    entry,
    startTimeoutMs,
    waitMs,
    env,
    onMessage: (message) => pending.settle(message),
    onEnd: (reason) => pending.failAll(new AppError('ENGINE_FAILED', reason)),
  });

  const send = async <T>(
    method: Method,
    args: Requests[Method],
    onEvent?: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<T> => {
    const { child } = await supervisor.whenReady();
    const createCancelled = (): AppError => new AppError('RUN_CANCELLED', 'The run was cancelled.');
    if (signal?.aborted) throw createCancelled();
    const { id, result } = pending.open<T>(onEvent);
    const onAbort = (): void => {
      child.send({ type: 'cancel', id });
      // The caller does not wait for the end of the engine's current call.
      pending.fail(id, createCancelled());
    };
    signal?.addEventListener('abort', onAbort);
    child.send({ type: 'request', id, method, args, origin: originOfCall() } as ToEngine);
    try {
      return await result;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  };

  const request = <T>(
    method: Method,
    args: Requests[Method],
    onEvent?: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<T> => observeEngineCall(method, () => send<T>(method, args, onEvent, signal));

  return {
    ...createMethods(request),
    provider: async (): Promise<ExecutionProvider> => (await supervisor.whenReady()).provider,
    status: () => supervisor.status(),
    close: () => supervisor.stop(),
  };
}

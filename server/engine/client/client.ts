/**
 * The engine as the web process sees it: the only module that services import.
 *
 * The engine is a child process (supervisor.ts). Requests under way when it ends fail with ENGINE_FAILED, so that the caller
 * can repeat them; new ones wait for the restart. Reading of models and tokenising need no child and happen in this process.
 */
import path from 'node:path';
import { AppError } from '../../errors';
import { observeEngineCall, originOfCall } from '../../observability/engine-calls';
import type {
  Baseline,
  Engine,
  Estimate,
  ExecutionProvider,
  Provenance,
  RunEvent,
  TokenPrediction,
} from '../api';
import type { CircuitEdge } from '../../../domain/circuit-edges';
import type { CircuitPart, CircuitPartResults, CircuitRequest, EdgeCircuitRequest } from '../circuits';
import type { AttributionResult, InterventionResult, LensResult } from '../interventions';
import type { NeuronsResult } from '../neurons';
import type { Method, Requests, ToEngine } from '../protocol';
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
export { readMemoryLimit } from '../patching/memory-plan';
export { measureSweep } from '../patching/plan';
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
    run: (experiment, kinds, { onEvent, signal, skip, skipEdges }) =>
      request<Provenance>('run', { experiment, kinds, skip, skipEdges }, onEvent, signal),
    baseline: (experiment) => request<Baseline>('baseline', { experiment }),
    estimate: (experiment, kinds) => request<Estimate>('estimate', { experiment, kinds }),
    predict: (model, prompt, top, expected, named) =>
      request<TokenPrediction[]>('predict', { model, prompt, top, expected, named }),
    attention: (wanted) => request<Float32Array>('attention', wanted),
    patched: (wanted) => request<TokenPrediction[][]>('patched', wanted),
    intervene: (wanted, signal) => request<InterventionResult>('intervene', wanted, undefined, signal),
    predictTogether: (wanted) => request<TokenPrediction[][]>('predictTogether', wanted),
    attribute: (wanted) => request<AttributionResult>('attribute', wanted),
    attributeNeurons: (wanted) => request<Float32Array>('attributeNeurons', wanted),
    neurons: (wanted, signal) => request<NeuronsResult>('neurons', wanted, undefined, signal),
    circuit: <Part extends CircuitPart>(wanted: CircuitRequest<Part>, signal?: AbortSignal) =>
      request<CircuitPartResults[Part]>('circuit', wanted, undefined, signal),
    edgeCircuit: <Part extends CircuitPart>(wanted: EdgeCircuitRequest<Part>, signal?: AbortSignal) =>
      request<CircuitPartResults<CircuitEdge>[Part]>('edgeCircuit', wanted, undefined, signal),
    readLens: (wanted, signal) => request<LensResult>('readLens', wanted, undefined, signal),
    provider: async (): Promise<ExecutionProvider> => (await supervisor.whenReady()).provider,
    status: () => supervisor.status(),
    close: () => supervisor.stop(),
  };
}

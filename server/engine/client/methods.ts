/** The engine's methods as requests of protocol.ts, whatever carries them. */
import type { CircuitEdge } from '../../../domain/circuit-edges';
import type { Baseline, Computation, Estimate, Provenance, RunEvent } from '../api';
import type { TokenPrediction } from '../inspection';
import type { CircuitPart, CircuitPartResults, CircuitRequest, EdgeCircuitRequest } from '../circuits';
import type { AttributionResult, InterventionResult, LensResult } from '../interventions';
import type { NeuronsResult } from '../neurons';
import type { Method, Requests } from '../protocol';

/** Sends a request and waits for its result; protocol.ts says what each method returns. */
export type SendRequest = <T>(
  method: Method,
  args: Requests[Method],
  onEvent?: (event: RunEvent) => void,
  signal?: AbortSignal,
) => Promise<T>;

/** Creates the methods that answer with one request each. */
export function createMethods(request: SendRequest): Omit<Computation, 'provider' | 'close'> {
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
  };
}

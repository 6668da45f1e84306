/** Requests that patch the neurons of an MLP one by one: a part of the engine's interface (api.ts). Plain data only. */
import type { ByMetric, Experiment } from './api';

export interface NeuronsRequest {
  readonly experiment: Experiment;
  readonly layer: number;
  /** Each once; null for all. */
  readonly positions: readonly number[] | null;
}

/** Metrics after patching neurons, raw, in the metric's unit. */
export interface NeuronsResult {
  /** [prompt] */
  readonly base: ByMetric<Float32Array>;
  readonly source: ByMetric<Float32Array>;
  /** After patching all neurons together, which is the patch of the MLP's output: [prompt]. */
  readonly together: ByMetric<Float32Array>;
  /** After patching each neuron alone: [neuron, prompt]. */
  readonly neurons: ByMetric<Float32Array>;
  /** Activations of the unpatched runs, averaged over prompts and patched positions: [neuron]. */
  readonly activations: { readonly base: Float32Array; readonly source: Float32Array };
}

/** The request, with the errors of every request to an engine. */
export interface NeuronRequests {
  /**
   * Metrics after patching each neuron of a layer (mlp.hook_post) with its source run's value.
   *
   * @param signal stops it before its next call of ONNX Runtime.
   * @throws BAD_USER_INPUT for a layer or positions that do not exist, and for a request that costs more than
   *   MAX_CIRCUIT_FLOPS; RUN_CANCELLED when `signal` is aborted.
   */
  neurons(request: NeuronsRequest, signal?: AbortSignal): Promise<NeuronsResult>;
}

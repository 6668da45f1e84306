/**
 * The engine's interface: what the web process and the engine process send each other.
 *
 * Plain data only (numbers, strings, typed arrays), so that every value survives a structured clone.
 */
import type { Direction } from '../../domain/effect';
import type { TokenPair } from '../../domain/experiment';
import { DEFAULT_METRIC, type MetricId } from '../../domain/metrics';
import type { AxisName, SweepKind } from '../../domain/sites';

export { SWEEP_KINDS, type AxisName, type SweepKind } from '../../domain/sites';
export type { Direction } from '../../domain/effect';
export type { TokenPair } from '../../domain/experiment';
export type { MetricId } from '../../domain/metrics';

/** Something for each metric of an experiment. */
export type ByMetric<T> = Readonly<Partial<Record<MetricId, T>>>;

/** Metrics of an experiment that names none. */
export const DEFAULT_METRICS: readonly MetricId[] = [DEFAULT_METRIC];

/**
 * The entry of one metric.
 *
 * @throws Error when the metric was not computed: the caller asks for a metric that the experiment does not have.
 */
export function readMetric<T>(values: ByMetric<T>, metric: MetricId): T {
  const value = values[metric];
  if (value === undefined)
    throw new Error(
      `Metric ${metric} was not computed; there is ${Object.keys(values).join(', ') || 'none'}.`,
    );
  return value;
}

/**
 * Identity of the model of a stored run: lower-case hex sha256. The engine refuses to compute for the run on another model.
 * Null is not known and not checked.
 */
export interface ExpectedModel {
  /** Over the hashes of weights, config.json and tokenizer.json. */
  readonly digest: string | null;
  /** Of the weights file. Checked when there is no digest, as in runs of older versions. */
  readonly weightsSha256: string | null;
}

/** What is patched, and how. All pairs of one experiment have the same token count. */
export interface Experiment {
  /** Model id: the name of its directory. */
  readonly model: string;
  readonly direction: Direction;
  readonly pairs: readonly TokenPair[];
  /** What each patched run is reduced to; DEFAULT_METRICS when left out. */
  readonly metrics?: readonly MetricId[] | undefined;
  /** Set for a stored run. Without it any model with that id is accepted. */
  readonly expected?: ExpectedModel | undefined;
}

/** One metric of the two unpatched runs, [prompt] each, in the metric's unit. */
export interface BaselineValues {
  readonly clean: Float32Array;
  readonly corrupted: Float32Array;
}

/** The two unpatched runs: each metric of the experiment. */
export interface Baseline {
  readonly values: ByMetric<BaselineValues>;
}

/** One finished sweep. */
export interface SweepResult {
  readonly kind: SweepKind;
  /** Names of the axes after the prompt axis, in TransformerLens' order, e.g. ['layer', 'position']. */
  readonly axes: readonly AxisName[];
  /** Lengths of those axes. */
  readonly shape: readonly number[];
  /** Each metric of the experiment after each patch, raw, in the metric's unit, row-major [prompt, ...shape]. */
  readonly values: ByMetric<Float32Array>;
  /** Wall time in ms. Sweeps that are computed together share their time by planned operations. */
  readonly elapsedMs: number;
  /** Floating point operations that the plan needed for this sweep. */
  readonly flops: number;
}

/** A property that must hold of a computation, tested on the run itself. See patching/checks.ts. */
export interface SanityCheck {
  readonly name: 'SELF_PATCH' | 'FULL_PATCH' | 'BEFORE_FIRST_DIFFERENCE';
  /** Largest |difference| from the expected logit difference, in logits. */
  readonly maxAbsDifference: number;
  readonly passed: boolean;
}

/** What computes a run: the model as it was loaded and the engine, known before the first number. */
export interface ComputedBy {
  /** sha256 of the weights that were loaded, lower-case hex. */
  readonly modelSha256: string;
  /** Over the hashes of weights, config.json and tokenizer.json as they were loaded. */
  readonly modelDigest: string;
  readonly engineVersion: string;
  /** e.g. 'onnxruntime-node 1.30.0'. */
  readonly runtime: string;
  /** ONNX Runtime execution provider that computed it: cpu, webgpu or cuda. */
  readonly provider: string;
}

/** What computed a run. */
export interface Provenance extends ComputedBy {
  /** Wall time of the whole run in ms, model loading included. */
  readonly elapsedMs: number;
  readonly checks: readonly SanityCheck[];
}

/** Events of a run, in order: started, one baseline, then progress and finished sweeps. */
export type RunEvent =
  | { readonly type: 'started' }
  | { readonly type: 'baseline'; readonly baseline: Baseline; readonly computedBy: ComputedBy }
  | {
      readonly type: 'progress';
      /** 0 to 1, by planned FLOPs. */
      readonly fraction: number;
      readonly elapsedMs: number;
      /** Null until the rate is known. */
      readonly remainingMs: number | null;
    }
  | { readonly type: 'sweep'; readonly sweep: SweepResult };

/** One row of a top-k table of the next token. */
export interface TokenPrediction {
  readonly tokenId: number;
  /** Raw logit, equal to TransformerLens' with default weight processing. */
  readonly logit: number;
  /** Softmax probability over the whole vocabulary. */
  readonly probability: number;
}

/** A model directory on disk. */
export interface ModelInfo {
  readonly id: string;
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly dVocab: number;
  /** Longest prompt in tokens. */
  readonly context: number;
  /** Number of parameters, tied embedding counted once. */
  readonly parameters: number;
  /** Why the model cannot be used, and what to do. Null when it can be used. */
  readonly unavailable: string | null;
}

/** Time and work that a set of sweeps will take. */
export interface Estimate {
  readonly flops: number;
  /** From the rate of earlier runs of this process. Before the first run, from a low default rate. */
  readonly estimatedMs: number;
}

/** One head of a model, and prompts of equal token count that its pattern is averaged over. */
export interface AttentionRequest {
  readonly model: string;
  /** Token ids [prompt][position]. */
  readonly prompts: readonly (readonly number[])[];
  readonly layer: number;
  readonly head: number;
  readonly expected?: ExpectedModel | undefined;
}

/** Asks for the predictions after the patch of one cell. */
export interface PatchedRequest {
  readonly experiment: Experiment;
  readonly kind: SweepKind;
  /** Row-major in the sweep's shape. */
  readonly cell: number;
  /** Number of next tokens for each prompt. */
  readonly top: number;
}

/** One patched activation; see patching/plan.ts. */
export interface PatchedSite {
  readonly site: SweepKind;
  readonly layer: number;
  /** Null for a site of a whole layer. */
  readonly head: number | null;
  /** Of a pattern: the destination. Null for all positions. */
  readonly position: number | null;
  /** Source position of a pattern's entries; null for whole rows, and for other sites. */
  readonly src: number | null;
}

/** One of the two unpatched runs. */
export type RunSide = 'CLEAN' | 'CORRUPTED';

/** What patched activations are replaced by. */
export type PatchValue =
  /** The source run's activation. */
  | { readonly kind: 'source' }
  | { readonly kind: 'zero' }
  /** The mean over all pairs' prompts of one side, by position or over positions too. */
  | { readonly kind: 'mean'; readonly of: RunSide; readonly acrossPositions: boolean }
  /** Another prompt's activation at the same position: that of pair `donors[p]` for pair p. */
  | { readonly kind: 'resample'; readonly of: RunSide; readonly donors: readonly number[] };

/** The path from patched sites, the senders, to heads or to the logits. */
export interface PatchPath {
  /** Queries, keys and values of heads; none for the path to the logits. */
  readonly receivers: readonly PatchedSite[];
  /** Whether MLPs on the path are recomputed, or keep their outputs of the base run. */
  readonly mlps: 'recomputed' | 'frozen';
  /** Whether the LayerNorm before receivers is recomputed, or keeps its scale of the base run. */
  readonly layerNorm: 'recomputed' | 'frozen';
}

/** Asks for patched runs of any sites. */
export interface InterveneRequest {
  readonly experiment: Experiment;
  /** Each set is patched together, in a run of its own. */
  readonly sets: readonly (readonly PatchedSite[])[];
  readonly value: PatchValue;
  /** Null when patches have their effect on every way. */
  readonly path: PatchPath | null;
}

/** Metrics of the unpatched and the patched runs, [prompt] each, in the metric's unit. */
export interface InterventionResult {
  readonly base: ByMetric<Float32Array>;
  readonly source: ByMetric<Float32Array>;
  /** By set. */
  readonly patched: readonly ByMetric<Float32Array>[];
}

/** Asks which components write in the direction of the correct answer. */
export interface AttributionRequest {
  readonly experiment: Experiment;
  readonly on: RunSide;
}

/**
 * Direct logit attribution: what each component writes into the last residual stream at the last position, in the direction of
 * logit(correct) - logit(incorrect), divided by the run's own final LayerNorm scale. In logits; together the logit difference.
 */
export interface AttributionResult {
  /** [prompt, layer, head] */
  readonly heads: Float32Array;
  /** [prompt, layer] */
  readonly mlps: Float32Array;
  /** The output bias of attention, value biases folded in: [prompt, layer]. */
  readonly attnBias: Float32Array;
  /** [prompt] */
  readonly embed: Float32Array;
  readonly posEmbed: Float32Array;
  /** Unembedding bias: [prompt]. */
  readonly bias: Float32Array;
}

export interface RunOptions {
  readonly onEvent: (event: RunEvent) => void;
  /** Aborting it stops the run before its next call of ONNX Runtime. The run then throws RUN_CANCELLED. */
  readonly signal?: AbortSignal;
}

/**
 * The requests that an engine answers, in this process (worker/core.ts) or in a child process (client/client.ts).
 *
 * One run computes at a time. The other requests are answered between its calls of ONNX Runtime. Every method
 * @throws MODEL_UNAVAILABLE when the model is missing or broken, is not the expected one, or computes numbers that are not
 *   finite; the message says what to do.
 * @throws ENGINE_FAILED when ONNX Runtime, the provider or the engine process fails, or memory runs out.
 */
export interface Computation {
  /**
   * Computes sweeps of the given kinds in their order, small ones together. Sends each sweep when it is done.
   *
   * @throws RUN_CANCELLED when `signal` is aborted.
   */
  run(experiment: Experiment, kinds: readonly SweepKind[], options: RunOptions): Promise<Provenance>;
  /** Metrics of the two unpatched runs. */
  baseline(experiment: Experiment): Promise<Baseline>;
  /** Work and time that a run would take. Computes nothing and loads no model. */
  estimate(experiment: Experiment, kinds: readonly SweepKind[]): Promise<Estimate>;
  /** The `top` most probable next tokens of a prompt of token ids, most probable first. */
  predict(
    model: string,
    prompt: readonly number[],
    top: number,
    expected?: ExpectedModel,
  ): Promise<TokenPrediction[]>;
  /** The most probable next tokens of each pair after one patch, [prompt][rank]. */
  patched(request: PatchedRequest): Promise<TokenPrediction[][]>;
  /**
   * Metrics after patching sets of sites, at once.
   *
   * @param signal stops it before its next call of ONNX Runtime.
   * @throws BAD_USER_INPUT for sites that do not exist, and for a request that costs more than MAX_INTERVENTION_FLOPS;
   *   RUN_CANCELLED when `signal` is aborted.
   */
  intervene(request: InterveneRequest, signal?: AbortSignal): Promise<InterventionResult>;
  /** Direct logit attribution of each prompt of one side. @throws BAD_USER_INPUT */
  attribute(request: AttributionRequest): Promise<AttributionResult>;
  /** Mean attention pattern over the prompts, row-major [dest, src]. */
  attention(request: AttentionRequest): Promise<Float32Array>;
  /** The execution provider that computes. Waits until it is chosen. */
  provider(): Promise<ExecutionProvider>;
  /** Stops all requests and frees all memory. */
  close(): Promise<void>;
}

export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda';

/** The engine process as the web process sees it. */
export interface EngineStatus {
  readonly state: 'starting' | 'ready' | 'restarting' | 'stopped';
  /** Null until it has been chosen. */
  readonly provider: ExecutionProvider | null;
  /** Process id of the child process. Null while there is none. */
  readonly pid: number | null;
  /** Why the engine is not ready, and what to do. Null when it is ready. */
  readonly reason: string | null;
}

/** An engine in a child process, which is restarted when it ends unexpectedly. */
export interface Engine extends Computation {
  status(): EngineStatus;
}

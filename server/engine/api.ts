/**
 * What crosses the engine's door: the words that services and the engine share.
 *
 * Plain data only (numbers, strings, typed arrays), so that every value survives a structured clone
 * between the web process and the engine process.
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
 * What the model of a stored run was, so that nothing is computed for it on another one: lower-case hex sha256. A null is not
 * known and not checked.
 */
export interface ExpectedModel {
  /** Over the hashes of weights, config.json and tokenizer.json. */
  readonly digest: string | null;
  /** Of the weights file; looked at where there is no digest, as in runs of older versions. */
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
  /** Set for a stored run; without it any model of that id will do. */
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
  /** Wall time of this sweep in ms; of sweeps that were computed together, its share by planned operations. */
  readonly elapsedMs: number;
  /** Floating point operations that the plan needed for this sweep. */
  readonly flops: number;
}

/** A property that must hold of a run if its numbers are to be believed, checked on the run itself. */
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
  /** Over the hashes of weights, config.json and tokenizer.json as they were loaded: what the model was. */
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

/** What a run tells while it goes on, in order: that its computation begins, one baseline, then progress and finished sweeps. */
export type RunEvent =
  | { readonly type: 'started' }
  | { readonly type: 'baseline'; readonly baseline: Baseline; readonly computedBy: ComputedBy }
  | {
      readonly type: 'progress';
      /** 0 to 1, by planned FLOPs. */
      readonly fraction: number;
      readonly elapsedMs: number;
      /** Null until there is a rate to estimate from. */
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

/** A model directory as found on disk. */
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
  /** Why it cannot be used, and what to do; null when it can. */
  readonly unavailable: string | null;
}

/** Time and work that a set of sweeps will take. */
export interface Estimate {
  readonly flops: number;
  /** From the rate of earlier runs in this process; before the first, from a conservative default. */
  readonly estimatedMs: number;
}

/** Prompts of equal token count through one model, and one head of it to look at. */
export interface AttentionRequest {
  readonly model: string;
  /** Token ids [prompt][position]. */
  readonly prompts: readonly (readonly number[])[];
  readonly layer: number;
  readonly head: number;
  readonly expected?: ExpectedModel | undefined;
}

/** One cell of a sweep, patched. */
export interface PatchedRequest {
  readonly experiment: Experiment;
  readonly kind: SweepKind;
  /** Row-major in the sweep's shape. */
  readonly cell: number;
  /** How many next tokens of each prompt. */
  readonly top: number;
}

export interface RunOptions {
  readonly onEvent: (event: RunEvent) => void;
  /** Aborting it stops the run before its next half-block call; the run then throws RUN_CANCELLED. */
  readonly signal?: AbortSignal;
}

/**
 * What an engine does, whether in this process (`core.ts`) or in a child behind `client.ts`.
 *
 * One run computes at a time; the short requests pass between its half-block calls. Every method
 * @throws MODEL_UNAVAILABLE when the model is missing or broken, has changed since `expected`, or computes numbers that are
 *   not finite, saying what to do;
 * @throws ENGINE_FAILED when ONNX Runtime, the provider or the engine process fails or memory runs out, with the reason.
 */
export interface Computation {
  /**
   * Computes the given kinds in their order, small ones together; each `sweep` event comes as soon as its kind is done.
   *
   * @throws RUN_CANCELLED when `signal` is aborted.
   */
  run(experiment: Experiment, kinds: readonly SweepKind[], options: RunOptions): Promise<Provenance>;
  /** Metrics of the two unpatched runs. */
  baseline(experiment: Experiment): Promise<Baseline>;
  /** Work and time that a run would take; computes nothing and loads no model. */
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
  /** Mean attention pattern over the prompts, row-major [dest, src]. */
  attention(request: AttentionRequest): Promise<Float32Array>;
  /** ONNX Runtime execution provider that computes; waits until it is chosen. */
  provider(): Promise<ExecutionProvider>;
  /** Stops what is under way and frees everything. */
  close(): Promise<void>;
}

export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda';

/** The engine process as the web process sees it. */
export interface EngineStatus {
  readonly state: 'starting' | 'ready' | 'restarting' | 'stopped';
  /** Null until it has been chosen. */
  readonly provider: ExecutionProvider | null;
  /** Process id of the child; null while there is none. */
  readonly pid: number | null;
  /** Why it is not ready, and what to do; null when it is. */
  readonly reason: string | null;
}

/** The engine behind its door: a child process that is restarted when it dies. */
export interface Engine extends Computation {
  status(): EngineStatus;
}

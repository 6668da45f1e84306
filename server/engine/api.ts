/**
 * The engine's interface: what the web process and the engine process send each other.
 *
 * Plain data only (numbers, strings, typed arrays), so that every value survives a structured clone.
 */
import type { Direction } from '../../domain/effect';
import type { TokenPair } from '../../domain/experiment';
import { DEFAULT_METRIC, type MetricId } from '../../domain/metrics';
import type { RoleSteps } from '../../domain/roles';
import type { AxisName, SweepKind } from '../../domain/sites';
import type { CircuitRequests } from './circuits';
import type { InterventionRequests } from './interventions';
import type { NeuronRequests } from './neurons';
import type { ExecutionProvider, EngineStatus } from './status';
import type { AttentionRequest, PatchedRequest, TokenPrediction } from './inspection';

export { SWEEP_KINDS, type AxisName, type SweepKind } from '../../domain/sites';
export type { Direction } from '../../domain/effect';
export type { SetRule, TokenPair } from '../../domain/experiment';
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

/**
 * What is patched, and how. Prompts of a pair with different token counts have an alignment. Base prompts of several lengths
 * need `roles` wherever a position is named: in sweeps by position, and in sites.
 */
export interface Experiment {
  /** Model id: the name of its directory. */
  readonly model: string;
  /** The direction of requests that take one, and the first direction of a run. */
  readonly direction: Direction;
  /** Directions of a run, each once, `direction` first; `direction` alone when left out. */
  readonly directions?: readonly Direction[] | undefined;
  readonly pairs: readonly TokenPair[];
  /**
   * Positions by role: then every position in this interface (a step of a sweep, of a site, of neurons) is the index of a role.
   * Absent for positions by index.
   */
  readonly roles?: RoleSteps | undefined;
  /** What each patched run is reduced to; DEFAULT_METRICS when left out. */
  readonly metrics?: readonly MetricId[] | undefined;
  /** Whether a run also computes the effect of every edge between heads; see domain/edges.ts. */
  readonly edges?: boolean | undefined;
  /** Whether a run is one batch of a larger run. Its activations are not kept for later requests, so that memory stays flat. */
  readonly isBatch?: boolean | undefined;
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
  /** In the experiment's first direction. */
  readonly values: ByMetric<BaselineValues>;
  /** In each direction: a metric may compare with the base or the source run, which the direction swaps. */
  readonly byDirection: Readonly<Partial<Record<Direction, ByMetric<BaselineValues>>>>;
}

/** The directions of an experiment's run. */
export function listDirections({
  direction,
  directions = [direction],
}: Pick<Experiment, 'direction' | 'directions'>): readonly Direction[] {
  return directions;
}

/**
 * Metrics of the two unpatched runs in one direction.
 *
 * @throws Error for a direction that the experiment does not have.
 */
export function readBaseline(
  { byDirection }: Pick<Baseline, 'byDirection'>,
  direction: Direction,
): ByMetric<BaselineValues> {
  const values = byDirection[direction];
  if (!values) throw new Error(`The baseline was not computed for ${direction}.`);
  return values;
}

/** Names one sweep of a run. */
export interface SweepKey {
  readonly kind: SweepKind;
  readonly direction: Direction;
}

/** One finished sweep. */
export interface SweepResult extends SweepKey {
  /** Names of the axes after the prompt axis, in TransformerLens' order, e.g. ['layer', 'position']. */
  readonly axes: readonly AxisName[];
  /** Lengths of those axes; of a position axis by role, the number of roles. */
  readonly shape: readonly number[];
  /** Each metric of the experiment after each patch, raw, in the metric's unit, row-major [prompt, ...shape]. */
  readonly values: ByMetric<Float32Array>;
  /** Wall time in ms. Sweeps that are computed together share their time by planned operations. */
  readonly elapsedMs: number;
  /** Floating point operations that the plan needed for this sweep. */
  readonly flops: number;
}

/** Names the edges into the heads of one layer. */
export interface EdgeKey {
  readonly direction: Direction;
  /** Layer of the receivers. */
  readonly layer: number;
}

/** The edges into the heads of one layer. */
export interface EdgeResult extends EdgeKey {
  /** Each metric of the experiment, raw, in the metric's unit: [prompt, input, receiver head, sender layer, sender head]. */
  readonly values: ByMetric<Float32Array>;
  /** Wall time in ms. */
  readonly elapsedMs: number;
  /** Floating point operations that the plan needed for them. */
  readonly flops: number;
}

/** A property that must hold of a computation, tested on the run itself. See patching/checks.ts. */
export interface SanityCheck {
  readonly name: 'SELF_PATCH' | 'FULL_PATCH' | 'BEFORE_FIRST_DIFFERENCE' | 'SOURCE_ARRIVES';
  /** The direction whose base run is patched. */
  readonly direction: Direction;
  /** The sweep kind whose patch is checked; absent where the check is of the whole run. */
  readonly kind?: SweepKind | undefined;
  /** Largest |difference| from the expected logit difference, in logits. */
  readonly maxAbsDifference: number;
  /** SOURCE_ARRIVES: what the |difference| would be if the patch wrote nothing, in logits. */
  readonly differenceWithoutPatch?: number | undefined;
  /** SOURCE_ARRIVES: cells of the sweep, and those that changed a metric. */
  readonly cells?: number | undefined;
  readonly movedCells?: number | undefined;
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

/** Events of a run, in order: started, one baseline, then progress and finished sweeps, then finished layers of edges. */
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
  | { readonly type: 'sweep'; readonly sweep: SweepResult }
  | { readonly type: 'edges'; readonly edges: EdgeResult };

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

export interface RunOptions {
  readonly onEvent: (event: RunEvent) => void;
  /** Sweeps that are stored already, of the requested kinds; they are not computed. */
  readonly skip?: readonly SweepKey[] | undefined;
  /** Edges that are stored already; they are not computed. */
  readonly skipEdges?: readonly EdgeKey[] | undefined;
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
export interface Computation extends InterventionRequests, CircuitRequests, NeuronRequests {
  /**
   * Computes sweeps of the given kinds in their order and in each direction, small ones together, and then the edges, if the
   * experiment asks for them. Sends each sweep, and the edges into each layer, when they are done.
   *
   * @throws RUN_CANCELLED when `signal` is aborted.
   */
  run(experiment: Experiment, kinds: readonly SweepKind[], options: RunOptions): Promise<Provenance>;
  /** Metrics of the two unpatched runs, in each direction. */
  baseline(experiment: Experiment): Promise<Baseline>;
  /** Work and time that a run would take. Computes nothing and loads no model. */
  estimate(experiment: Experiment, kinds: readonly SweepKind[]): Promise<Estimate>;
  /**
   * The `top` most probable next tokens of a prompt of token ids, most probable first.
   *
   * @param named token ids whose rows follow, in their order.
   */
  predict(
    model: string,
    prompt: readonly number[],
    top: number,
    expected?: ExpectedModel,
    named?: readonly number[],
  ): Promise<TokenPrediction[]>;
  /** The most probable next tokens of each pair after one patch, [prompt][rank]. */
  patched(request: PatchedRequest): Promise<TokenPrediction[][]>;
  /** Mean attention pattern over the prompts, row-major [dest, src]. */
  attention(request: AttentionRequest): Promise<Float32Array>;
  /** The execution provider that computes. Waits until it is chosen. */
  provider(): Promise<ExecutionProvider>;
  /** Stops all requests and frees all memory. */
  close(): Promise<void>;
}

/** An engine in a child process, which is restarted when it ends unexpectedly, or the workers of a cluster. */
export interface Engine extends Computation {
  status(): EngineStatus;
  /** The same engine for one client, whose requests stop when `signal` aborts. Only engines in other processes have it. */
  forClient?(signal: AbortSignal | undefined): Engine;
}

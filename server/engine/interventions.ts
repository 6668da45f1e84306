/**
 * Requests for patched runs of any sites and for direct logit attribution: a part of the engine's interface (api.ts). Plain data
 * only.
 */
import type { RunSide } from '../../domain/effect';
import type { SweepKind } from '../../domain/sites';
import type { ByMetric, Experiment } from './api';
import type { TokenPrediction } from './inspection';

/** One activation that is replaced. */
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

/** What patched activations are replaced by. */
export type PatchValue =
  /** The source run's activation. */
  | { readonly kind: 'source' }
  | { readonly kind: 'zero' }
  /** The mean over all pairs' prompts of one side, by position or over positions too. */
  | { readonly kind: 'mean'; readonly of: RunSide; readonly acrossPositions: boolean }
  /** Another prompt's activation at the same position: that of pair `donors[p]` for pair p. */
  | { readonly kind: 'resample'; readonly of: RunSide; readonly donors: readonly number[] }
  /** The base run's activation plus a vector, [dModel] or [dHead]: steering. All sites are of this kind in this layer. */
  | {
      readonly kind: 'add';
      readonly vector: readonly number[];
      readonly site: SweepKind;
      readonly layer: number;
    };

/** Gaussian noise on token embeddings of the clean prompts, which replaces the corrupted prompts. */
export interface EmbeddingNoise {
  /** Positions that get noise, one list for each pair. */
  readonly positions: readonly (readonly number[])[];
  /** Standard deviation, in multiples of that of the token embedding's entries. */
  readonly multiple: number;
  /** Seeded samples; metrics are averaged over them. */
  readonly samples: number;
  readonly seed: number;
}

/** MLPs on a path: recomputed, or with their outputs of the base run. */
export type MlpRule = 'recomputed' | 'frozen';

/** The LayerNorm before receivers: recomputed from what reaches it, or with its scale of the base run. */
export type NormRule = 'recomputed' | 'frozen';

/** The path from patched sites, the senders, to heads or to the logits. */
export interface PatchPath {
  /** Queries, keys and values of heads; none for the path to the logits. */
  readonly receivers: readonly PatchedSite[];
  readonly mlps: MlpRule;
  readonly layerNorm: NormRule;
}

/** Asks for patched runs of any sites. */
export interface InterveneRequest {
  readonly experiment: Experiment;
  /** Each set is patched together, in a run of its own. */
  readonly sets: readonly (readonly PatchedSite[])[];
  readonly value: PatchValue;
  /** Null when patches have their effect on every way. */
  readonly path: PatchPath | null;
  /** Null or left out for the corrupted prompts themselves. */
  readonly noise?: EmbeddingNoise | null | undefined;
}

/** Metrics of the unpatched and the patched runs, [prompt] each, in the metric's unit; with noise, means over its samples. */
export interface InterventionResult {
  readonly base: ByMetric<Float32Array>;
  readonly source: ByMetric<Float32Array>;
  /** By set. */
  readonly patched: readonly ByMetric<Float32Array>[];
  /** Standard deviation of the noise, in the unit of embeddings; null without noise. */
  readonly noiseStd: number | null;
}

/** Asks for next tokens after patching sites together. */
export interface PredictTogetherRequest extends Omit<InterveneRequest, 'sets'> {
  readonly sites: readonly PatchedSite[];
  /** Number of next tokens for each prompt. */
  readonly top: number;
  /** Token ids for each prompt, whose rows follow those of the most probable tokens. */
  readonly named?: readonly (readonly number[])[] | undefined;
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
  /** Those of heads by the source position that they were moved from: [prompt, layer, head, src]. Their sum over src is `heads`. */
  readonly headsBySource: Float32Array;
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

/** Asks what the neurons of one MLP write in the direction of the correct answer. */
export interface NeuronAttributionRequest extends AttributionRequest {
  readonly layer: number;
}

/** A residual stream that the logit lens reads. */
export interface LensStage {
  readonly site: 'RESID_PRE' | 'RESID_MID' | 'RESID_POST';
  readonly layer: number;
}

/** Asks what the model would predict if it stopped at each layer. */
export interface LensRequest {
  readonly experiment: Experiment;
  readonly on: RunSide;
  /** Whether the residual streams between attention and MLP are read too. */
  readonly includesMid: boolean;
  /** Reads the last position only. */
  readonly isLastOnly: boolean;
  /** How many of the most probable tokens are returned. */
  readonly top: number;
}

/** By stage in order of depth. The last stage is the model's own output. */
export interface LensResult {
  readonly stages: readonly LensStage[];
  /** Of the prompt's answers, in logits: [prompt, stage, position]. */
  readonly logitDiff: Float32Array;
  /** Log-probability of the correct answer in nats, and how many tokens have a larger logit: [prompt, stage, position]. */
  readonly logProb: Float32Array;
  readonly rank: Float32Array;
  /** The most probable tokens, and their probabilities: [prompt, stage, position, top]. */
  readonly tokens: Int32Array;
  readonly probabilities: Float32Array;
}

/** The requests, with the errors of every request to an engine. */
export interface InterventionRequests {
  /**
   * Metrics after patching sets of sites, at once.
   *
   * @param signal stops it before its next call of ONNX Runtime.
   * @throws BAD_USER_INPUT for sites that do not exist, and for a request that costs more than MAX_INTERVENTION_FLOPS;
   *   RUN_CANCELLED when `signal` is aborted.
   */
  intervene(request: InterveneRequest, signal?: AbortSignal): Promise<InterventionResult>;
  /** The most probable next tokens of each pair after patching sites together, [prompt][rank]. @throws BAD_USER_INPUT */
  predictTogether(request: PredictTogetherRequest): Promise<TokenPrediction[][]>;
  /** Direct logit attribution of each prompt of one side. @throws BAD_USER_INPUT */
  attribute(request: AttributionRequest): Promise<AttributionResult>;
  /** Direct logit attribution of each neuron of one MLP: [prompt, neuron], in logits. @throws BAD_USER_INPUT */
  attributeNeurons(request: NeuronAttributionRequest): Promise<Float32Array>;
  /**
   * Logit lens of each prompt of one side.
   *
   * @throws BAD_USER_INPUT for a request that costs more than MAX_INTERVENTION_FLOPS; RUN_CANCELLED when `signal` is aborted.
   */
  readLens(request: LensRequest, signal?: AbortSignal): Promise<LensResult>;
}

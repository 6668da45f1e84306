/** Weights as the forward graphs take them, whatever family they come from. */

/** A linear map x W + b. */
export interface Linear {
  /** [in, out], row-major */
  readonly weight: Float32Array;
  /** [out] */
  readonly bias: Float32Array;
}

/** Gain and bias of a normalisation: [dModel] each. */
export interface NormWeights {
  readonly gain: Float32Array;
  readonly bias: Float32Array;
}

/** One block as its family reads it from the file: unprocessed. inner = heads x dHead, heads side by side. */
export interface RawBlock {
  readonly attentionNorm: NormWeights;
  /** [dModel, inner] */
  readonly q: Linear;
  /** [dModel, inner] */
  readonly k: Linear;
  /** [dModel, inner] */
  readonly v: Linear;
  /** [inner, dModel] */
  readonly out: Linear;
  readonly mlpNorm: NormWeights;
  /** [dModel, dMlp] */
  readonly mlpIn: Linear;
  /** [dMlp, dModel] */
  readonly mlpOut: Linear;
}

/** One block, processed (process-weights.ts). A linear map is [in, out], row-major; inner = heads x dHead. */
export interface BlockWeights {
  /** [dModel, inner], heads side by side; scaled by 1 / sqrt(dHead) */
  readonly q: Float32Array;
  /** [inner]; scaled by 1 / sqrt(dHead) */
  readonly qBias: Float32Array;
  /** [dModel, inner], heads side by side */
  readonly k: Float32Array;
  /** [inner] */
  readonly kBias: Float32Array;
  /** [dModel, inner], heads side by side; their bias is folded into outBias */
  readonly v: Float32Array;
  /** [inner, dModel]: z of the heads, side by side, to the residual stream. */
  readonly out: Float32Array;
  /** [dModel] */
  readonly outBias: Float32Array;
  /** [dModel, dMlp] */
  readonly mlpIn: Float32Array;
  /** [dMlp] */
  readonly mlpInBias: Float32Array;
  /** [dMlp, dModel] */
  readonly mlpOut: Float32Array;
  /** [dModel] */
  readonly mlpOutBias: Float32Array;
}

/** Weights outside the blocks, unprocessed: embedding rows and logits are centred when they are used. */
export interface OuterWeights {
  /** [dVocab, dModel] */
  readonly tokenEmbedding: Float32Array;
  /** [context, dModel] */
  readonly positionEmbedding: Float32Array;
  /** [dVocab, dModel], one row per token: the token embedding itself unless the weights have an unembedding of their own. */
  readonly unembedding: Float32Array;
  /** [dModel] */
  readonly finalGain: Float32Array;
  /** [dModel] */
  readonly finalBias: Float32Array;
}

/** Gives a model's weights part by part, so that no more than one block is in memory twice. */
export interface WeightReader {
  outer(): Promise<OuterWeights>;
  block(layer: number): Promise<BlockWeights>;
}

/**
 * What kind of transformer a model is, as data: everything that the forward pass, patching and metrics need to know of it.
 *
 * A family (families/) makes an `Architecture` from a config.json. Each part that differs between families is tagged by
 * `kind`. The engine computes the kinds below; another kind is another member of its union, and the compiler then lists the
 * places in forward/ that must handle it. Patching and metrics/logit-diff.ts assume LayerNorm and sequential blocks.
 */
import { AppError } from '../../errors';

/** Sizes and parts of one model; plain data, so that it can be sent between threads and processes. */
export interface Architecture {
  readonly layers: number;
  /** Query heads of a layer. */
  readonly heads: number;
  /** Key and value heads of a layer; fewer than `heads` where several queries share one (grouped-query attention). */
  readonly keyValueHeads: number;
  /** Width of the residual stream. */
  readonly dModel: number;
  /** Width of one head. heads x dHead may differ from dModel: see `attentionWidth`. */
  readonly dHead: number;
  /** Width of the MLP's hidden layer. */
  readonly dMlp: number;
  /** Rows of the token embedding. */
  readonly dVocab: number;
  /** Longest prompt in tokens. */
  readonly context: number;
  /** Normalisation before attention, before the MLP and before the unembedding. */
  readonly norm: Norm;
  readonly positions: Positions;
  readonly mlp: Mlp;
  readonly blockOrder: BlockOrder;
  /** Token id put before a prompt; null when config.json names none. */
  readonly bosTokenId: number | null;
  /** Whether the unembedding may be the token embedding; otherwise the weights must have an unembedding of their own. */
  readonly tiesEmbeddings: boolean;
}

/** LayerNorm: (x - mean) / sqrt(variance + epsilon), times a gain, plus a bias. */
export type Norm = { readonly kind: 'layer'; readonly epsilon: number };

/** Learned position embedding, added to the token embedding. */
export type Positions = { readonly kind: 'learned' };

/** Two linear maps with biases and an activation between them. */
export type Mlp = { readonly kind: 'plain'; readonly activation: 'gelu_tanh' };

/** Sequential: the MLP reads the residual stream after attention. */
export type BlockOrder = 'sequential';

/** Width of all heads side by side, which is the width of q, k, v and z rows: heads x dHead. */
export function attentionWidth({ heads, dHead }: Pick<Architecture, 'heads' | 'dHead'>): number {
  return heads * dHead;
}

/**
 * Refuses an architecture that the engine cannot compute.
 *
 * @throws MODEL_UNAVAILABLE naming the part.
 */
export function checkArchitecture({ heads, keyValueHeads }: Architecture): void {
  if (keyValueHeads === heads) return;
  throw new AppError(
    'MODEL_UNAVAILABLE',
    `The model has ${keyValueHeads} key-value heads for ${heads} query heads; this engine computes equal numbers only. Use another model.`,
  );
}

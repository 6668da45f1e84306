/**
 * GPT-2's weights, processed as TransformerLens does by default.
 *
 * In this order: LayerNorm gains and biases folded into the linear map that reads them; weights that write to the
 * residual stream centred; the unembedding centred over the vocabulary; value biases folded into b_O. Sums are taken
 * in float64. Source: TransformerLens' ProcessWeights (fold_layer_norm, center_writing_weights, center_unembed,
 * fold_value_biases).
 */
import type { Gpt2Config } from './config';
import { withModelFile } from './model-files';
import { checkOverlaps, readHeader, readTensor, refuseNonFinite } from './safetensors';
import { matchTensors, maxHeaderBytes } from './tensor-names';
import { withFileHash } from './weights-hash';

/** Weights of one block; a linear map is [in, out], row-major. */
export interface BlockWeights {
  /** [dModel, dModel], heads side by side; scaled by 1 / sqrt(dHead) */
  readonly q: Float32Array;
  /** [dModel]; scaled likewise */
  readonly qBias: Float32Array;
  /** [dModel, dModel], heads side by side */
  readonly k: Float32Array;
  /** [dModel] */
  readonly kBias: Float32Array;
  /** [dModel, dModel], heads side by side; their bias is folded into outBias */
  readonly v: Float32Array;
  /** [dModel, dModel]: heads' z side by side in, residual stream out. */
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

/** What is outside the blocks; raw, since centring an embedding row or a list of logits is done when it is used. */
export interface OuterWeights {
  /** [dVocab, dModel] */
  readonly tokenEmbedding: Float32Array;
  /** [context, dModel] */
  readonly positionEmbedding: Float32Array;
  /** [dVocab, dModel], a row a token: the token embedding itself unless the file has an lm_head of its own. */
  readonly unembedding: Float32Array;
  /** [dModel] */
  readonly finalGain: Float32Array;
  /** [dModel] */
  readonly finalBias: Float32Array;
}

/** A model's tensors, read and processed block by block, so that no more than one block is held twice. */
export interface WeightReader {
  outer(): Promise<OuterWeights>;
  block(layer: number): Promise<BlockWeights>;
}

/**
 * Opens a model directory's `model.safetensors` for reading, hands the reader to `use`, and closes the file.
 *
 * @returns what `use` gives, and the lower-case hex sha256 of the file that was read.
 * @throws MODEL_UNAVAILABLE when a tensor is missing, mis-shaped, truncated or not finite, or the file was written to
 *   meanwhile.
 */
export function withWeights<T>(
  directory: string,
  config: Gpt2Config,
  use: (reader: WeightReader) => Promise<T>,
): Promise<{ value: T; sha256: string }> {
  return withModelFile(directory, 'model.safetensors', async (file) => {
    const header = await readHeader(file, maxHeaderBytes(config));
    const entries = matchTensors(header, config);
    checkOverlaps(header);
    const readUnchecked = (name: string): Promise<Float32Array> => {
      const found = entries.get(name)!;
      return readTensor(file, found.name, found.entry);
    };
    const read = async (name: string): Promise<Float32Array> => {
      const values = await readUnchecked(name);
      refuseNonFinite(entries.get(name)!.name, values);
      return values;
    };
    const reader: WeightReader = {
      async outer() {
        const tokenEmbedding = await read('wte.weight');
        return {
          tokenEmbedding,
          positionEmbedding: await read('wpe.weight'),
          unembedding: entries.has('lm_head.weight') ? await read('lm_head.weight') : tokenEmbedding,
          finalGain: await read('ln_f.weight'),
          finalBias: await read('ln_f.bias'),
        };
      },
      async block(layer) {
        const tensor = (name: string): Promise<Float32Array> => read(`h.${layer}.${name}`);
        // The large tensors are not looked through: processing sums all of their numbers anyway.
        const large = (name: string): Promise<Float32Array> => readUnchecked(`h.${layer}.${name}`);
        const checkLarge = async (name: string, isFinite: boolean): Promise<void> => {
          if (!isFinite) await tensor(name);
        };
        const { dModel: d, dHead, dMlp } = config;
        const attention = foldLayerNorm(
          await large('attn.c_attn.weight'),
          await tensor('attn.c_attn.bias'),
          await tensor('ln_1.weight'),
          await tensor('ln_1.bias'),
        );
        await checkLarge('attn.c_attn.weight', attention.bias.every(Number.isFinite));
        const out = await large('attn.c_proj.weight');
        const outBias = await tensor('attn.c_proj.bias');
        await checkLarge('attn.c_proj.weight', centreRows(out, d));
        centreRows(outBias, d);
        foldValueBias(attention.bias, out, outBias);
        const q = columns(attention, 0, d, 1 / Math.sqrt(dHead));
        const k = columns(attention, d, d);
        const mlp = foldLayerNorm(
          await large('mlp.c_fc.weight'),
          await tensor('mlp.c_fc.bias'),
          await tensor('ln_2.weight'),
          await tensor('ln_2.bias'),
        );
        await checkLarge('mlp.c_fc.weight', mlp.bias.every(Number.isFinite));
        const mlpOut = await large('mlp.c_proj.weight');
        const mlpOutBias = await tensor('mlp.c_proj.bias');
        if (mlpOut.length !== dMlp * d)
          throw new Error(`mlp.c_proj has ${mlpOut.length} values, not ${dMlp} x ${d}`);
        await checkLarge('mlp.c_proj.weight', centreRows(mlpOut, d));
        centreRows(mlpOutBias, d);
        return {
          q: q.weight,
          qBias: q.bias,
          k: k.weight,
          kBias: k.bias,
          v: columns(attention, 2 * d, d).weight,
          out,
          outBias,
          mlpIn: mlp.weight,
          mlpInBias: mlp.bias,
          mlpOut,
          mlpOutBias,
        };
      },
    };
    return withFileHash(file, () => use(reader));
  });
}

interface Linear {
  /** [in, out] */
  readonly weight: Float32Array;
  /** [out] */
  readonly bias: Float32Array;
}

/** y = W^T (g x + b) + c becomes (g W)^T x + (c + W^T b); in place. A bias is finite only if its column of W is. */
function foldLayerNorm(
  weight: Float32Array,
  bias: Float32Array,
  gain: Float32Array,
  shift: Float32Array,
): Linear {
  const columns = bias.length;
  const folded = Float64Array.from(bias);
  for (let row = 0; row < gain.length; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      folded[column]! += shift[row]! * weight[index]!;
      weight[index]! *= gain[row]!;
    }
  }
  bias.set(folded);
  return { weight, bias };
}

/** Subtracts from each row of [rows, columns] its mean; in place. @returns whether all numbers are finite. */
function centreRows(values: Float32Array, columns: number): boolean {
  let isFinite = true;
  for (let start = 0; start < values.length; start += columns) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += values[start + column]!;
    for (let column = 0; column < columns; column++) values[start + column]! -= sum / columns;
    isFinite &&= Number.isFinite(sum);
  }
  return isFinite;
}

/** Pattern rows sum to 1, so a value bias adds b_V W_O to every output. */
function foldValueBias(qkvBias: Float32Array, out: Float32Array, outBias: Float32Array): void {
  const d = outBias.length;
  const folded = Float64Array.from(outBias);
  for (let row = 0; row < d; row++) {
    const value = qkvBias[2 * d + row]!;
    for (let column = 0; column < d; column++) folded[column]! += value * out[row * d + column]!;
  }
  outBias.set(folded);
}

/** Some columns of a linear map, times a factor: attention scores are q k / sqrt(dHead), so the queries take it. */
function columns({ weight, bias }: Linear, from: number, count: number, factor = 1): Linear {
  const rows = weight.length / bias.length;
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const at = row * bias.length + from;
    for (let column = 0; column < count; column++) part[row * count + column] = factor * weight[at + column]!;
  }
  return { weight: part, bias: bias.slice(from, from + count).map((value) => factor * value) };
}

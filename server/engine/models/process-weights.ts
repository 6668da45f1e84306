/**
 * Processing of a block's weights, as TransformerLens does by default.
 *
 * In this order: the LayerNorm gain and bias are folded into the linear map that reads them; weights that write to the
 * residual stream are centred; value biases are folded into b_O. Sums are taken in float64. Source: TransformerLens'
 * ProcessWeights (fold_layer_norm, center_writing_weights, fold_value_biases). The unembedding is centred in forward/unembed.ts.
 */
import type { Architecture } from './architecture';
import type { BlockWeights, Linear, NormWeights, RawBlock } from './block-weights';

/**
 * Processes one block; the arrays of `raw` are changed in place and reused.
 *
 * @returns the weights, and whether all of them are finite. The sums of the processing reach every number of every matrix, so
 *   that matrices need not be searched for numbers that are not finite.
 */
export function processBlock(
  raw: RawBlock,
  { dModel, dHead }: Architecture,
): { weights: BlockWeights; isFinite: boolean } {
  const { q, k, v, out, mlpIn, mlpOut } = raw;
  for (const map of [q, k, v]) foldNorm(map, raw.attentionNorm);
  const isOutFinite = centreRows(out.weight, dModel);
  centreRows(out.bias, dModel);
  const hasFiniteQkv = [q, k, v].every(({ bias }) => bias.every(Number.isFinite));
  foldValueBias(v.bias, out);
  // Attention scores are q k / sqrt(dHead); the queries take the factor.
  for (const values of [q.weight, q.bias]) scale(values, 1 / Math.sqrt(dHead));
  foldNorm(mlpIn, raw.mlpNorm);
  const isMlpOutFinite = centreRows(mlpOut.weight, dModel);
  centreRows(mlpOut.bias, dModel);
  return {
    weights: {
      q: q.weight,
      qBias: q.bias,
      k: k.weight,
      kBias: k.bias,
      v: v.weight,
      out: out.weight,
      outBias: out.bias,
      mlpIn: mlpIn.weight,
      mlpInBias: mlpIn.bias,
      mlpOut: mlpOut.weight,
      mlpOutBias: mlpOut.bias,
    },
    isFinite: hasFiniteQkv && isOutFinite && mlpIn.bias.every(Number.isFinite) && isMlpOutFinite,
  };
}

/** y = W^T (g x + b) + c becomes (g W)^T x + (c + W^T b); in place. A bias is finite only if its column of W is. */
function foldNorm({ weight, bias }: Linear, { gain, bias: shift }: NormWeights): void {
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

/** Pattern rows sum to 1, so a value bias adds b_V W_O to every output; in place. */
function foldValueBias(valueBias: Float32Array, { weight, bias }: Linear): void {
  const columns = bias.length;
  const folded = Float64Array.from(bias);
  for (let row = 0; row < valueBias.length; row++) {
    const value = valueBias[row]!;
    for (let column = 0; column < columns; column++) {
      folded[column]! += value * weight[row * columns + column]!;
    }
  }
  bias.set(folded);
}

function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
}

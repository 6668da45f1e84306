/**
 * From the last residual stream to logits.
 *
 * Centring the unembedding over the vocabulary, as TransformerLens does, is the same as centring the logits; a logit
 * difference does not notice it at all. Sums are taken in float64.
 */
import type { Gpt2Model } from './model';

/**
 * ln_final of one row, gain and bias applied: [dModel].
 *
 * @param row resid_post of the last block at one position [dModel].
 */
export function finalNorm({ config, outer }: Gpt2Model, row: Float32Array): Float64Array {
  const d = config.dModel;
  let mean = 0;
  for (let i = 0; i < d; i++) mean += row[i]! / d;
  let variance = 0;
  for (let i = 0; i < d; i++) variance += (row[i]! - mean) ** 2 / d;
  const scale = Math.sqrt(variance + config.layerNormEpsilon);
  return Float64Array.from(
    { length: d },
    (_, i) => ((row[i]! - mean) / scale) * outer.finalGain[i]! + outer.finalBias[i]!,
  );
}

/** Raw logits of one row of the last residual stream, centred over the vocabulary: [dVocab]. */
export function logits(model: Gpt2Model, row: Float32Array): Float64Array {
  const { unembedding } = model.outer;
  const { dModel: d, dVocab } = model.config;
  const normalised = finalNorm(model, row);
  const result = new Float64Array(dVocab);
  let mean = 0;
  for (let token = 0; token < dVocab; token++) {
    const sum = dot(normalised, unembedding, token * d);
    result[token] = sum;
    mean += sum / dVocab;
  }
  for (let token = 0; token < dVocab; token++) result[token]! -= mean;
  return result;
}

/** Inner product of a vector with as many numbers of another from `at` on; four sums at a time, which the processor likes. */
function dot(a: Float64Array, b: Float32Array, at: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    first += a[i]! * b[at + i]!;
    second += a[i + 1]! * b[at + i + 1]!;
    third += a[i + 2]! * b[at + i + 2]!;
    fourth += a[i + 3]! * b[at + i + 3]!;
  }
  for (let i = whole; i < a.length; i++) first += a[i]! * b[at + i]!;
  return first + second + third + fourth;
}

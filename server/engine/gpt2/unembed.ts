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

/** logit[correct] - logit[incorrect] of one row of the last residual stream, in logits. */
export function logitDiff(model: Gpt2Model, row: Float32Array, correct: number, incorrect: number): number {
  const { unembedding } = model.outer;
  const d = model.config.dModel;
  const normalised = finalNorm(model, row);
  let sum = 0;
  for (let i = 0; i < d; i++)
    sum += normalised[i]! * (unembedding[correct * d + i]! - unembedding[incorrect * d + i]!);
  return sum;
}

/** Raw logits of one row of the last residual stream, centred over the vocabulary: [dVocab]. */
export function logits(model: Gpt2Model, row: Float32Array): Float64Array {
  const { unembedding } = model.outer;
  const { dModel: d, dVocab } = model.config;
  const normalised = finalNorm(model, row);
  const result = new Float64Array(dVocab);
  let mean = 0;
  for (let token = 0; token < dVocab; token++) {
    let sum = 0;
    const at = token * d;
    for (let i = 0; i < d; i++) sum += normalised[i]! * unembedding[at + i]!;
    result[token] = sum;
    mean += sum / dVocab;
  }
  for (let token = 0; token < dVocab; token++) result[token]! -= mean;
  return result;
}

/**
 * Last residual stream to logits and the most probable tokens.
 *
 * TransformerLens centres the unembedding over the vocabulary; centring the logits is equivalent. Logit differences do not
 * depend on it.
 */
import type { TokenPrediction } from '../api';
import type { LoadedModel } from './model';

/**
 * Computes raw logits, centred over the vocabulary: [dVocab] for each row.
 *
 * @param rows resid_post of the last block [row, dModel].
 */
export async function logits(model: LoadedModel, rows: Float32Array): Promise<Float32Array[]> {
  const all = await computeLogits(model, rows);
  for (const ofRow of all) {
    let mean = 0;
    for (const value of ofRow) mean += value;
    mean /= ofRow.length;
    for (let token = 0; token < ofRow.length; token++) ofRow[token]! -= mean;
  }
  return all;
}

/**
 * Computes logits that are not centred, in one call: [dVocab] for each row.
 *
 * @param rows resid_post of the last block [row, dModel].
 * @param out receives them, [row, dVocab] or longer; a new array when left out.
 */
export async function computeLogits(
  { architecture, outer, unembed }: LoadedModel,
  rows: Float32Array,
  out?: Float32Array,
): Promise<Float32Array[]> {
  const { dModel: d, dVocab } = architecture;
  const count = rows.length / d;
  const all = out?.subarray(0, count * dVocab) ?? new Float32Array(count * dVocab);
  await unembed.run(
    {
      x: { data: rows, shape: [count, d] },
      gain: { data: outer.finalGain, shape: [d] },
      bias: { data: outer.finalBias, shape: [d] },
      unembedding: { data: outer.unembedding, shape: [dVocab, d] },
    },
    { logits: { data: all, shape: [count, dVocab] } },
  );
  return Array.from({ length: count }, (_, row) => all.subarray(row * dVocab, (row + 1) * dVocab));
}

/** Finds the `top` largest logits with their softmax probabilities, in descending order; equal ones by id. */
export function topTokens(values: Float32Array, top: number): TokenPrediction[] {
  const largest = values.reduce((most, value) => (value > most ? value : most), -Infinity);
  let sum = 0;
  /** Token ids of the largest logits so far, in order. */
  const best: number[] = [];
  values.forEach((value, tokenId) => {
    sum += Math.exp(value - largest);
    if (best.length === top && !(value > values[best[top - 1]!]!)) return;
    let at = best.length;
    while (at > 0 && values[best[at - 1]!]! < value) at--;
    best.splice(at, 0, tokenId);
    if (best.length > top) best.pop();
  });
  return best.map((tokenId) => ({
    tokenId,
    logit: values[tokenId]!,
    probability: Math.exp(values[tokenId]! - largest) / sum,
  }));
}

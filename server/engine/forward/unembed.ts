/**
 * Last residual stream to logits and the most probable tokens.
 *
 * TransformerLens centres the unembedding over the vocabulary; centring the logits is equivalent. Logit differences do not
 * depend on it.
 */
import type { TokenPrediction } from '../inspection';
import { sumProbabilities } from './float64-sums';
import type { LoadedModel } from './model';

/**
 * Computes raw logits, centred over the vocabulary: [dVocab] for each row.
 *
 * @param rows resid_post of the last block [row, dModel].
 */
export async function logits(model: LoadedModel, rows: Float32Array): Promise<Float32Array[]> {
  const all = splitLogits(model, await computeLogits(model, rows));
  for (const ofRow of all) {
    let mean = 0;
    for (const value of ofRow) mean += value;
    mean /= ofRow.length;
    for (let token = 0; token < ofRow.length; token++) ofRow[token]! -= mean;
  }
  return all;
}

/**
 * Computes logits that are not centred, in one call: [row, dVocab].
 *
 * @param rows resid_post of the last block [row, dModel].
 * @param out receives them; may be longer. A new array when left out.
 */
export async function computeLogits(
  { architecture, outer, unembed }: LoadedModel,
  rows: Float32Array,
  out?: Float32Array,
): Promise<Float32Array> {
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
  return all;
}

/** The logits of each row. @param all [row, dVocab] */
export function splitLogits({ architecture: { dVocab } }: LoadedModel, all: Float32Array): Float32Array[] {
  return Array.from({ length: all.length / dVocab }, (_, row) =>
    all.subarray(row * dVocab, (row + 1) * dVocab),
  );
}

/**
 * Computes log(sum(exp(logit))) of each row, in nats.
 *
 * ONNX Runtime computes the softmax with a sum in float32. Its probabilities are summed again in float64: how far they are from 1
 * is what that sum was off by.
 *
 * @param logits [row, dVocab]
 * @param scratch receives the probabilities, [row, dVocab] or longer; a new array when left out.
 */
export async function computeLogSumExps(
  { architecture: { dVocab }, softmax }: Pick<LoadedModel, 'architecture' | 'softmax'>,
  logits: Float32Array,
  scratch: Float32Array = new Float32Array(logits.length),
): Promise<number[]> {
  const count = logits.length / dVocab;
  const all = scratch.subarray(0, logits.length);
  const shape = [count, dVocab];
  await softmax.run({ logits: { data: logits, shape } }, { probabilities: { data: all, shape } });
  return Array.from({ length: count }, (_, row) => {
    const probabilities = all.subarray(row * dVocab, (row + 1) * dVocab);
    const { sum, largest } = sumProbabilities(probabilities);
    // Of the most probable token, both numbers are known best.
    const logit = logits[row * dVocab + probabilities.indexOf(largest)]!;
    return logit - Math.log(largest) + Math.log(sum);
  });
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
  return best.map((tokenId, rank) => ({
    tokenId,
    logit: values[tokenId]!,
    probability: Math.exp(values[tokenId]! - largest) / sum,
    rank,
  }));
}

/** The given tokens among all logits [dVocab], in their order. */
export function rankTokens(values: Float32Array, tokenIds: readonly number[]): TokenPrediction[] {
  if (tokenIds.length === 0) return [];
  const [most] = topTokens(values, 1);
  return tokenIds.map((tokenId) => {
    const logit = values[tokenId]!;
    let rank = 0;
    values.forEach((value) => {
      if (value > logit) rank++;
    });
    return { tokenId, logit, probability: Math.exp(logit - most!.logit) * most!.probability, rank };
  });
}

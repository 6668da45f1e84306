/**
 * From the last residual stream to logits.
 *
 * Centring the unembedding over the vocabulary, as TransformerLens does, is the same as centring the logits; a logit
 * difference does not notice it at all.
 */
import type { Gpt2Model } from './model';

/**
 * Raw logits, centred over the vocabulary: one [dVocab] a row.
 *
 * @param rows resid_post of the last block [row, dModel].
 */
export async function logits(
  { config, outer, unembed }: Gpt2Model,
  rows: Float32Array,
): Promise<Float32Array[]> {
  const { dModel: d, dVocab } = config;
  const count = rows.length / d;
  const all = new Float32Array(count * dVocab);
  await unembed.run(
    {
      x: { data: rows, shape: [count, d] },
      gain: { data: outer.finalGain, shape: [d] },
      bias: { data: outer.finalBias, shape: [d] },
      unembedding: { data: outer.unembedding, shape: [dVocab, d] },
    },
    { logits: { data: all, shape: [count, dVocab] } },
  );
  return Array.from({ length: count }, (_, row) => {
    const ofRow = all.subarray(row * dVocab, (row + 1) * dVocab);
    let mean = 0;
    for (let token = 0; token < dVocab; token++) mean += ofRow[token]!;
    mean /= dVocab;
    for (let token = 0; token < dVocab; token++) ofRow[token]! -= mean;
    return ofRow;
  });
}

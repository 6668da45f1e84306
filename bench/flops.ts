/** The cost of a patched run without pruning. */
import type { SeededShape } from '../server/engine/golden/seeded-weights';

/** The formula below as text for the tables. */
export const FULL_FORWARD =
  'prompts x tokens x (layers x (8 dModel^2 + 4 dModel dMlp + 4 tokens dModel) + 2 dModel dVocab)';

/**
 * Counts the floating point operations of one patched run in TransformerLens: every layer, every position, the whole
 * pattern, all logits. A multiplication and an addition count as two.
 */
export function fullForwardFlops(shape: SeededShape, prompts: number, tokens: number): number {
  const { n_layer: layers, n_embd: d, n_inner: dMlp, vocab_size: vocabulary } = shape;
  const block = 8 * d * d + 4 * d * dMlp + 4 * tokens * d;
  return prompts * tokens * (layers * block + 2 * d * vocabulary);
}

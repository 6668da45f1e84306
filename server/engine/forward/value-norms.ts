/** How large the values are that a head moves, to weight its attention pattern. */
import { attentionWidth } from '../models/architecture';
import { shapeRows } from '../runtime/session';
import type { PatternWeighting } from '../inspection';
import type { RunCache } from './forward';
import type { LoadedModel } from './model';

/**
 * L2 norms of a head's value vectors, or of what they write into the residual stream: [prompt, src].
 *
 * Of a pattern weighted by the second, an entry is the norm of what the destination receives from the source position
 * (Kobayashi et al. 2020, arXiv 2004.10102). Output weights are centred, as in TransformerLens; value biases are in the output
 * bias, so they do not count.
 */
export async function computeValueNorms(
  model: LoadedModel,
  run: RunCache,
  layer: number,
  head: number,
  weighting: Exclude<PatternWeighting, 'NONE'>,
): Promise<Float64Array> {
  const { dHead, dModel } = model.architecture;
  const width = attentionWidth(model.architecture);
  const { v } = run.blocks[layer]!;
  const rows = run.prompts * run.length;
  const from = (row: number): number => row * width + head * dHead;
  if (weighting === 'VALUE_NORM') {
    return Float64Array.from({ length: rows }, (_, row) =>
      computeNorm(v.subarray(from(row), from(row) + dHead)),
    );
  }
  // The last row is zeros; its projection is the bias.
  const z = new Float32Array((rows + 1) * width);
  for (let row = 0; row < rows; row++) z.set(v.subarray(from(row), from(row) + dHead), from(row));
  const y = new Float32Array((rows + 1) * dModel);
  await model.blocks[layer]!.attentionOut.run(
    { x: shapeRows(new Float32Array(y.length), dModel), z: shapeRows(z, width) },
    { y: shapeRows(y, dModel) },
  );
  const bias = y.subarray(rows * dModel);
  return Float64Array.from({ length: rows }, (_, row) =>
    computeNorm(y.subarray(row * dModel, (row + 1) * dModel).map((value, i) => value - bias[i]!)),
  );
}

function computeNorm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/**
 * The activations of an MLP's neurons, and what each neuron writes. Both are inside the MLP's graph of a loaded model, which keeps no
 * second copy of its weights; so the layer is read from the files again.
 */
import { AppError } from '../../errors';
import { getFamily } from '../models/families/registry';
import type { Architecture } from '../models/architecture';
import type { BlockWeights } from '../models/block-weights';
import { withWeights } from '../models/weights';
import { createGraph, shapeRows } from '../runtime/session';
import { buildNeuronGraph } from './graphs';
import { MAX_ROWS } from './forward';
import type { ModelPlace } from './model';

export interface NeuronWeights {
  readonly architecture: Architecture;
  readonly weights: Pick<BlockWeights, 'mlpIn' | 'mlpInBias' | 'mlpOut'>;
}

/**
 * Reads the MLP of one layer.
 *
 * @param weightsSha256 of the model that is in memory.
 * @throws MODEL_UNAVAILABLE when the files are broken, or have changed since the model was loaded.
 */
export async function readNeuronWeights(
  { path, family, architecture }: ModelPlace,
  layer: number,
  weightsSha256: string,
): Promise<NeuronWeights> {
  const { value: weights, sha256 } = await withWeights(path, getFamily(family), architecture, (reader) =>
    reader.block(layer),
  );
  if (sha256 !== weightsSha256)
    throw new AppError(
      'MODEL_UNAVAILABLE',
      'The weights have changed since the model was loaded. Try again.',
    );
  return { architecture, weights };
}

/**
 * Computes mlp.hook_post.
 *
 * @param rows hook_resid_mid: [row, dModel].
 * @param beforeCall awaited before each call of ONNX Runtime; may throw to cancel.
 * @returns [row, dMlp]
 */
export async function computeNeurons(
  { architecture, weights }: NeuronWeights,
  rows: Float32Array,
  beforeCall: () => Promise<void>,
): Promise<Float32Array> {
  const { dModel, dMlp } = architecture;
  const count = rows.length / dModel;
  const activations = new Float32Array(count * dMlp);
  const graph = await createGraph(buildNeuronGraph(architecture, weights));
  try {
    for (let first = 0; first < count; first += MAX_ROWS) {
      const end = Math.min(count, first + MAX_ROWS);
      await beforeCall();
      await graph.run(
        { x: shapeRows(rows.subarray(first * dModel, end * dModel), dModel) },
        { post: shapeRows(activations.subarray(first * dMlp, end * dMlp), dMlp) },
      );
    }
  } finally {
    await graph.release();
  }
  return activations;
}

/** Direct logit attribution of the neurons of one MLP: what each writes in the direction of the correct answer at the last position. */
import type { RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { computeNeurons, type NeuronWeights } from '../forward/neuron-weights';
import { takePosition } from '../forward/take-position';
import { createScaledDirections, projectCentred } from './attribution';
import type { Answers } from './metric';

/**
 * Shares of the logit difference, in logits: [prompt, neuron]. Together with the share of the MLP's output bias they are the MLP's.
 *
 * @param answers one for each prompt.
 * @throws BAD_USER_INPUT for answers whose score is not linear in the logits.
 */
export async function attributeToNeurons(
  model: LoadedModel,
  run: RunCache,
  layer: number,
  answers: readonly Answers[],
  neurons: NeuronWeights,
  beforeCall: () => Promise<void>,
): Promise<Float32Array> {
  const { dModel, dMlp } = model.architecture;
  const { mlpOut } = neurons.weights;
  const mid = takePosition(run.blocks[layer]!.mid, run, run.length - 1);
  const activations = await computeNeurons(neurons, mid, beforeCall);
  const directions = createScaledDirections(model, run, answers);
  return Float32Array.from({ length: run.prompts * dMlp }, (_, at) => {
    const [prompt, neuron] = [Math.floor(at / dMlp), at % dMlp];
    const { direction, scale } = directions[prompt]!;
    const written = projectCentred(mlpOut.subarray(neuron * dModel, (neuron + 1) * dModel), direction);
    return (activations[at]! * written) / scale;
  });
}

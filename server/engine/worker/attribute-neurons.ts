/** Direct logit attribution of the neurons of one MLP of the prompts of an experiment. */
import { countSteps } from '../../../domain/pair-groups';
import { checkFinite } from '../forward/finite';
import { readNeuronWeights } from '../forward/neuron-weights';
import type { NeuronAttributionRequest } from '../interventions';
import { attributeToNeurons } from '../metrics/neuron-attribution';
import { listPrompts } from './attribute';
import { joinPrompts } from './batches';
import { checkSites } from './check-input';
import type { BorrowedModel, Context } from './context';

/**
 * Computes what each neuron of each prompt's run writes in the direction of the correct answer: [prompt, neuron], in logits.
 *
 * @throws BAD_USER_INPUT for pairs that cannot be computed, too many tokens, or a layer that does not exist.
 */
export async function attributeNeurons(
  context: Context,
  { id, model, identity }: BorrowedModel,
  { experiment, on, layer }: NeuronAttributionRequest,
): Promise<Float32Array> {
  const { activations, executor, directories } = context;
  const { architecture } = model;
  const { batches, prompts: all } = listPrompts(context, architecture, experiment, on);
  const site = { site: 'MLP_OUT', layer, head: null, position: null, src: null } as const;
  checkSites([site], 'layer', architecture, countSteps({ ...experiment, directions: undefined }));
  const weights = await readNeuronWeights(await directories.locate(id), layer, identity.weightsSha256);
  const beforeCall = (): Promise<void> => executor.yieldToShort();
  const parts: Float32Array[] = [];
  for (const { pairs, indices } of batches) {
    const prompts = indices.map((index) => all[index]!);
    const run = await activations.run(model, identity.digest, prompts, beforeCall);
    parts.push(await attributeToNeurons(model, run, layer, pairs, weights, beforeCall));
  }
  const shares = joinPrompts(batches, parts);
  checkFinite(id, 'direct logit attribution', shares);
  return shares;
}

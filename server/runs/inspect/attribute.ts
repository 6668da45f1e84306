/** Direct logit attribution of prompts, computed at once and not stored. */
import { createNoEngineError } from '../../engine-status';
import { mean, type RunSide } from '../../../domain/effect';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import { validatePairs, type PairsInput } from '../submit/validate-pairs';

export interface AttributionInput extends PairsInput {
  readonly on: RunSide;
}

/** What each component adds to the logit difference of each prompt, in logits. */
export interface Attribution {
  /** [prompt][layer][head] */
  readonly heads: readonly (readonly (readonly number[])[])[];
  /** [prompt][layer][head][src] */
  readonly headsBySource: readonly (readonly (readonly (readonly number[])[])[])[];
  /** [prompt][layer] */
  readonly mlps: readonly (readonly number[])[];
  readonly attnBias: readonly (readonly number[])[];
  /** [prompt] */
  readonly embed: readonly number[];
  readonly posEmbed: readonly number[];
  readonly bias: readonly number[];
  /** Computes the shares of the neurons of one MLP, the largest |mean| first. @throws BAD_USER_INPUT for a layer that is not there. */
  readNeurons(layer: number): Promise<NeuronShare[]>;
}

/** What one neuron adds to the logit difference, in logits. */
export interface NeuronShare {
  readonly neuron: number;
  /** Over prompts. */
  readonly mean: number;
  readonly perPrompt: readonly number[];
}

/**
 * Attributes the logit difference of each prompt of one side.
 *
 * @throws BAD_USER_INPUT with all problems; MODEL_UNAVAILABLE; ENGINE_FAILED; RUN_CANCELLED when `signal` aborts.
 */
export async function attribute(
  services: Pick<Services, 'engine' | 'models'>,
  input: AttributionInput,
  signal?: AbortSignal,
): Promise<Attribution> {
  const { tokenPairs: pairs, model, issues } = await validatePairs(input, services.models, signal);
  if (!pairs) throw badUserInput(issues);
  const { engine } = services;
  if (engine === null) throw createNoEngineError();
  // Which of the two runs is the base run does not matter here.
  const experiment = { model: model.id, direction: 'DENOISING', pairs } as const;
  const result = await engine.attribute({ experiment, on: input.on });
  const byLayer = splitRows(result.heads, model.heads);
  const bySource = splitRows(result.headsBySource, pairs[0]!.clean.length);
  return {
    heads: splitRows(byLayer, model.layers),
    headsBySource: splitRows(splitRows(bySource, model.heads), model.layers),
    mlps: splitRows([...result.mlps], model.layers),
    attnBias: splitRows([...result.attnBias], model.layers),
    embed: [...result.embed],
    posEmbed: [...result.posEmbed],
    bias: [...result.bias],
    async readNeurons(layer) {
      if (layer < 0 || layer >= model.layers) {
        const message = `There is no layer ${layer}; choose 0 to ${model.layers - 1}.`;
        throw badUserInput([{ path: 'layer', message }]);
      }
      const shares = await engine.attributeNeurons({ experiment, on: input.on, layer });
      return rankNeurons(shares, pairs.length);
    },
  };
}

/** @param shares [prompt, neuron] */
function rankNeurons(shares: Float32Array, prompts: number): NeuronShare[] {
  const count = shares.length / prompts;
  return Array.from({ length: count }, (_, neuron) => {
    const perPrompt = Array.from({ length: prompts }, (__, prompt) => shares[prompt * count + neuron]!);
    return { neuron, mean: mean(perPrompt), perPrompt };
  }).toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
}

/** Splits a list into lists of `length`. */
function splitRows<T>(values: Iterable<T>, length: number): T[][] {
  const all = [...values];
  return Array.from({ length: all.length / length }, (_, row) => all.slice(row * length, (row + 1) * length));
}

/** Direct logit attribution of prompts, computed at once and not stored. */
import { createNoEngineError } from '../../engine-status';
import type { RunSide } from '../../../domain/effect';
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
  if (services.engine === null) throw createNoEngineError();
  // Which of the two runs is the base run does not matter here.
  const experiment = { model: model.id, direction: 'DENOISING', pairs } as const;
  const result = await services.engine.attribute({ experiment, on: input.on });
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
  };
}

/** Splits a list into lists of `length`. */
function splitRows<T>(values: Iterable<T>, length: number): T[][] {
  const all = [...values];
  return Array.from({ length: all.length / length }, (_, row) => all.slice(row * length, (row + 1) * length));
}

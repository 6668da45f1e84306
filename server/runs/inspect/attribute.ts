/** Direct logit attribution of prompts, computed at once and not stored. */
import { createNoEngineError } from '../../engine-status';
import type { RunSide } from '../../engine/api';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import type { PairInput } from '../submit/validate';
import { validatePairs } from './pairs';

export interface AttributionInput {
  readonly model: string;
  readonly pairs: readonly PairInput[];
  readonly on: RunSide;
  readonly prependBos: boolean;
}

/** What each component adds to the logit difference of each prompt, in logits. */
export interface Attribution {
  /** [prompt][layer][head] */
  readonly heads: readonly (readonly (readonly number[])[])[];
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
  const { experiment, model, issues } = await validatePairs(services, input, signal);
  if (!experiment) throw badUserInput(issues);
  if (services.engine === null) throw createNoEngineError();
  const result = await services.engine.attribute({ experiment, on: input.on });
  const byLayer = splitRows(result.heads, model.heads);
  return {
    heads: splitRows(byLayer, model.layers),
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

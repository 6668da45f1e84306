/** Direct logit attribution of the prompts of an experiment. */
import { directionOfBase, type RunSide } from '../../../domain/effect';
import { badUserInput } from '../../errors';
import type { Experiment } from '../api';
import type { AttributionRequest, AttributionResult } from '../interventions';
import { checkFinite } from '../forward/finite';
import { attributeLogitDiff } from '../metrics/attribution';
import type { Architecture } from '../models/architecture';
import { joinPrompts, splitIntoBatches, type Batch } from './batches';
import { checkOneLength } from './check-input';
import type { BorrowedModel, Context } from './context';

/** Largest number of tokens of all prompts of a request. */
const MAX_TOKENS = 16_384;

/**
 * Computes what each component of each prompt's run writes in the direction of the correct answer.
 *
 * @throws BAD_USER_INPUT for pairs that cannot be computed, and for more than MAX_TOKENS tokens.
 */
export async function attribute(
  context: Context,
  { id, model, identity }: BorrowedModel,
  { experiment, on }: AttributionRequest,
): Promise<AttributionResult> {
  const { activations, executor } = context;
  checkOneLength(experiment, on, 'attribution by source position');
  const beforeCall = (): Promise<void> => executor.yieldToShort();
  const parts: AttributionResult[] = [];
  const { batches, prompts: all } = listPrompts(context, model.architecture, experiment, on);
  for (const { pairs, indices } of batches) {
    const prompts = indices.map((index) => all[index]!);
    const run = await activations.run(model, identity.digest, prompts, beforeCall);
    parts.push(await attributeLogitDiff(model, run, prompts, pairs, beforeCall));
  }
  const join = (name: keyof AttributionResult): Float32Array => {
    const values = joinPrompts(
      batches,
      parts.map((part) => part[name]),
    );
    checkFinite(id, 'direct logit attribution', values);
    return values;
  };
  return {
    heads: join('heads'),
    headsBySource: join('headsBySource'),
    mlps: join('mlps'),
    attnBias: join('attnBias'),
    embed: join('embed'),
    posEmbed: join('posEmbed'),
    bias: join('bias'),
  };
}

/** The prompts of one side, and their batches. @throws BAD_USER_INPUT for pairs that cannot be computed, and for too many tokens. */
export function listPrompts(
  context: Context,
  architecture: Architecture,
  experiment: Experiment,
  on: RunSide,
): { batches: readonly Batch[]; prompts: (readonly number[])[] } {
  const batches = splitIntoBatches(experiment, architecture, context, directionOfBase(on));
  const tokens = batches.reduce((sum, { prompts, length }) => sum + prompts * length, 0);
  if (tokens > MAX_TOKENS) {
    const message = `The prompts are ${tokens} tokens together; up to ${MAX_TOKENS} are computed at once. Use fewer or shorter prompts.`;
    throw badUserInput([{ path: 'pairs', message }]);
  }
  const prompts = experiment.pairs.map((pair) => pair[on === 'CLEAN' ? 'clean' : 'corrupted']);
  return { batches, prompts };
}

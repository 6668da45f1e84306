/** Direct logit attribution of the prompts of an experiment. */
import type { RunSide } from '../../../domain/effect';
import { badUserInput } from '../../errors';
import type { Experiment } from '../api';
import type { AttributionRequest, AttributionResult } from '../interventions';
import { checkFinite } from '../forward/finite';
import { attributeLogitDiff } from '../metrics/attribution';
import type { Architecture } from '../models/architecture';
import { splitIntoBatches, type Batch } from './batches';
import type { BorrowedModel, Context } from './context';
import { concatenate } from './unpatched-runs';

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
  const beforeCall = (): Promise<void> => executor.yieldToShort();
  const parts: AttributionResult[] = [];
  for (const { pairs, prompts } of listPromptBatches(context, model.architecture, experiment, on)) {
    const run = await activations.run(model, identity.digest, prompts, beforeCall);
    parts.push(await attributeLogitDiff(model, run, prompts, pairs, beforeCall));
  }
  const join = (name: keyof AttributionResult): Float32Array => {
    const values = concatenate(parts.map((part) => part[name]));
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

/** The prompts of one side, batch by batch. @throws BAD_USER_INPUT for pairs that cannot be computed, and for too many tokens. */
export function listPromptBatches(
  context: Context,
  architecture: Architecture,
  experiment: Experiment,
  on: RunSide,
): { pairs: Batch['pairs']; prompts: (readonly number[])[] }[] {
  const batches = splitIntoBatches(experiment, architecture, context);
  const tokens = experiment.pairs.length * batches[0]!.length;
  if (tokens > MAX_TOKENS) {
    const message = `The prompts are ${tokens} tokens together; up to ${MAX_TOKENS} are computed at once. Use fewer or shorter prompts.`;
    throw badUserInput([{ path: 'pairs', message }]);
  }
  return batches.map(({ pairs }) => ({
    pairs,
    prompts: pairs.map((pair) => pair[on === 'CLEAN' ? 'clean' : 'corrupted']),
  }));
}

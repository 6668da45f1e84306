/** Logit lens of the prompts of an experiment. */
import { directionOfBase } from '../../../domain/effect';
import { badUserInput } from '../../errors';
import { checkFinite } from '../forward/finite';
import type { LensRequest, LensResult } from '../interventions';
import { countLensRows, listStages, readLogitLens } from '../metrics/logit-lens';
import { countForwardFlops, countUnembeddingFlops } from '../patching/flops';
import { joinPrompts, splitIntoBatches } from './batches';
import { checkOneLength } from './check-input';
import type { BorrowedModel, Context } from './context';
import { formatTera } from './intervene';
import { checkNotCancelled } from './run-experiment';

/**
 * Computes what each stage of each prompt's run would predict.
 *
 * @throws BAD_USER_INPUT for pairs that cannot be computed, or a request that is too costly; RUN_CANCELLED.
 */
export async function readLens(
  context: Context,
  { id, model, identity }: BorrowedModel,
  request: LensRequest,
  signal?: AbortSignal,
): Promise<LensResult> {
  const { experiment, on } = request;
  const { activations, executor, maxInterventionFlops } = context;
  const { architecture } = model;
  const batches = splitIntoBatches(experiment, architecture, context, directionOfBase(on));
  if (!request.isLastOnly) checkOneLength(experiment, on, 'the logit lens at every position');
  const flops = batches.reduce(
    (sum, batch) =>
      sum +
      countForwardFlops(architecture, batch) +
      countUnembeddingFlops(
        batch.prompts * countLensRows(architecture.layers, batch.length, request),
        architecture,
      ),
    0,
  );
  if (flops > maxInterventionFlops) {
    const message =
      `The logit lens of ${experiment.pairs.length} prompts takes ${formatTera(flops)}e12 floating point operations; ` +
      `up to ${formatTera(maxInterventionFlops)}e12 are computed at once. ` +
      'Use fewer or shorter prompts, or read the last position only.';
    throw badUserInput([{ path: 'pairs', message }]);
  }
  const beforeCall = async (): Promise<void> => {
    await executor.yieldToShort();
    checkNotCancelled(signal);
  };
  const parts: Omit<LensResult, 'stages'>[] = [];
  for (const { pairs } of batches) {
    const prompts = pairs.map((pair) => pair[on === 'CLEAN' ? 'clean' : 'corrupted']);
    const run = await activations.run(model, identity.digest, prompts, beforeCall);
    parts.push(await readLogitLens(model, run, pairs, request, beforeCall));
  }
  const join = (name: 'logitDiff' | 'logProb' | 'rank' | 'probabilities'): Float32Array => {
    const values = joinPrompts(
      batches,
      parts.map((part) => part[name]),
    );
    checkFinite(id, 'the logit lens', values);
    return values;
  };
  return {
    stages: listStages(architecture.layers, request.includesMid),
    logitDiff: join('logitDiff'),
    logProb: join('logProb'),
    rank: join('rank'),
    tokens: joinPrompts(
      batches,
      parts.map(({ tokens }) => tokens),
    ),
    probabilities: join('probabilities'),
  };
}

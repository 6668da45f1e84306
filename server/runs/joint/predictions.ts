/** Next-token predictions before and after a joint patch, computed on request. */
import { listAnswerTokens } from '../../../domain/experiment';
import type { JointPatch, PromptPair, Run } from '../../db';
import { createNoEngineError } from '../../engine-status';
import { badUserInput } from '../../errors';
import { readExperiment } from '../experiment';
import { expandSite } from '../inspect/sites';
import {
  joinRuns,
  predictUnpatched,
  splitRows,
  TOP_PREDICTIONS,
  type PatchedPredictions,
} from '../inspect/patched';
import { readJointPatch } from './read';
import { toPatchValue } from './spec';
import type { JointServices } from './store';

/**
 * Predictions on one prompt in the base run, the source run and after the joint patch.
 *
 * @param pairs all pairs of the run.
 * @throws BAD_USER_INPUT for a prompt that is not there or was not patched; MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function predictJointly(
  services: JointServices,
  run: Run,
  row: JointPatch,
  pairs: readonly PromptPair[],
  prompt: number,
): Promise<PatchedPredictions> {
  const { engine, models } = services;
  const spec = readJointPatch(row);
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'prompt', message }]);
  };
  const pair =
    pairs[prompt] ?? refuse(`There is no prompt ${prompt}; this run has prompts 0 to ${pairs.length - 1}.`);
  if (spec.donors && spec.donors[prompt] === null)
    refuse(`Prompt ${prompt} has no donor, so it was not patched. Choose another prompt.`);
  if (engine === null) throw createNoEngineError();
  // Means and other prompts need all pairs; the source run and zeros need one.
  const isAlone = spec.value === 'SOURCE' || spec.value === 'ZERO';
  const used = isAlone ? [prompt] : pairs.flatMap((_, at) => (spec.donors?.[at] === null ? [] : [at]));
  const experiment = readExperiment(
    run,
    used.map((at) => pairs[at]!),
  );
  const named = experiment.pairs.map(({ correct }) => listAnswerTokens(correct));
  const { heads } = await models.info(run.modelId);
  const [unpatched] = await predictUnpatched(services, run, spec.direction, [pair]);
  const predicted = await engine.predictTogether({
    experiment: { ...experiment, direction: spec.direction, directions: undefined },
    sites: spec.sites.flatMap((site) => expandSite(site, heads)),
    value: toPatchValue(spec, used),
    path: null,
    top: TOP_PREDICTIONS,
    named,
  });
  const at = used.indexOf(prompt);
  const vocabulary = await models.vocabulary(run.modelId);
  return joinRuns(unpatched!, splitRows(predicted[at]!, named[at]!.length, vocabulary));
}

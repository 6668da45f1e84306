/** Next tokens after patching several sites together. */
import { countSteps } from '../../../domain/pair-groups';
import type { TokenPrediction } from '../inspection';
import { logits, rankTokens, topTokens } from '../forward/unembed';
import type { PredictTogetherRequest } from '../interventions';
import { runInterventions } from '../patching/intervention';
import { splitIntoBatches } from './batches';
import { checkSites, checkToken, checkValue } from './check-input';
import type { BorrowedModel, Context } from './context';
import { checkCost, getShape, placeRequest } from './intervene';
import { createValueReader } from './patch-values';
import { checkPredictions } from './short-requests';
import { runBaseAndSource } from './unpatched-runs';

/**
 * The most probable next tokens of each pair after patching all sites together, then the named ones: [prompt][rank].
 *
 * @throws BAD_USER_INPUT for sites, donors or tokens that do not exist, or a request that is too costly.
 */
export async function predictTogether(
  context: Context,
  borrowed: BorrowedModel,
  { sites, top, named = [], ...request }: PredictTogetherRequest,
): Promise<TokenPrediction[][]> {
  const { id, model } = borrowed;
  const { experiment, path } = request;
  const { architecture } = model;
  const batches = splitIntoBatches(experiment, architecture, context);
  const steps = countSteps({ ...experiment, directions: undefined });
  checkSites(sites, 'sites', architecture, steps);
  if (path) checkSites(path.receivers, 'path.receivers', architecture, steps);
  checkValue(request.value, experiment, sites);
  for (const token of named.flat()) checkToken(token, 'named', architecture);
  checkCost(context, { ...request, sets: [sites] }, batches, borrowed);

  const beforeCall = (): Promise<void> => context.executor.yieldToShort();
  const options = { beforeCall, limits: context.limits };
  const readValues = await createValueReader(context, borrowed, request, batches, beforeCall);
  const predictions = experiment.pairs.map((): TokenPrediction[] => []);
  for (const batch of batches) {
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, beforeCall);
    const withValues = { base: runs.base, source: await readValues(batch, runs) };
    const onRows = async (_set: number, rows: Float32Array): Promise<void> => {
      for (const [at, values] of (await logits(model, rows)).entries()) {
        const index = batch.indices[at]!;
        const ranked = [...topTokens(values, top), ...rankTokens(values, named[index] ?? [])];
        predictions[index] = checkPredictions(id, ranked);
      }
    };
    const placed = placeRequest({ sets: [sites], path }, batch);
    const shape = getShape(request, batch);
    await runInterventions(model, withValues, placed.sets, placed.path, shape, onRows, options);
  }
  return predictions;
}

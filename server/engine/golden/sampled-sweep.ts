/** Computes some cells of a sweep, for golden arrays that hold a sample of a sweep which is too large for a test. */
import { readMetric } from '../api';
import { findFirstDifference } from '../../../domain/causality';
import { runCached } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { createBatchMetrics } from '../patching/batch-metrics';
import { planSweep } from '../patching/plan';
import { runSweeps } from '../patching/sweep';
import type { GoldenSet, GoldenSweep } from './read-golden';

/**
 * Logit differences of a whole sweep, [prompt, ...shape], of which only the golden cells are computed; all others have the
 * base run's value.
 */
export async function computeSampledSweep(
  model: LoadedModel,
  { pairs }: Pick<GoldenSet, 'pairs'>,
  { direction, kind, cells }: Pick<GoldenSweep, 'direction' | 'kind' | 'cells'>,
): Promise<Float32Array> {
  const beforeCall = async (): Promise<void> => {};
  const run = (side: 'clean' | 'corrupted') =>
    runCached(
      model,
      pairs.map((pair) => pair[side]),
      beforeCall,
    );
  const [clean, corrupted] = [await run('clean'), await run('corrupted')];
  const runs =
    direction === 'DENOISING' ? { base: corrupted, source: clean } : { base: clean, source: corrupted };
  const batch = {
    prompts: pairs.length,
    length: pairs[0]!.clean.length,
    firstDifference: findFirstDifference(pairs),
  };
  const plan = planSweep(kind, model.architecture, batch);
  const wanted = new Set(cells);
  const sampled = {
    ...plan,
    listCells: (layer: number) => plan.listCells(layer).filter(({ cell }) => wanted.has(cell)),
  };
  const metrics = await createBatchMetrics(model, ['logit_diff'], pairs, runs);
  const [values] = await runSweeps(model, runs, [sampled], batch, metrics, { beforeCall });
  return readMetric(values!, 'logit_diff');
}

/** One batch of a run of several batches, as the engine is given it. */
import { DEFAULT_METRICS, type Experiment } from '../../engine/api';
import type { Database, PromptPair, Run } from '../../db';
import { listStoredMetrics, readExperiment } from '../experiment';

/** The pairs of a batch in their order, and their experiment. */
export async function readBatch(
  db: Pick<Database, 'promptPair'>,
  run: Run,
  batch: number,
): Promise<{ pairs: PromptPair[]; experiment: Experiment }> {
  const pairs = await db.promptPair.findMany({ where: { runId: run.id, batch }, orderBy: { row: 'asc' } });
  return { pairs, experiment: { ...completeMetrics(readExperiment(run, pairs)), isBatch: true } };
}

/** Names the metrics that are stored, also where the experiment names none. */
export function completeMetrics(experiment: Experiment): Experiment {
  return { ...experiment, metrics: listStoredMetrics(experiment.metrics ?? DEFAULT_METRICS) };
}

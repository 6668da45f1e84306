/** The batches of a run computed by an engine process without queue, statistics and storage: what these add is compared with it. */
import { splitPairs } from '../../domain/pair-batches';
import type { Engine, Experiment, SweepKind } from '../../server/engine/api';
import { validateRun, type RunInput } from '../../server/runs/submit/validate';
import { takePairs } from '../../server/runs/submit/batches';
import type { Services } from '../../server/services/services';

/** @returns the experiment of an input. @throws Error when it cannot be run. */
export async function readInput({ models, config }: Services, input: RunInput): Promise<Experiment> {
  const { experiment, issues } = await validateRun(input, models, undefined, config.maxRunPairs);
  if (!experiment) throw new Error(JSON.stringify(issues));
  return experiment;
}

/** Time in ms of all batches of an experiment; the results are received and dropped. */
export async function measureAlone(
  engine: Engine,
  experiment: Experiment,
  kinds: readonly SweepKind[],
): Promise<number> {
  const started = performance.now();
  for (const batch of splitPairs(experiment))
    await engine.run({ ...takePairs(experiment, batch), isBatch: true }, kinds, { onEvent() {} });
  return performance.now() - started;
}

/** Time of a forward pass, with which other work is compared. */
import type { Computation, Experiment } from '../server/engine/api';

let nextToken = 0;

/** Time of a forward pass of all clean prompts, in ms. Each call has other last tokens, so that no earlier run is reused. */
export function measureForward(
  core: Computation,
  experiment: Pick<Experiment, 'model' | 'pairs'>,
): Promise<number> {
  const prompts = experiment.pairs.map(({ clean }) => [...clean.slice(0, -1), nextToken++]);
  return measureTime(() => core.attention({ model: experiment.model, prompts, layer: 0, head: 0 }));
}

/** Time of some work, in ms. */
export async function measureTime(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

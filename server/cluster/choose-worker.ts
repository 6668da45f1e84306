/** Which worker gets an interactive request: one that has the model in memory, then the least busy one. */
import type { ExpectedModel } from '../engine/api';
import type { Method, Requests } from '../engine/protocol';
import { canCompute, isModel, type WorkerInfo } from './worker-info';

/** The model of a request. */
export interface WantedModel {
  readonly id: string;
  readonly expected: ExpectedModel | undefined;
}

/** Requests that a worker with the model in memory may have open before another one loads it. */
const COLD_COST = 8;
/** Cost of a run that a worker computes, in requests: both are answered in turns. */
const RUN_COST = 2;

/** The model that a request is about. */
export function readModel(args: Requests[Method]): WantedModel {
  if ('experiment' in args) return { id: args.experiment.model, expected: args.experiment.expected };
  return { id: args.model, expected: args.expected };
}

/**
 * The best worker for a model; null when none can compute it.
 *
 * @param countOpen requests that the asking process has open at a worker.
 * @param avoided workers that have failed on the request.
 */
export function chooseWorker(
  workers: readonly WorkerInfo[],
  model: WantedModel,
  countOpen: (workerId: string) => number,
  avoided: ReadonlySet<string> = new Set(),
): WorkerInfo | null {
  let best: WorkerInfo | null = null;
  let least = Infinity;
  for (const worker of workers) {
    if (avoided.has(worker.id) || !canCompute(worker, model.id, model.expected)) continue;
    const cost =
      Math.max(worker.requests, countOpen(worker.id)) +
      (worker.run === null ? 0 : RUN_COST) +
      (worker.loaded.includes(model.id) ? 0 : COLD_COST);
    if (cost < least) [best, least] = [worker, cost];
  }
  return best;
}

/** Whether a worker that can compute a model may be there in a moment: workers restart, and read their models when they start. */
export function mayComeSoon(workers: readonly WorkerInfo[], { id, expected }: WantedModel): boolean {
  if (workers.length === 0) return true;
  return workers.some(
    ({ engineState, models }) =>
      models.length === 0 ||
      (engineState !== 'ready' && models.some((model) => isModel(model, id, expected))),
  );
}

/** Why a queued run of a model waits although its turn may have come; null when a worker has the model. */
export function explainWait(
  workers: readonly WorkerInfo[],
  id: string,
  digest: string | null,
): string | null {
  const model = { id, expected: { digest, weightsSha256: null } };
  return chooseWorker(workers, model, () => 0) ? null : explainNoWorker(workers, model);
}

/** Why no worker can compute a model, and what to do. */
export function explainNoWorker(workers: readonly WorkerInfo[], { id, expected }: WantedModel): string {
  if (workers.length === 0) return 'No worker is connected. Start one: npm run worker.';
  const having = workers.filter(({ models }) => models.some((model) => model.id === id));
  if (having.length === 0) {
    return `No connected worker has model '${id}'. Install it on one of them.`;
  }
  if (having.some((worker) => worker.models.some((model) => isModel(model, id, expected)))) {
    return `The engines of the workers that have model '${id}' are not ready. Try again in a moment.`;
  }
  return (
    `The workers have other files of model '${id}' than the site` +
    (expected?.digest ? ` (its digest is ${expected.digest.slice(0, 12)}…)` : '') +
    '. Install the same files on a worker.'
  );
}

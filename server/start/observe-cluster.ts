/** The workers of other processes on the administrator's page and in the metrics. */
import { addWorkerSource, type ListedWorker } from '../administration/workers';
import type { Cluster } from '../cluster/cluster';
import type { WorkerInfo } from '../cluster/worker-info';

/** Shows them. @returns what hides them again. */
export function observeCluster({ workers, own }: Pick<Cluster, 'workers' | 'own'>): () => void {
  return addWorkerSource('cluster', () =>
    workers
      .list()
      .filter(({ id }) => id !== own?.id)
      .map(listWorker),
  );
}

/** The process id tells workers of one machine apart; a worker that is started again has another one. */
function listWorker({
  host,
  pid,
  engineState,
  provider,
  reason,
  restarts,
  report,
}: WorkerInfo): ListedWorker {
  return {
    name: `${host} ${pid}`,
    status: { state: engineState, provider, pid, reason, restarts, report },
  };
}

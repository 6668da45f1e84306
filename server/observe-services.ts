/** Tells the metrics where the state of the queue and of the engines is. */
import { addWorkerSource, listWorkers, type ListedWorker } from './administration/workers';
import type { WorkerInfo } from './cluster/worker-info';
import { setMetricSources } from './observability/read-metrics';
import { readQueueState } from './runs/queue/state';
import type { Services } from './services';

export function observeServices(services: Pick<Services, 'db' | 'engine' | 'cluster'>): void {
  const { cluster } = services;
  if (cluster) addWorkerSource('cluster', () => cluster.workers.list().map(listWorker));
  setMetricSources({
    async readQueue() {
      const { queued, running, oldestAt } = await readQueueState(services);
      const oldestSeconds = oldestAt === null ? 0 : Math.max(0, (Date.now() - oldestAt.getTime()) / 1000);
      return { queued, running, oldestSeconds };
    },
    // The engine of this process is one of the workers of its cluster.
    listWorkers: () => listWorkers(cluster ? null : services.engine),
  });
}

function listWorker({
  host,
  pid,
  engineState: state,
  provider,
  reason,
  restarts,
  report,
}: WorkerInfo): ListedWorker {
  return { name: `${host}:${pid}`, status: { state, provider, pid: null, reason, restarts, report } };
}

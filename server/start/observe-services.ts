/** Tells the metrics where the state of the queue and of the engines is. */
import { listWorkers } from '../administration/workers';
import { setMetricSources } from '../observability/read-metrics';
import { readQueueState } from '../runs/queue/state';
import type { Services } from '../services/services';

export function observeServices(services: Pick<Services, 'db' | 'ownEngine'>): void {
  setMetricSources({
    async readQueue() {
      const { queued, running, oldestAt } = await readQueueState(services);
      const oldestSeconds = oldestAt === null ? 0 : Math.max(0, (Date.now() - oldestAt.getTime()) / 1000);
      return { queued, running, oldestSeconds };
    },
    listWorkers: () => listWorkers(services.ownEngine),
  });
}

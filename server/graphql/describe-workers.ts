/** The connected workers, as the API tells administrators of them. */
import type { Cluster } from '../cluster/cluster';

/** @param cluster null for a site of one process. */
export async function describeWorkers(cluster: Cluster | null) {
  // Without Redis there is nothing to read, and the list that is known is empty.
  const workers = (await cluster?.workers.read().catch(() => cluster.workers.list())) ?? [];
  return workers.map(
    ({
      isWeb,
      startedAt,
      engineState,
      models,
      loaded,
      run,
      restarts: _restarts,
      report: _report,
      ...worker
    }) => ({
      ...worker,
      servesSite: isWeb,
      startedAt: new Date(startedAt),
      available: engineState === 'ready',
      models: models.map(({ id, digest }) => ({ id, digest, loaded: loaded.includes(id) })),
      runId: run,
    }),
  );
}

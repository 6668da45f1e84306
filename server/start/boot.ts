/**
 * Runs once per server process, before it serves: starts the engine and the dispatcher, and seeds an empty gallery. With REDIS_URL
 * the process is one of several: with an engine it is also a worker, without one the workers compute.
 */
import { observeClientAddresses } from '../accounts/client-address';
import { hashStoredSessions } from '../accounts/hashed-sessions';
import type { Cluster } from '../cluster/cluster';
import { seedGallery } from '../gallery/seed';
import { settleLeftEvidence } from '../gallery/settle-left';
import { log } from '../log';
import { observeRequests } from '../observability/observe-requests';
import { startTracing, stopTracing } from '../observability/tracing/start';
import { observeCluster } from './observe-cluster';
import { observeServices } from './observe-services';
import { addReadinessChecks } from './readiness';
import { scheduleRetention, type RetentionSchedule } from '../retention/schedule';
import { storeLeftTexts } from '../runs/manage/store-left-texts';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { services, type Services } from '../services/services';
import { stopOnSignals } from './shutdown';

/** Starts all background work, and stops it on signals. */
export async function boot(): Promise<void> {
  const here = services();
  observeClientAddresses(here.config.trustedProxies);
  await startTracing(here.config.tracing, 'web');
  observeRequests(here.config.trustedProxies);
  observeServices(here);
  // A web server without an engine of its own is ready without workers: it shows saved results.
  addReadinessChecks({ ...here, engine: here.ownEngine });
  if (here.cluster) observeCluster(here.cluster);
  let dispatcher: Dispatcher | null = null;
  let retention: RetentionSchedule | null = null;
  stopOnSignals(() => stop(here, dispatcher, retention));
  await hashStoredSessions(here.db);
  retention = scheduleRetention(here, here.cluster?.runOnce);
  settleLeftEvidence(here);
  storeLeftTexts(here);
  if (here.engine === null) {
    log.info('running without an engine: the site shows saved results only');
    return;
  }
  const { cluster } = here;
  if (cluster) warnOfOwnSecrets(here.config);
  if (cluster?.own)
    dispatcher = startDispatcher(here, cluster.own.engine, { ...cluster.own, sharing: cluster.sharing });
  else if (!cluster) dispatcher = startDispatcher(here, here.engine);
  if (here.config.seedGallery) {
    const seeding = cluster ? seedOnce(here, cluster) : seedGallery(here);
    seeding.catch((error: unknown) => log.error({ err: error }, 'could not seed the gallery'));
  }
}

/** Seeds the gallery in one process of the site, when there is a worker that computes. */
async function seedOnce(here: Services, cluster: Cluster): Promise<void> {
  await cluster.whenWorker(here.stopping.signal);
  if (here.stopping.signal.aborted) return;
  await cluster.runOnce('seeding', () => seedGallery(here));
}

/** Secrets that are made in DATA_DIR differ between the machines of a site. */
function warnOfOwnSecrets({ sessionSecret, administratorToken, dataDir }: Services['config']): void {
  const own = [
    ...(sessionSecret === null ? ['SESSION_SECRET'] : []),
    ...(administratorToken === null ? ['ADMIN_TOKEN'] : []),
  ];
  if (own.length === 0) return;
  log.warn(
    { dataDir },
    `REDIS_URL is set, but ${own.join(' and ')} ${own.length === 1 ? 'is' : 'are'} not: web servers that do not share this DATA_DIR ` +
      'refuse the cookies of each other, so visitors lose their identity. Set the same values for all of them.',
  );
}

/** In this order: ends open streams, returns the current run to the queue, stops the engine, closes the database. */
async function stop(
  { stopping, engine, cluster, db }: Services,
  dispatcher: Dispatcher | null,
  retention: RetentionSchedule | null,
): Promise<void> {
  log.info('stopping');
  stopping.abort();
  await dispatcher?.stop();
  await retention?.stop();
  await cluster?.close();
  await engine?.close();
  await stopTracing();
  await db.$disconnect();
}

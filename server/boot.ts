/** Runs once per server process, before it serves: starts the engine and the dispatcher, and seeds an empty gallery. */
import { observeClientAddresses } from './accounts/client-address';
import { hashStoredSessions } from './accounts/hashed-sessions';
import { seedGallery } from './gallery/seed';
import { log } from './log';
import { observeRequests } from './observability/observe-requests';
import { startTracing, stopTracing } from './observability/tracing/start';
import { observeServices } from './observe-services';
import { addReadinessChecks } from './readiness';
import { startDispatcher, type Dispatcher } from './runs/queue/dispatcher';
import { services, type Services } from './services';
import { stopOnSignals } from './shutdown';

/** Starts all background work, and stops it on signals. */
export async function boot(): Promise<void> {
  const here = services();
  observeClientAddresses(here.config.trustedProxies);
  await startTracing(here.config.tracing, 'web');
  observeRequests(here.config.trustedProxies);
  observeServices(here);
  addReadinessChecks(here);
  let dispatcher: Dispatcher | null = null;
  stopOnSignals(() => stop(here, dispatcher));
  await hashStoredSessions(here.db);
  if (here.engine === null) {
    log.info('running without an engine: the site shows saved results only');
    return;
  }
  dispatcher = startDispatcher(here, here.engine);
  if (here.config.seedGallery) {
    seedGallery(here).catch((error: unknown) => log.error({ err: error }, 'could not seed the gallery'));
  }
}

/** In this order: ends open streams, returns the current run to the queue, stops the engine, closes the database. */
async function stop({ stopping, engine, db }: Services, dispatcher: Dispatcher | null): Promise<void> {
  log.info('stopping');
  stopping.abort();
  await dispatcher?.stop();
  await engine?.close();
  await stopTracing();
  await db.$disconnect();
}

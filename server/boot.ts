/** What a server process does once, before it serves: start the engine, dispatch runs, fill an empty gallery. */
import { observeClientAddresses } from './accounts/client-address';
import { seedGallery } from './gallery/seed';
import { log } from './log';
import { startDispatcher, type Dispatcher } from './runs/queue/dispatcher';
import { services, type Services } from './services';
import { stopOnSignals } from './shutdown';

/** Starts everything that goes on in the background, and sees to its end. */
export function boot(): void {
  const here = services();
  observeClientAddresses(here.config.trustedProxies);
  let dispatcher: Dispatcher | null = null;
  stopOnSignals(() => stop(here, dispatcher));
  if (here.engine === null) {
    log.info('running without an engine: saved results are shown, nothing is computed');
    return;
  }
  dispatcher = startDispatcher(here, here.engine);
  if (here.config.seedGallery) {
    seedGallery(here).catch((error: unknown) => log.error({ err: error }, 'the gallery could not be seeded'));
  }
}

/** In this order: open streams end, the run under way goes back to the queue, the engine ends, the database is closed. */
async function stop({ stopping, engine, db }: Services, dispatcher: Dispatcher | null): Promise<void> {
  log.info('stopping');
  stopping.abort();
  await dispatcher?.stop();
  await engine?.close();
  await db.$disconnect();
}

/** What a server process does once, before it serves: start the engine, dispatch runs, fill an empty gallery. */
import { observeClientAddresses } from './accounts/client-address';
import { seedGallery } from './gallery/seed';
import { log } from './log';
import { startDispatcher } from './runs/dispatcher';
import { services } from './services';

/** Starts everything that goes on in the background. */
export function boot(): void {
  const here = services();
  observeClientAddresses(here.config.trustedProxies);
  if (here.engine === null) {
    log.info('running without an engine: saved results are shown, nothing is computed');
    return;
  }
  startDispatcher(here, here.engine);
  if (here.config.seedGallery) {
    seedGallery(here).catch((error: unknown) => log.error({ err: error }, 'the gallery could not be seeded'));
  }
}

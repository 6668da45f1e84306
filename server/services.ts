/**
 * What services work with, made once a process: database, engine, models, announcements, settings.
 *
 * Kept on globalThis, because instrumentation and route handlers are separate bundles with separate modules.
 */
import { EventEmitter, setMaxListeners } from 'node:events';
import { config, type Config } from './config';
import { openDatabase, type Database } from './db';
import { startEngine } from './engine/client/client';
import type { Engine } from './engine/api';
import { createCardCache, type CardCache } from './gallery/card-cache';
import { createFilterCounts, type FilterCounts } from './gallery/filters';
import { administratorToken } from './accounts/administrator';
import { sessionSecret } from './accounts/identity';
import { createFairQueue, type FairQueue } from './fair-queue';
import { createRateLimits, type RateLimits } from './accounts/rate-limits';
import { modelsIn, type Models } from './models/registry/installed';
import { createInstaller, type Installer } from './models/hub/installer';
import { createThreadReader } from './models/registry/reader-thread';
import { createVerifier, type Verifier } from './models/verify/verifier';

export interface Services {
  readonly config: Config;
  readonly db: Database;
  /** Null where the site runs without one (ENGINE_ENABLED=0): it shows what is saved. */
  readonly engine: Engine | null;
  readonly models: Models;
  readonly installer: Installer;
  readonly verifier: Verifier;
  /** Emits a run's id whenever its row has changed; a hint, the row is the truth. */
  readonly changes: EventEmitter;
  /** To the dispatcher of this process: `queued` when a run waits, `cancel` with the id of a run to stop. */
  readonly queue: EventEmitter;
  /** Whether this process is publishing the first findings of an empty gallery. */
  readonly seeding: { isUnderWay: boolean };
  /** Cards and thumbnails of findings. */
  readonly cards: CardCache;
  /** Counts of findings for the gallery's filters. */
  readonly filterCounts: FilterCounts;
  /** Turns of clients at the engine, for what requests wait for. */
  readonly engineTurns: FairQueue;
  /** What one address or visitor may ask in a time; counted in this process. */
  readonly rates: RateLimits;
  /** Key that signs cookies. */
  readonly secret: string;
  /** Aborted once, when this process is about to end: open streams then end and no new ones are accepted. */
  readonly stopping: AbortController;
  /** Makes whoever knows it an administrator. */
  readonly administratorToken: string;
}

const KEY = Symbol.for('patchbay.services');

/** The services of this process; the first call opens the database and starts the engine. */
export function services(): Services {
  const holder = globalThis as { [KEY]?: Services };
  holder[KEY] ??= createServices(config, config.engineEnabled ? startEngine() : null);
  return holder[KEY];
}

/** The engine computes one call at a time; one more is on its way meanwhile. */
const ENGINE_CALLS = 2;

/** How long a hub may be silent before a connection is given up. */
const HUB_SILENCE_MS = 30_000;

/** Services over a given configuration and engine. */
export function createServices(
  settings: Config,
  engine: Engine | null,
  models: Models = modelsIn(settings.modelsDirs),
): Services {
  const db = openDatabase(settings.databaseUrl, settings.databaseWaitMs);
  return {
    config: settings,
    db,
    engine,
    models,
    installer: installerOf(settings),
    verifier: createVerifier({ db, engine, models }),
    changes: new EventEmitter().setMaxListeners(0),
    queue: new EventEmitter(),
    seeding: { isUnderWay: false },
    cards: createCardCache(),
    filterCounts: createFilterCounts(db),
    engineTurns: createFairQueue(ENGINE_CALLS),
    rates: createRateLimits(settings),
    secret: sessionSecret(settings),
    stopping: createStopping(),
    administratorToken: administratorToken(settings),
  };
}

function createStopping(): AbortController {
  const stopping = new AbortController();
  // Each open stream listens; there is no leak to warn of.
  setMaxListeners(0, stopping.signal);
  return stopping;
}

/** Installs from the hub, and into the folder, that the configuration names. */
export function installerOf({ hfEndpoint, hfToken, installDir, modelsDirs }: Config): Installer {
  const hub = { endpoint: hfEndpoint, token: hfToken, silenceMs: HUB_SILENCE_MS };
  return createInstaller({ folder: installDir, folders: modelsDirs, hub, reader: createThreadReader() });
}

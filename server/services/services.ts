/**
 * Creates, once per process, what the services work with: database, engine, models, events, settings.
 *
 * Each folder declares what it needs in its own `services.ts`; only the entry points see all of it. It is kept on
 * globalThis, because instrumentation and route handlers are separate bundles with separate modules.
 */
import { EventEmitter, setMaxListeners } from 'node:events';
import { config, type Config } from '../config';
import { openDatabase } from '../db';
import { explainWait } from '../cluster/choose-worker';
import { joinCluster, type Cluster } from '../cluster/cluster';
import { createSharedStores } from '../cluster/shared-limits';
import { listWithWorkers } from '../cluster/cluster-models';
import { shareFilterCounts } from '../cluster/shared-caches';
import { startEngine } from '../engine/client/client';
import type { Engine } from '../engine/api';
import type { Services as GalleryServices } from '../gallery/services';
import { createCardCache } from '../gallery/card-cache';
import { createFilterCounts } from '../gallery/filters';
import { administratorToken } from '../accounts/administrator';
import { createAuthentication, type Authentication } from '../accounts/authentication';
import { createMailer, type Mailer } from '../accounts/mail';
import { sessionSecret } from '../accounts/identity';
import { createFairQueue, type FairQueue } from './fair-queue';
import { createMemoryStores } from '../accounts/limit-stores';
import { createRateLimits, type RateLimits } from '../accounts/rate-limits';
import { adoptGuest } from '../ownership/adopt-guest';
import { renameUser } from '../ownership/rename-user';
import { createModels, type Models } from '../models/registry/installed';
import { createCircuitPartsCache } from '../runs/circuits/parts-cache';
import { createInstaller, type Installer } from '../models/hub/installer';
import { createThreadReader } from '../models/registry/reader-thread';
import { createVerifier, type Verifier } from '../models/verify/verifier';

export interface Services extends GalleryServices {
  /** The engine of this process; `engine` may be that of all workers. */
  readonly ownEngine: Engine | null;
  readonly installer: Installer;
  readonly verifier: Verifier;
  /** Turns of clients at the engine, for short calls that a request waits for. */
  readonly engineTurns: FairQueue;
  /** Turns of clients at calls that may take a minute or more (LONG_CALLS of request-engine.ts): they do not hold up short ones. */
  readonly longTurns: FairQueue;
  /** Rate limits of addresses and visitors, counted by all processes of the site together. */
  readonly rates: RateLimits;
  /** The other processes of the site; null when this process works alone. `engine` is then the engine of all workers. */
  readonly cluster: Cluster | null;
  /** Accounts and their sessions. */
  readonly authentication: Authentication;
  readonly mailer: Mailer;
  /** Key that signs cookies. */
  readonly secret: string;
  /** Whoever presents it is an administrator. */
  readonly administratorToken: string;
}

const KEY = Symbol.for('patchbay.services');

/** The services of this process; the first call opens the database and starts the engine. */
export function services(): Services {
  const holder = globalThis as { [KEY]?: Services };
  holder[KEY] ??= createServices(config, config.engineEnabled ? startEngine() : null);
  return holder[KEY];
}

/** An engine computes one call at a time; a second one is already on its way to it. */
const ENGINE_CALLS = 2;

/** A connection to the hub that receives nothing for this long is closed. */
const HUB_SILENCE_MS = 30_000;

/** Creates services from a configuration and an engine. */
export function createServices(
  settings: Config,
  engine: Engine | null,
  models: Models = createModels(settings.modelsDirs),
): Services {
  const cluster = joinCluster({ config: settings, engine, models, isWeb: true });
  const db = openDatabase(settings.databaseUrl, settings.databaseWaitMs, settings.databasePool);
  const secret = sessionSecret(settings);
  const mailer = createMailer(settings);
  const filterCounts = shareFilterCounts(createFilterCounts(db), cluster?.events);
  const countEngines = (): number => Math.max(1, cluster?.workers.list().length ?? 1);
  const ownership = {
    rename: (id: string, name: string) => renameUser({ db, filterCounts }, id, name),
    adopt: async (guestId: string, userId: string) => {
      await adoptGuest(db, guestId, userId);
      filterCounts.invalidate();
    },
  };
  return {
    config: settings,
    db,
    engine: cluster?.engine ?? engine,
    ownEngine: engine,
    models: cluster ? listWithWorkers(models, cluster.workers) : models,
    cluster,
    installer: createConfiguredInstaller(settings),
    verifier: createVerifier({ db, engine: cluster?.engine ?? engine, models }),
    changes: cluster?.events.emitter('changes') ?? new EventEmitter().setMaxListeners(0),
    queue: cluster?.events.emitter('queue') ?? new EventEmitter(),
    seeding: { isUnderWay: false },
    cards: createCardCache(),
    filterCounts,
    engineTurns: createFairQueue(() => ENGINE_CALLS * countEngines()),
    longTurns: createFairQueue(countEngines),
    circuitParts: createCircuitPartsCache(),
    explainWait: cluster ? (id, digest) => explainWait(cluster.workers.list(), id, digest) : undefined,
    rates: createRateLimits(
      settings,
      cluster ? createSharedStores(cluster.link, createMemoryStores()) : undefined,
    ),
    authentication: createAuthentication({ config: settings, db, mailer, secret, ownership }),
    mailer,
    secret,
    stopping: createStopping(),
    administratorToken: administratorToken(settings),
  };
}

function createStopping(): AbortController {
  const stopping = new AbortController();
  // Each open stream adds a listener, so many listeners are no leak.
  setMaxListeners(0, stopping.signal);
  return stopping;
}

/** Creates an installer for the hub and the folder of a configuration. */
export function createConfiguredInstaller({
  hfEndpoint,
  hfToken,
  installDir,
  modelsDirs,
}: Config): Installer {
  const hub = { endpoint: hfEndpoint, token: hfToken, silenceMs: HUB_SILENCE_MS };
  return createInstaller({ folder: installDir, folders: modelsDirs, hub, reader: createThreadReader() });
}

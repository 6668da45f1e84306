/**
 * What services work with, made once a process: database, engine, models, announcements, settings.
 *
 * Kept on globalThis, because instrumentation and route handlers are separate bundles with separate modules.
 */
import { EventEmitter } from 'node:events';
import { config, type Config } from './config';
import { openDatabase, type Database } from './db';
import { listModels, loadTokenizer, modelInfo, modelSha256, startEngine } from './engine/client';
import type { Engine, ModelInfo } from './engine/types';
import type { Tokenizer } from './engine/gpt2/tokenizer';
import { sessionSecret } from './accounts/identity';

/** The models on disk, read in this process. */
export interface Models {
  list(): Promise<ModelInfo[]>;
  /** @throws MODEL_UNAVAILABLE */
  info(id: string): Promise<ModelInfo>;
  /** @throws MODEL_UNAVAILABLE */
  tokenizer(id: string): Promise<Tokenizer>;
  /** sha256 of its weights file. @throws MODEL_UNAVAILABLE */
  sha256(id: string): Promise<string>;
}

export interface Services {
  readonly config: Config;
  readonly db: Database;
  /** Null where the site runs without one (ENGINE_ENABLED=0): it shows what is saved. */
  readonly engine: Engine | null;
  readonly models: Models;
  /** Emits a run's id whenever its row has changed; a hint, the row is the truth. */
  readonly changes: EventEmitter;
  /** To the dispatcher of this process: `queued` when a run waits, `cancel` with the id of a run to stop. */
  readonly queue: EventEmitter;
  /** Key that signs guest cookies. */
  readonly secret: string;
}

const KEY = Symbol.for('patchbay.services');

/** The services of this process; the first call opens the database and starts the engine. */
export function services(): Services {
  const holder = globalThis as { [KEY]?: Services };
  holder[KEY] ??= createServices(config, config.engineEnabled ? startEngine() : null);
  return holder[KEY];
}

/** Services over a given configuration and engine. */
export function createServices(settings: Config, engine: Engine | null): Services {
  const folders = settings.modelsDirs;
  return {
    config: settings,
    db: openDatabase(settings.databaseUrl),
    engine,
    models: {
      list: () => listModels(folders),
      info: (id) => modelInfo(id, folders),
      tokenizer: (id) => loadTokenizer(id, folders),
      sha256: (id) => modelSha256(id, folders),
    },
    changes: new EventEmitter().setMaxListeners(0),
    queue: new EventEmitter(),
    secret: sessionSecret(settings),
  };
}

/** What the site stores: the database, its tables and biggest owners, and the space that is left. */
import { statfs } from 'node:fs/promises';
import type { Config } from '../config';
import type { Database } from '../db';
import { databasePath } from '../db/file';
import { getErrorMessage } from '../errors';
import { log } from '../log';
import { keepInProcess } from '../process-wide';
import type { StorageWorker } from './storage.worker';
import { workerThread } from '../workers/worker-thread';
import { measurePostgres } from './measure-postgres';

export interface DatabaseSizes {
  readonly databaseBytes: number;
  /** `bytes` with indexes; null where the database does not tell. */
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly bytes: number | null }[];
  /** Those whose values take most. */
  readonly owners: readonly { readonly id: string; readonly runs: number; readonly valueBytes: number }[];
}

export interface Storage {
  readonly measuredAt: Date;
  /** Null when the measurement did not end in time; `problem` says so. */
  readonly sizes: DatabaseSizes | null;
  readonly problem: string | null;
  /** Free bytes of the file system of the data folder, and all of its bytes. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** A measurement reads an index of every table, so it is kept for this long, in ms. */
const KEPT_MS = 60_000;
const LIMIT_MS = 30_000;
const MEMORY_MB = 256;

interface Kept {
  readonly url: string;
  readonly storage: Promise<Storage>;
  readonly since: number;
}

const state = keepInProcess('storage', (): { kept: Kept | null } => ({ kept: null }));

/** The storage as it was within the last minute. */
export function readStorage(services: StorageServices): Promise<Storage> {
  const { databaseUrl: url } = services.config;
  const { kept } = state;
  if (kept && kept.url === url && performance.now() - kept.since < KEPT_MS) return kept.storage;
  const storage = measure(services);
  const entry = { url, storage, since: performance.now() };
  state.kept = entry;
  storage.catch(() => {
    if (state.kept === entry) state.kept = null;
  });
  return storage;
}

export interface StorageServices {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir'>;
  readonly db: Database;
}

async function measure({ config, db }: StorageServices): Promise<Storage> {
  const { bavail, blocks, bsize } = await statfs(config.dataDir);
  const space = { measuredAt: new Date(), freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  try {
    return { ...space, sizes: await measureDatabase(config.databaseUrl, db), problem: null };
  } catch (error) {
    log.warn({ err: error }, 'the database could not be measured');
    return {
      ...space,
      sizes: null,
      problem: `The database could not be measured: ${getErrorMessage(error)}`,
    };
  }
}

function measureDatabase(url: string, db: Database): Promise<DatabaseSizes> {
  if (!url.startsWith('file:')) return measurePostgres(db);
  const thread = workerThread<StorageWorker>('storage', { memoryMb: MEMORY_MB });
  return thread.call('measure', databasePath(url), { timeoutMs: LIMIT_MS });
}

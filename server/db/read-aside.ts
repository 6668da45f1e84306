/**
 * Reads that take long enough to hold up other requests. Those of SQLite run in a thread of their own, since libSQL's calls block; a
 * server of PostgreSQL computes in its own processes.
 */
import type { Prisma } from '../../prisma/generated/client';
import type { Database } from '../db';
import { AppError } from '../errors';
import { isWorkerError, workerThread } from '../workers/worker-thread';
import type { ReadWorker } from './read-aside.worker';

const LIMITS = { cpuMs: 10_000, timeoutMs: 60_000 };
/** Reads that wait for the thread; more are refused. */
const MAX_WAITING = 50;

const KEY = Symbol.for('patchbay.files');
/** Files of SQLite clients. On globalThis, because each bundle of the web server has its own copy of this module. */
const holder = globalThis as { [KEY]?: WeakMap<object, string> };
const files = (holder[KEY] ??= new WeakMap());

/** States the file of a client of SQLite. */
export function setFile(client: object, file: string): void {
  files.set(client, file);
}

/**
 * The rows of a query, as `$queryRaw` returns them, of what is committed. Values are texts, numbers or null.
 *
 * @throws QUOTA_EXCEEDED when too many reads wait.
 */
export async function readAside<Row>(db: Pick<Database, '$queryRaw'>, query: Prisma.Sql): Promise<Row[]> {
  const file = files.get(db);
  if (file === undefined) return db.$queryRaw<Row[]>(query);
  const thread = workerThread<ReadWorker>('read-aside', { maxWaiting: MAX_WAITING });
  try {
    return (await thread.call('read', { file, sql: query.sql, values: query.values }, LIMITS)) as Row[];
  } catch (error) {
    if (!isWorkerError(error) || error.reason === 'closed') throw error;
    const message = 'The server is too busy for this search now. Try again in a moment.';
    throw new AppError('QUOTA_EXCEEDED', message, { cause: error });
  }
}

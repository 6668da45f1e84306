/**
 * The Prisma client. Over SQLite: libSQL's driver, write-ahead log (see db/migrations.ts), transactions of db/adapter.ts. Over
 * PostgreSQL: db/postgresql.
 *
 * On both, transactions that commit could have run one after another. On PostgreSQL the body of one may be repeated, so it
 * changes nothing but rows: events and caches come after it.
 */
import { PrismaClient } from '../prisma/generated/client';
import { createAdapterFactory } from './db/adapter';
import { databasePath } from './db/file';
import { openPostgresql } from './db/postgresql/client';
import { isPostgresql } from './db/postgresql/pool';
import { observeAdapter } from './db/observed-adapter';
import { setFile } from './db/read-aside';
import { insideTransaction } from './db/transaction-scope';

export type Database = PrismaClient;
export type {
  AuditEntry,
  Circuit,
  Claim,
  ClaimVerdict,
  Collection,
  CollectionEditor,
  CollectionItem,
  Comment,
  CommentRevision,
  EdgeLayer,
  EdgeValue,
  Effect,
  Evidence,
  Finding,
  FindingRun,
  FindingVersion,
  JointPatch,
  JointPatchValue,
  Model,
  Notification,
  PatchedPrediction,
  Pattern,
  PromptPair,
  UnusablePair,
  PromptSet,
  PromptSetVersion,
  Reaction,
  Report,
  RetentionPass,
  Run,
  RunPicture,
  Star,
  Sweep,
  SweepBatch,
  SweepMoments,
  SweepValue,
  UnpatchedMetric,
  User,
  Verification,
} from '../prisma/generated/client';
export { Prisma } from '../prisma/generated/client';
export { databaseError, isPassing } from './db/faults';

/** How long a write waits for the lock of another program, in ms. */
const WAIT_MS = 10_000;
/** How long an interactive transaction may stay open, in ms; other writes of this process wait for it. */
const MAX_TRANSACTION_MS = 10_000;

/** Connections to a PostgreSQL server. */
const POOL_SIZE = 10;

/**
 * Opens a database; the file or the connections are opened when they are first used.
 *
 * @param url `file:` URL of an SQLite file, or `postgresql:` URL of a database of a server. It has been migrated.
 * @param waitMs how long a write waits for a lock of another program or transaction before it fails; see `isBusy`.
 * @param poolSize connections to PostgreSQL; SQLite has two.
 */
export function openDatabase(url: string, waitMs: number = WAIT_MS, poolSize: number = POOL_SIZE): Database {
  return isPostgresql(url)
    ? openPostgresql({ url, waitMs, poolSize }, MAX_TRANSACTION_MS)
    : openSqlite(databasePath(url), waitMs);
}

function openSqlite(path: string, waitMs: number): Database {
  const client = new PrismaClient({
    adapter: observeAdapter(createAdapterFactory({ path, waitMs })),
    // The adapter limits the wait for earlier writes with a more precise error.
    transactionOptions: { maxWait: 2 * waitMs + 1000, timeout: MAX_TRANSACTION_MS },
  });
  const transaction = client.$transaction.bind(client) as (work: unknown, options?: unknown) => unknown;
  const scoped = (work: unknown, options?: unknown): unknown =>
    typeof work === 'function'
      ? transaction((inner: unknown) => insideTransaction(() => work(inner) as Promise<unknown>), options)
      : transaction(work, options);
  setFile(client, path);
  return Object.assign(client, { $transaction: scoped });
}

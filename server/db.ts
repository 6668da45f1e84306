/** The Prisma client over SQLite: libSQL's driver, write-ahead log (see db/migrations.ts), transactions of db/adapter.ts. */
import { PrismaClient } from '../prisma/generated/client';
import { createAdapterFactory } from './db/adapter';
import { databasePath } from './db/file';
import { observeAdapter } from './db/observed-adapter';
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
  Run,
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
export { databaseError, isBusy } from './db/faults';

/** How long a write waits for the lock of another program, in ms. */
const WAIT_MS = 10_000;
/** How long an interactive transaction may stay open, in ms; other writes of this process wait for it. */
const MAX_TRANSACTION_MS = 10_000;

/**
 * Opens a database; the file is opened when it is first used.
 *
 * @param url `file:` URL of an SQLite file that has been migrated.
 * @param waitMs how long a write waits for a lock of another program before it fails; see `isBusy`.
 */
export function openDatabase(url: string, waitMs: number = WAIT_MS): Database {
  const client = new PrismaClient({
    adapter: observeAdapter(createAdapterFactory({ path: databasePath(url), waitMs })),
    // The adapter limits the wait for earlier writes with a more precise error.
    transactionOptions: { maxWait: 2 * waitMs + 1000, timeout: MAX_TRANSACTION_MS },
  });
  const transaction = client.$transaction.bind(client) as (work: unknown, options?: unknown) => unknown;
  const scoped = (work: unknown, options?: unknown): unknown =>
    typeof work === 'function'
      ? transaction((inner: unknown) => insideTransaction(() => work(inner) as Promise<unknown>), options)
      : transaction(work, options);
  return Object.assign(client, { $transaction: scoped });
}

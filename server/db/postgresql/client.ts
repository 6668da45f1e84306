/** The Prisma client over PostgreSQL: adapter.ts for the connections, retry.ts for conflicts. */
import { PrismaClient as PostgresqlClient } from '../../../prisma/postgresql/generated/client';
import type { PrismaClient } from '../../../prisma/generated/client';
import { setDialect } from '../dialect';
import { observeAdapter } from '../observed-adapter';
import { insideBatch, insideTransaction, isInsideTransaction } from '../transaction-scope';
import { createPostgresqlAdapter, type PostgresqlAdapterOptions } from './adapter';
import { whileConflicting } from './retry';

/** Operations that change nothing. */
const READS: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
  '$queryRaw',
  '$queryRawUnsafe',
]);

/**
 * Opens a database; connections are made when they are first needed.
 *
 * Both clients are generated from one schema. Their types differ in what only PostgreSQL can do, which nothing uses; so callers
 * see SQLite's.
 *
 * @param maxTransactionMs how long an interactive transaction may stay open.
 */
export function openPostgresql(options: PostgresqlAdapterOptions, maxTransactionMs: number): PrismaClient {
  const { waitMs } = options;
  const plain = new PostgresqlClient({
    adapter: observeAdapter(createPostgresqlAdapter(options)),
    transactionOptions: { maxWait: 2 * waitMs + 1000, timeout: maxTransactionMs },
  });
  const client = plain.$extends({
    query: {
      // Some operations, such as nested ones, are transactions of their own. A part of a transaction is repeated with it.
      $allOperations: ({ operation, args, query }) =>
        READS.has(operation) || isInsideTransaction()
          ? query(args)
          : whileConflicting(() => Promise.resolve(query(args)), waitMs),
    },
  }) as unknown as PrismaClient;
  const transaction = client.$transaction.bind(client) as (
    work: unknown,
    options?: unknown,
  ) => Promise<unknown>;
  const attempt = (work: unknown, settings?: unknown): Promise<unknown> =>
    typeof work === 'function'
      ? transaction((inner: object) => {
          setDialect(inner, 'postgresql');
          return insideTransaction(() => work(inner) as Promise<unknown>);
        }, settings)
      : insideBatch(() => transaction(work, settings));
  const $transaction = (work: unknown, settings?: unknown): Promise<unknown> =>
    whileConflicting(() => attempt(work, settings), waitMs);
  const database = Object.assign(client, { $transaction });
  setDialect(database, 'postgresql');
  return database;
}

/**
 * Prisma's driver adapter over two pools of connections to one PostgreSQL server.
 *
 * Services check and then write in one transaction, and rely on it. On SQLite transactions run one after another. Here they are
 * serializable: PostgreSQL lets them commit only if they could have run one after another, and ends others with a conflict, after
 * which retry.ts repeats them. So is a single write that reads other rows. Other single statements, those of the first pool, read
 * what is committed: a write depends on the rows that it changes alone, and the server checks these again when it has waited for
 * them.
 *
 * @prisma/adapter-pg does the conversion of values. Its transactions return a connection to the pool when COMMIT has failed or
 * was not answered; here such a connection is closed.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { checkedWrite, safeRead, statementKind } from '../statement';
import { refuseInsideTransaction } from '../transaction-scope';
import { faultFromPostgresql } from './faults';
import { createPool } from './pool';
import { runsAlone } from './retry';

/** In a statement that writes: it reads rows beside those that it changes. */
const READS_OTHER_ROWS = /\bSELECT\b/i;
/** Parameters that PostgreSQL takes in one statement. */
const MAX_PARAMETERS = 32_767;
/**
 * Every transaction begins with a lock that many can have, or one can have alone (see retry.ts). It is a lock on a table, because a
 * transaction sees the state after it has such a lock; while it waits for a lock of another kind, that state gets old.
 */
const [LOCK_SHARED, LOCK_ALONE] = ['ROW SHARE', 'EXCLUSIVE'].map(
  (mode) => `LOCK TABLE "_prisma_migrations" IN ${mode} MODE`,
) as [string, string];
const ADAPTER = { provider: 'postgres', adapterName: 'patchbay-pg' } as const;

export interface PostgresqlAdapterOptions {
  readonly url: string;
  /** Connections of this process, at least 2. */
  readonly poolSize: number;
  /** How long a query waits for a connection, in ms. */
  readonly waitMs: number;
}

/** The factory that Prisma calls when it first needs an adapter. */
export function createPostgresqlAdapter(options: PostgresqlAdapterOptions): SqlDriverAdapterFactory {
  return { ...ADAPTER, connect: () => createAdapter(options) };
}

async function createAdapter({ url, poolSize, waitMs }: PostgresqlAdapterOptions): Promise<SqlDriverAdapter> {
  const writers = Math.max(1, Math.ceil(poolSize / 2));
  const pools = [
    createPool({ url, waitMs, size: Math.max(1, poolSize - writers), isolation: 'read committed' }),
    createPool({ url, waitMs, size: writers, isolation: 'serializable' }),
  ] as const;
  const [plain, serial] = await Promise.all(pools.map((pool) => new PrismaPg(pool).connect()));

  /** @throws DatabaseFault */
  const begin = async (): Promise<Transaction> => {
    const transaction = createTransaction(await withFaults(() => serial!.startTransaction()));
    try {
      await transaction.executeRaw({ sql: runsAlone() ? LOCK_ALONE : LOCK_SHARED, args: [], argTypes: [] });
      return transaction;
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  };
  const route = async <T>(
    query: SqlQuery,
    run: (queryable: SqlQueryable, query: SqlQuery) => Promise<T>,
  ): Promise<T> => {
    if (statementKind(query.sql) === 'read') return withFaults(() => run(plain!, safeRead(query)));
    refuseInsideTransaction();
    if (!READS_OTHER_ROWS.test(query.sql)) return withFaults(() => run(plain!, checkedWrite(query)));
    const transaction = await begin();
    try {
      const result = await run(transaction, query);
      await transaction.commit();
      return result;
    } finally {
      await transaction.rollback();
    }
  };

  return {
    ...ADAPTER,
    getConnectionInfo: () => ({ maxBindValues: MAX_PARAMETERS, supportsRelationJoins: false }),
    queryRaw: async (query) => route(query, (queryable, safe) => queryable.queryRaw(safe)),
    executeRaw: async (query) => route(query, (queryable, safe) => queryable.executeRaw(safe)),
    executeScript: (script) =>
      withFaults(async () => {
        refuseInsideTransaction();
        // Without parameters the server takes several statements at once, as one transaction.
        await pools[1].query(script);
      }),
    async startTransaction(isolation) {
      checkIsolation(isolation);
      refuseInsideTransaction();
      return begin();
    },
    async dispose() {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

function createTransaction(inner: Transaction): Transaction {
  const { client } = inner as unknown as { readonly client: pg.PoolClient };
  let last: Promise<unknown> = Promise.resolve();
  /** One after another: a connection takes one query at a time, and Prisma may send several. */
  const run = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(() => withFaults(work));
    last = result.catch(() => {});
    return result;
  };
  const command = (sql: string) => run(() => inner.executeRaw({ sql, args: [], argTypes: [] }));
  let hasEnded = false;
  /** Ends the transaction, or the connection when the server does not confirm the end. */
  const end = async (sql: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
    if (hasEnded) return;
    hasEnded = true;
    try {
      await command(sql);
    } catch (error) {
      client.release(true);
      if (sql === 'COMMIT') throw error;
      return;
    }
    // Takes back the listener that startTransaction added, and releases the connection.
    await inner.commit();
  };
  const savepoint = async (sql: string): Promise<void> => void (await command(sql));
  return {
    ...ADAPTER,
    // Prisma leaves COMMIT and ROLLBACK to the methods below.
    options: { usePhantomQuery: true },
    queryRaw: (query) => run(() => inner.queryRaw(forTransaction(query))),
    executeRaw: (query) => run(() => inner.executeRaw(forTransaction(query))),
    commit: () => end('COMMIT'),
    rollback: () => end('ROLLBACK'),
    createSavepoint: (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => savepoint(`ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  };
}

const forTransaction = (query: SqlQuery): SqlQuery =>
  statementKind(query.sql) === 'read' ? safeRead(query) : checkedWrite(query);

async function withFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultFromPostgresql(error) ?? error;
  }
}

function checkIsolation(level: IsolationLevel | undefined): void {
  if (level === undefined || level === 'SERIALIZABLE') return;
  throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level });
}

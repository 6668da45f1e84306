/**
 * Prisma's driver adapter over two pools of connections to one PostgreSQL server, one for reads and one for writes.
 *
 * Services check and then write in one transaction, and rely on it. On SQLite transactions run one after another. Here all
 * writes are serializable: PostgreSQL lets them commit only if they could have run one after another, and ends others with a
 * conflict, after which retry.ts repeats them. Single reads see what is committed, take no part in this and never fail by it.
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
  type Transaction,
} from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { checkedWrite, safeRead, statementKind } from '../statement';
import { refuseInsideTransaction } from '../transaction-scope';
import { faultFromPostgresql } from './faults';
import { createPool } from './pool';

/** Parameters that PostgreSQL takes in one statement. */
const MAX_PARAMETERS = 32_767;
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
  const [reader, writer] = await Promise.all(pools.map((pool) => new PrismaPg(pool).connect()));
  const route = <T>(
    query: SqlQuery,
    run: (queryable: SqlDriverAdapter, query: SqlQuery) => Promise<T>,
  ): Promise<T> => {
    if (statementKind(query.sql) === 'read') return withFaults(() => run(reader!, safeRead(query)));
    refuseInsideTransaction();
    return withFaults(() => run(writer!, checkedWrite(query)));
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
      return createTransaction(await withFaults(() => writer!.startTransaction()));
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

/**
 * Prisma's driver adapter over two connections to one SQLite file, one for reads and one for writes.
 *
 * Reads never wait for writes (write-ahead log). Writes of this process run one after another. Each is a transaction that
 * begins IMMEDIATE, so that a lock of another process is found there, where a retry is safe. After any failure the transaction
 * is rolled back before the next write. @prisma/adapter-libsql leaves a transaction open when COMMIT fails, and opens a
 * connection for each transaction without closing it; only its conversion of values and errors is used here.
 */
import { PrismaLibSql } from '@prisma/adapter-libsql';
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { Connection, type Argument } from './connection';
import { scheduleAnalysis } from './analyze';
import { DatabaseFault } from './faults';
import { checkedWrite, safeRead, statementKind } from './statement';
import { refuseInsideTransaction } from './transaction-scope';
import { deadlineIn, whileBusy, WriteQueue, type Deadline } from './wait';

/** Parameters that SQLite takes in one statement (SQLITE_MAX_VARIABLE_NUMBER). */
const MAX_PARAMETERS = 32_766;

export interface AdapterOptions {
  /** Path of the database file. */
  readonly path: string;
  /** How long a write waits for other programs and other writes, in ms. */
  readonly waitMs: number;
}

/** The factory that Prisma calls when it first needs an adapter. */
export function createAdapterFactory(options: AdapterOptions): SqlDriverAdapterFactory {
  return {
    provider: 'sqlite',
    adapterName: 'patchbay-libsql',
    connect: () => createAdapter(options),
  };
}

async function createAdapter({ path, waitMs }: AdapterOptions): Promise<SqlDriverAdapter> {
  const reading = new Connection(path);
  const writing = new Connection(path);
  const reader = await converting(reading);
  const writer = await converting(writing);
  const queue = new WriteQueue();
  // Statistics are read when a connection opens, so the next statements open others.
  const analysis = scheduleAnalysis(
    (work) => write(async () => work(writing), true),
    () => [reading, writing].forEach((connection) => connection.inTransaction || connection.close()),
  );

  /** Reads at once. Waits only for a lock that excludes readers, such as that of a recovery. */
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await whileBusy(work, deadlineIn(waitMs));
    } finally {
      reading.recover();
    }
  };

  /** Writes after the earlier writes of this process. */
  const write = async <T>(work: () => Promise<T>, inTransaction: boolean): Promise<T> => {
    refuseInsideTransaction();
    const deadline = deadlineIn(waitMs);
    const leave = await queue.enter(deadline);
    try {
      if (!inTransaction) return await whileBusy(work, deadline);
      await begin(writing, deadline);
      const result = await work();
      await commit(writing, deadline);
      return result;
    } finally {
      writing.recover();
      leave();
    }
  };

  const route = <T>(query: SqlQuery, run: (queryable: Converting, query: SqlQuery) => Promise<T>) => {
    const kind = statementKind(query.sql);
    if (kind === 'read') {
      const safe = safeRead(query);
      return read(() => run(reader, safe));
    }
    const checked = checkedWrite(query);
    return write(() => run(writer, checked), kind === 'write');
  };

  return {
    provider: 'sqlite',
    adapterName: 'patchbay-libsql',
    getConnectionInfo: () => ({ maxBindValues: MAX_PARAMETERS, supportsRelationJoins: false }),
    queryRaw: async (query) => route(query, (queryable, safe) => queryable.queryRaw(safe)),
    executeRaw: async (query) => route(query, (queryable, safe) => queryable.executeRaw(safe)),
    executeScript: (script) => write(async () => writing.run(script), true),
    async startTransaction(isolation) {
      checkIsolation(isolation);
      refuseInsideTransaction();
      const deadline = deadlineIn(waitMs);
      const leave = await queue.enter(deadline);
      try {
        await begin(writing, deadline);
      } catch (error) {
        writing.recover();
        leave();
        throw error;
      }
      return createTransaction(writing, writer, waitMs, leave);
    },
    async dispose() {
      analysis.stop();
      reading.close();
      writing.close();
    },
  };
}

function createTransaction(
  connection: Connection,
  queryable: Converting,
  waitMs: number,
  leave: () => void,
): Transaction {
  /** SQLite may end a transaction by itself, for example on a full disk. Later statements would then run outside of it. */
  const inside = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!connection.inTransaction)
      throw new DatabaseFault('unreachable', 'the transaction has been rolled back');
    return work();
  };
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    connection.recover();
    leave();
  };
  const savepoint = (sql: string) => inside(async () => connection.run(sql));
  return {
    provider: 'sqlite',
    adapterName: 'patchbay-libsql',
    // Prisma leaves COMMIT and ROLLBACK to the methods below.
    options: { usePhantomQuery: true },
    queryRaw: (query) => inside(() => queryable.queryRaw(forTransaction(query))),
    executeRaw: (query) => inside(() => queryable.executeRaw(forTransaction(query))),
    async commit() {
      try {
        await inside(() => commit(connection, deadlineIn(waitMs)));
      } finally {
        end();
      }
    },
    async rollback() {
      end();
    },
    createSavepoint: (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => savepoint(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  };
}

const forTransaction = (query: SqlQuery): SqlQuery =>
  statementKind(query.sql) === 'read' ? safeRead(query) : checkedWrite(query);

async function begin(connection: Connection, deadline: Deadline): Promise<void> {
  await whileBusy(() => connection.run('BEGIN IMMEDIATE'), deadline);
}

/** COMMIT finds a lock only on file systems without a write-ahead log; there it waits for readers. */
async function commit(connection: Connection, deadline: Deadline): Promise<void> {
  await whileBusy(() => connection.run('COMMIT'), deadline);
}

function checkIsolation(level: IsolationLevel | undefined): void {
  if (level === undefined || level === 'SERIALIZABLE') return;
  throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level });
}

interface Converting {
  queryRaw(query: SqlQuery): Promise<SqlResultSet>;
  executeRaw(query: SqlQuery): Promise<number>;
}

/** A connection with Prisma's conversions of arguments, values and errors. */
function converting(connection: Connection): Promise<Converting> {
  const client = {
    execute: async ({ sql, args }: { sql: string; args: Argument[] }) => connection.execute(sql, args),
  };
  class Conversion extends PrismaLibSql {
    override createClient(): ReturnType<PrismaLibSql['createClient']> {
      return client as unknown as ReturnType<PrismaLibSql['createClient']>;
    }
  }
  return new Conversion({ url: 'file:' }).connect();
}

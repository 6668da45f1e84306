/** Counts and times the statements of a driver adapter, whatever its database is. */
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { openStatement, type StatementKind } from '../observability/metrics/database';
import { statementKind } from './statement';

/** The same factory, whose adapters are observed. Statements of a transaction count as part of it. */
export function observeAdapter(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  return { ...factory, connect: async () => observe(await factory.connect()) };
}

function observe(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const observed = Object.create(adapter) as SqlDriverAdapter;
  observed.queryRaw = (query) => during(kindOf(query), () => adapter.queryRaw(query));
  observed.executeRaw = (query) => during(kindOf(query), () => adapter.executeRaw(query));
  observed.startTransaction = async (isolation) => {
    const end = openStatement('transaction');
    try {
      return observeTransaction(await adapter.startTransaction(isolation), end);
    } catch (error) {
      end();
      throw error;
    }
  };
  return observed;
}

function observeTransaction(transaction: Transaction, end: () => void): Transaction {
  const observed = Object.create(transaction) as Transaction;
  let hasEnded = false;
  const endOnce = (): void => {
    if (!hasEnded) end();
    hasEnded = true;
  };
  observed.commit = () => transaction.commit().finally(endOnce);
  observed.rollback = () => transaction.rollback().finally(endOnce);
  return observed;
}

async function during<T>(kind: StatementKind, work: () => Promise<T>): Promise<T> {
  const end = openStatement(kind);
  try {
    return await work();
  } finally {
    end();
  }
}

function kindOf({ sql }: SqlQuery): StatementKind {
  return statementKind(sql) === 'read' ? 'read' : 'write';
}

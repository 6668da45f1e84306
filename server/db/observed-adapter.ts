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
  return withMethods(factory, { connect: async () => observe(await factory.connect()) });
}

function observe(adapter: SqlDriverAdapter): SqlDriverAdapter {
  return withMethods(adapter, {
    queryRaw: (query) => during(findKind(query), () => adapter.queryRaw(query)),
    executeRaw: (query) => during(findKind(query), () => adapter.executeRaw(query)),
    async startTransaction(isolation) {
      const end = openStatement('transaction');
      try {
        return observeTransaction(await adapter.startTransaction(isolation), end);
      } catch (error) {
        end();
        throw error;
      }
    },
  });
}

function observeTransaction(transaction: Transaction, end: () => void): Transaction {
  let hasEnded = false;
  const endOnce = (): void => {
    if (!hasEnded) end();
    hasEnded = true;
  };
  return withMethods(transaction, {
    commit: () => transaction.commit().finally(endOnce),
    rollback: () => transaction.rollback().finally(endOnce),
  });
}

/** The object with some methods replaced. The others run on the object itself, which may have private fields. */
function withMethods<T extends object>(target: T, methods: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(methods, name)) return methods[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function during<T>(kind: StatementKind, work: () => Promise<T>): Promise<T> {
  const end = openStatement(kind);
  try {
    return await work();
  } finally {
    end();
  }
}

function findKind({ sql }: SqlQuery): StatementKind {
  return statementKind(sql) === 'read' ? 'read' : 'write';
}

/** Reads SQLite files in a thread, since libSQL's calls block the thread that makes them. */
import Libsql from 'libsql';
import { serveMethods } from '../workers/serve-methods';

/** How long a read waits for a lock that excludes readers, in ms. */
const WAIT_MS = 5000;

interface Read {
  readonly file: string;
  readonly sql: string;
  readonly values: readonly unknown[];
}

const methods = {
  /** Opened for each read: a connection that is kept would hold a file that is deleted or replaced. */
  read({ file, sql, values }: Read): Record<string, unknown>[] {
    const database = new Libsql(file, { timeout: WAIT_MS });
    try {
      database.exec('PRAGMA query_only = ON');
      return database.prepare(sql).all([...values]) as Record<string, unknown>[];
    } finally {
      database.close();
    }
  },
};
export type ReadWorker = typeof methods;

serveMethods(methods);

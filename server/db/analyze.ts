/**
 * Statistics of SQLite, which choose the indexes of queries. Without them a plan that suits a small store may read a large one whole.
 *
 * This is what `PRAGMA optimize=0x10002` does at the opening of a connection and later, as SQLite's documentation recommends; libSQL's
 * SQLite is older (3.45) and has neither that flag nor a limit of its own. Each table is a write of its own and reads up to
 * `ANALYSIS_LIMIT` rows of each index, so that it takes milliseconds whatever the size of the table.
 */
import type { Connection } from './connection';
import { log } from '../log';

/** Rows of an index that are read; SQLite recommends 100 to 1000. */
const ANALYSIS_LIMIT = 1000;
/** Not at once: a start has other work, and tests and scripts are short. */
const FIRST_MS = 60_000;
const EVERY_MS = 6 * 3600_000;

/** Runs work on the writing connection, after earlier writes, in a transaction. */
type Write = <T>(work: (connection: Connection) => T) => Promise<T>;

/**
 * Analyzes all tables a minute after the start and every six hours. It does not keep the process alive.
 *
 * @param renew called after an analysis: connections read statistics when they open.
 */
export function scheduleAnalysis(write: Write, renew: () => void): { readonly stop: () => void } {
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const plan = (ms: number): void => {
    timer = setTimeout(() => {
      analyze(write, () => isStopped)
        .then(
          () => isStopped || renew(),
          (error: unknown) => log.warn({ err: error }, 'the database could not be analyzed'),
        )
        .finally(() => isStopped || plan(EVERY_MS));
    }, ms).unref();
  };
  plan(FIRST_MS);
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Analyzes all tables, one write each. @param isStopped asked before each of them. */
export async function analyze(write: Write, isStopped: () => boolean = () => false): Promise<void> {
  for (const table of await write(listTables)) {
    if (isStopped()) return;
    // The limit is the connection's, which may be another one each time.
    const sql = `PRAGMA analysis_limit = ${ANALYSIS_LIMIT}; ANALYZE "${table.replaceAll('"', '""')}";`;
    await write((connection) => connection.run(sql));
  }
}

function listTables(connection: Connection): string[] {
  const { rows } = connection.execute(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
    [],
  );
  return rows.map(([name]) => String(name));
}

/** Connections to a PostgreSQL server. */
import pg from 'pg';
import { watchAnswers } from './watch-answers';

/** How long a statement may run, in ms. */
export const STATEMENT_MS = 60_000;
/** How much longer the answer may take, in ms: a network that is cut answers nothing. */
const ANSWER_MS = 5_000;
/** Shortest time to open a connection, in ms: a server that is busy needs some. */
const OPEN_MS = 2_000;
/** How long a statement waits for a lock, in ms. */
const LOCK_MS = 60_000;
/** How long a connection without work stays open, in ms. */
const IDLE_MS = 30_000;
/** How long a server keeps a transaction whose process has stopped sending, in ms. */
const IDLE_IN_TRANSACTION_MS = 60_000;

export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  /** How long to wait for a connection, in ms. */
  readonly waitMs: number;
  /** Isolation of transactions and of single statements. */
  readonly isolation: 'read committed' | 'serializable';
  readonly statementMs?: number;
}

/** Whether a database's URL is that of a PostgreSQL server. */
export function isPostgresql(url: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(url);
}

/** A pool that opens connections when they are needed. Connections that fail are replaced. */
export function createPool({
  url,
  size,
  waitMs,
  isolation,
  statementMs = STATEMENT_MS,
}: PoolOptions): pg.Pool {
  const options = connectionOptions(url, isolation, statementMs, waitMs);
  const pool = new pg.Pool({
    ...options,
    max: size,
    connectionTimeoutMillis: Math.max(waitMs, OPEN_MS),
  });
  // A server that restarts closes idle connections; the next query opens another.
  pool.on('error', () => {});
  watchAnswers(pool, options);
  return pool;
}

/** Options of a single connection, with the same settings. */
export function connectionOptions(
  url: string,
  isolation: PoolOptions['isolation'],
  statementMs: number,
  waitMs: number = LOCK_MS,
): pg.PoolConfig {
  const settings = {
    // Columns hold UTC without a zone.
    TimeZone: 'UTC',
    default_transaction_isolation: isolation.replace(' ', '\\ '),
    statement_timeout: statementMs,
    lock_timeout: Math.max(1, Math.round(waitMs)),
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    extra_float_digits: 1,
  };
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const given = new URL(url).searchParams.get('options');
  return {
    connectionString: withoutOptions(url),
    options: [...(given === null ? [] : [given]), ...own].join(' '),
    query_timeout: statementMs === 0 ? undefined : statementMs + ANSWER_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    application_name: 'patchbay',
    allowExitOnIdle: true,
  };
}

/** The URL's own `options` would replace those above. */
function withoutOptions(url: string): string {
  const parsed = new URL(url);
  parsed.searchParams.delete('options');
  return parsed.href;
}

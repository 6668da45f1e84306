/**
 * Ends connections whose answers are lost. A router that restarts, or a server that is replaced, may forget a connection without a
 * word; TCP notices after a quarter of an hour, and the time limit of a statement after a minute. So when an answer takes long, the
 * server is asked through another connection whether it still works on it.
 *
 * What such a connection holds, such as the locks of a transaction, is released by ending it on the server, too.
 */
import pg from 'pg';

/** An answer that takes longer than this is asked after, in ms. */
const ASK_MS = 3000;
const LOOK_MS = 1000;
/** The server has finished a statement for longer than this: its answer is not only on its way, in ms. */
const LOST_MS = 1500;
/** Time limits of the question, in ms. */
const QUESTION_MS = 2000;

interface Watched {
  /** When it was given the first of the statements that are not answered, by `performance.now()`; null: none. */
  busySince: number | null;
  isAskedAfter: boolean;
}

/** Watches the connections of a pool. @param options of a further connection to the same server. */
export function watchAnswers(pool: pg.Pool, options: pg.ClientConfig): void {
  const watched = new Map<pg.PoolClient, Watched>();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = performance.now();
    for (const [client, state] of watched) {
      if (state.busySince === null || now - state.busySince < ASK_MS || state.isAskedAfter) continue;
      state.isAskedAfter = true;
      endIfLost(client, options)
        .finally(() => (state.isAskedAfter = false))
        .catch(() => {});
    }
  };
  pool.on('connect', (client) => {
    const state: Watched = { busySince: null, isAskedAfter: false };
    watched.set(client, state);
    Object.assign(client, {
      query(...args: unknown[]) {
        state.busySince ??= performance.now();
        return (pg.Client.prototype.query as (...all: unknown[]) => unknown).apply(client, args);
      },
    });
    client.on('drain', () => (state.busySince = null));
    timer ??= setInterval(look, LOOK_MS).unref();
  });
  pool.on('remove', (client) => {
    watched.delete(client);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
}

/** Ends a connection when the server says that it does not work for it; does nothing when the server cannot be asked. */
async function endIfLost(client: pg.PoolClient, options: pg.ClientConfig): Promise<void> {
  const { processID, connection } = client as pg.PoolClient & {
    readonly processID: number | null;
    readonly connection: { readonly stream: { destroy(): void } };
  };
  const asking = new pg.Client({
    ...options,
    connectionTimeoutMillis: QUESTION_MS,
    query_timeout: QUESTION_MS,
  });
  asking.on('error', () => {});
  try {
    await asking.connect();
    const { rows } = await asking.query<{ state: string; ms: number }>(
      `SELECT state, CAST(EXTRACT(EPOCH FROM clock_timestamp() - state_change) * 1000 AS FLOAT8) AS ms
       FROM pg_stat_activity WHERE pid = $1`,
      [processID],
    );
    const [row] = rows;
    if (row && (row.state === 'active' || row.ms < LOST_MS)) return;
    connection.stream.destroy();
    if (row) await asking.query('SELECT pg_terminate_backend($1)', [processID]);
  } catch {
    // The server or the way to it does not answer either; the time limits of statements hold.
  } finally {
    await asking.end().catch(() => {});
  }
}

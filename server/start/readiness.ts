/** The checks of readiness of a web process: database, engine, and whether it is about to end. */
import { databaseError, type Database } from '../db';
import { listExpectedMigrations } from '../db/migrations';
import type { Engine } from '../engine/api';
import { addCheck } from '../observability/checks';

/** An engine that was ready may restart for this long before the site stops to be ready, in ms: saved results need none. */
const RESTART_MS = 30_000;

interface CheckedServices {
  readonly db: Pick<Database, '$queryRaw'>;
  readonly engine: Pick<Engine, 'status'> | null;
  readonly stopping: Pick<AbortController, 'signal'>;
}

/** Adds the checks. */
export function addReadinessChecks({ db, engine, stopping }: CheckedServices): void {
  addCheck('process', () => (stopping.signal.aborted ? 'The process is about to end.' : null));
  addCheck('database', createDatabaseCheck(db));
  if (engine) addCheck('engine', createEngineCheck(engine));
}

/** Whether the database answers and has every migration of this version; those of newer versions do no harm. */
export function createDatabaseCheck(
  db: Pick<Database, '$queryRaw'>,
  migrations: () => readonly string[] = () => listExpectedMigrations(db),
): () => Promise<string | null> {
  let expected: readonly string[] | null = null;
  return async () => {
    expected ??= migrations();
    try {
      const rows = await db.$queryRaw<{ migration_name: string }[]>`
        SELECT "migration_name" FROM "_prisma_migrations"
        WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;
      const applied = new Set(rows.map((row) => row.migration_name));
      const missing = expected.filter((name) => !applied.has(name));
      if (missing.length === 0) return null;
      const count = missing.length === 1 ? '1 migration' : `${missing.length} migrations`;
      return `The database lacks ${count} of this version. Run npm run db:migrate.`;
    } catch (error) {
      const fault = databaseError(error);
      if (!fault) throw error;
      return 'The database cannot be read; the log says why.';
    }
  };
}

/** Whether the engine is ready. @param clock monotonic, in ms. */
export function createEngineCheck(
  engine: Pick<Engine, 'status'>,
  clock: () => number = () => performance.now(),
): () => string | null {
  let lastReady: number | null = null;
  return () => {
    const { state } = engine.status();
    if (state === 'ready') {
      lastReady = clock();
      return null;
    }
    if (state === 'restarting' && lastReady !== null && clock() - lastReady < RESTART_MS) return null;
    return REASONS[state];
  };
}

const REASONS = {
  starting: 'The engine is starting.',
  restarting: 'The engine stopped, and its restarts fail; the log says why.',
  stopped: 'The engine has been stopped.',
} as const;

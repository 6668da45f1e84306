/** How far a run is, once or followed to its end. */
import { hasEnded, type RunStatus } from '../../../domain/run-status';
import { AppError } from '../../errors';
import type { SweepKind } from '../../engine/api';
import type { Run } from '../../db';
import { MAX_SETTLE_MS } from '../../../domain/limits';
import { decodeKind, decodeStatus } from '../../db/codec';
import type { Services } from '../services';
import { queuePosition } from './queue';

export interface RunProgress {
  readonly status: RunStatus;
  /** 0 to 1, by planned work. */
  readonly fraction: number;
  /** Since the run was started, in ms. */
  readonly elapsedMs: number;
  readonly remainingMs: number | null;
  readonly finishedSweeps: readonly SweepKind[];
  /** 1 for the run that is computed next; null for one that does not wait. */
  readonly queuePosition: number | null;
}

/** How long a follower waits for an announcement before it looks at the row anyway, in ms. */
const LOOK_AGAIN_MS = 1000;

/** Progress as a run's row, its stored sweeps and, while it waits, the others that wait tell. */
export async function readProgress(
  services: Services,
  run: Run,
  finishedSweeps: readonly SweepKind[],
): Promise<RunProgress> {
  const end = run.finishedAt?.getTime() ?? Date.now();
  return {
    status: decodeStatus(run.status),
    fraction: run.fraction,
    elapsedMs: run.startedAt ? Math.max(0, end - run.startedAt.getTime()) : 0,
    remainingMs: run.remainingMs,
    finishedSweeps,
    queuePosition: run.status === 'QUEUED' ? await queuePosition(services, run.id) : null,
  };
}

/**
 * The current state at once, then every change until the run has ended or `signal` aborts.
 *
 * Reads the database by itself; `followRun` shares that among followers.
 *
 * @param signal by default aborts when this process is to stop.
 * @throws NOT_FOUND
 */
export async function* followProgress(
  services: Services,
  id: string,
  signal: AbortSignal = services.stopping.signal,
): AsyncGenerator<RunProgress, void> {
  const { db, changes } = services;
  let hasNews = false;
  let wake = (): void => {};
  const onChange = (): void => {
    hasNews = true;
    wake();
  };
  changes.on(id, onChange);
  signal.addEventListener('abort', onChange);
  try {
    let last = '';
    while (!signal.aborted) {
      hasNews = false;
      const run = await db.run.findUnique({
        where: { id },
        include: { sweeps: { select: { kind: true }, orderBy: { id: 'asc' } } },
      });
      if (!run) throw new AppError('NOT_FOUND', `There is no run '${id}'.`);
      const progress = await readProgress(
        services,
        run,
        run.sweeps.map(({ kind }) => decodeKind(kind)),
      );
      const state = JSON.stringify({ ...progress, elapsedMs: 0 });
      if (state !== last) yield progress;
      last = state;
      if (hasEnded(decodeStatus(run.status))) return;
      if (!hasNews) await until(LOOK_AGAIN_MS, (resolve) => (wake = resolve));
    }
  } finally {
    changes.off(id, onChange);
    signal.removeEventListener('abort', onChange);
  }
}

/** Longest wait of `settle`, in ms: the request holds a connection meanwhile. */

/**
 * Waits until a run has ended or `signal` aborts, for up to `ms`, at most MAX_SETTLE_MS. Returns at once for a run that does
 * not exist.
 */
export async function settle(
  { db, changes }: Services,
  id: string,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  const giveUp = Date.now() + Math.min(ms, MAX_SETTLE_MS);
  let wake = (): void => {};
  const onChange = (): void => wake();
  changes.on(id, onChange);
  signal?.addEventListener('abort', onChange);
  try {
    while (!signal?.aborted) {
      const run = await db.run.findUnique({ where: { id }, select: { status: true } });
      const left = giveUp - Date.now();
      if (!run || hasEnded(decodeStatus(run.status)) || left <= 0) return;
      await until(left, (resolve) => (wake = resolve));
    }
  } finally {
    changes.off(id, onChange);
    signal?.removeEventListener('abort', onChange);
  }
}

/** Waits until `arm`'s callback is called, or for `ms` at most. */
function until(ms: number, arm: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    arm(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

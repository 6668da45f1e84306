/** Progress of a run, read once or followed to its end. */
import { hasEnded, type RunStatus } from '../../../domain/run-status';
import type { Actor } from '../../accounts/policy';
import { createNoRunError, readableRuns } from '../../accounts/visibility';
import type { SweepKind } from '../../engine/api';
import type { Run } from '../../db';
import { MAX_SETTLE_MS } from '../../../domain/limits';
import { BATCH_PAIRS, countBatchedPairs } from '../../../domain/pair-batches';
import { decodeKind, decodeKinds, decodeStatus } from '../../db/codec';
import { readDirections } from '../experiment';
import type { Services } from '../services';
import { queuePosition } from './queue';

export interface RunProgress {
  readonly status: RunStatus;
  /** 0 to 1, by planned work. */
  readonly fraction: number;
  /** Since the run was started, in ms. */
  readonly elapsedMs: number;
  readonly remainingMs: number | null;
  /** Kinds that are stored in every direction of the run. */
  readonly finishedSweeps: readonly SweepKind[];
  /** Pairs that every sweep of the run has values of. */
  readonly computedPairs: number;
  /** 1 for the run that is computed next; null for one that is not queued. */
  readonly queuePosition: number | null;
  /** Why no worker computes a queued run; null when it only waits for its turn. */
  readonly waitReason: string | null;
}

/** Progress with what decides who may follow it. */
export interface FollowedProgress extends RunProgress, Pick<Run, 'ownerId' | 'visibility'> {}

/** A follower reads the row at least this often, in ms, also when no change was announced. */
const LOOK_AGAIN_MS = 1000;

/** What is needed to follow runs. */
export type FollowServices = Pick<Services, 'db' | 'changes' | 'stopping' | 'explainWait'>;

/**
 * The progress of a run.
 *
 * @param sweeps stored ones, in the order in which they were finished.
 */
export async function readProgress(
  services: Pick<Services, 'db' | 'explainWait'>,
  run: Run,
  sweeps: readonly { readonly kind: string; readonly batches: number }[],
): Promise<RunProgress> {
  const end = run.finishedAt?.getTime() ?? Date.now();
  return {
    status: decodeStatus(run.status),
    fraction: run.fraction,
    elapsedMs: run.startedAt ? Math.max(0, end - run.startedAt.getTime()) : 0,
    remainingMs: run.remainingMs,
    finishedSweeps: listFinishedKinds(
      sweeps.filter(({ batches }) => batches === run.batches),
      readDirections(run).length,
    ),
    computedPairs: countComputedPairs(run, sweeps),
    queuePosition: run.status === 'QUEUED' ? await queuePosition(services, run.id) : null,
    waitReason:
      run.status === 'QUEUED' ? (services.explainWait?.(run.modelId, run.modelDigest) ?? null) : null,
  };
}

function countComputedPairs(run: Run, sweeps: readonly { readonly batches: number }[]): number {
  // What the run was asked for is not read before there is something to count: it may be unreadable.
  if (sweeps.length === 0) return 0;
  const isComplete = sweeps.length === decodeKinds(run.kinds).length * readDirections(run).length;
  const batches = isComplete ? Math.min(...sweeps.map((sweep) => sweep.batches)) : 0;
  // Older runs of one batch do not store how many pairs they have.
  return countBatchedPairs(batches, run.pairCount ?? BATCH_PAIRS);
}

/** Kinds that are stored in every direction, in the order in which they were finished. */
function listFinishedKinds(
  sweeps: readonly { readonly kind: string }[],
  directions: number,
): readonly SweepKind[] {
  const kinds = sweeps.map(({ kind }) => decodeKind(kind));
  return kinds.filter(
    (kind, at) => kinds.slice(0, at + 1).filter((other) => other === kind).length === directions,
  );
}

/**
 * Yields the current state at once, then every change until the run has ended or `signal` aborts.
 *
 * Each call reads the database by itself; `followRun` shares one reader among followers.
 *
 * @param signal by default aborts when this process is to stop.
 * @throws NOT_FOUND
 */
export async function* followProgress(
  services: FollowServices,
  id: string,
  signal: AbortSignal = services.stopping.signal,
): AsyncGenerator<FollowedProgress, void> {
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
        include: { sweeps: { select: { kind: true, batches: true }, orderBy: { id: 'asc' } } },
      });
      if (!run) throw createNoRunError(id);
      const { ownerId, visibility } = run;
      const progress = { ...(await readProgress(services, run, run.sweeps)), ownerId, visibility };
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

/**
 * Waits until a run has ended or `signal` aborts, at most `ms` and at most MAX_SETTLE_MS. Returns at once for a run that the
 * actor cannot open.
 */
export async function settle(
  { db, changes }: Pick<Services, 'db' | 'changes'>,
  actor: Actor,
  id: string,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + Math.min(ms, MAX_SETTLE_MS);
  let wake = (): void => {};
  const onChange = (): void => wake();
  changes.on(id, onChange);
  signal?.addEventListener('abort', onChange);
  try {
    while (!signal?.aborted) {
      const run = await db.run.findFirst({
        where: { id, AND: readableRuns(actor) },
        select: { status: true },
      });
      const left = deadline - performance.now();
      if (!run || hasEnded(decodeStatus(run.status)) || left <= 0) return;
      // The event of another process may be lost.
      await until(Math.min(left, LOOK_AGAIN_MS), (resolve) => (wake = resolve));
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

/**
 * Every change of a run's status. No other file writes the status of a stored run, and no change happens that
 * domain/run-status.ts does not allow.
 *
 * Each change is one conditional UPDATE, so that of two processes that change a run at once only the first one does.
 */
import { isTransition, RUN_STATUSES, type RunStatus } from '../../../domain/run-status';
import type { Database, Prisma } from '../../db';
import { momentFromNow } from '../../db/clock';
import type { ErrorCode } from '../../errors';
import { noteError } from '../../observability/errors';
import { countRunEnd, type RunOutcome } from '../../observability/metrics/runs';
import { createToken, LeaseLostError, type Lease, type SuspectedLease } from './leases';

/** A column of a run other than those that a transition sets by itself. */
type Columns = Omit<
  Prisma.RunUncheckedUpdateManyInput,
  'status' | 'leaseHolder' | 'leaseUntil' | 'remainingMs'
>;

/** What no longer applies when no worker holds a run. */
const RELEASED = { leaseHolder: null, leaseUntil: null, remainingMs: null };

/**
 * Takes a queued run for computation.
 *
 * @returns the lease on it; null when it is not queued any more.
 */
export async function claimRun(
  db: Pick<Database, '$executeRaw'>,
  runId: string,
  leaseMs: number,
): Promise<Lease | null> {
  checkTransition('QUEUED', 'RUNNING');
  const lease = { runId, token: createToken(leaseMs) };
  const claimed = await db.$executeRaw`
    UPDATE "Run" SET
      "status" = 'RUNNING',
      "startedAt" = COALESCE("startedAt", ${momentFromNow(db, 0)}),
      "leaseHolder" = ${lease.token},
      "leaseUntil" = ${momentFromNow(db, leaseMs)}
    WHERE "id" = ${runId} AND "status" = 'QUEUED'`;
  return claimed > 0 ? lease : null;
}

/** Returns a run to the queue. @throws LeaseLostError */
export async function requeueRun(
  db: Pick<Database, 'run'>,
  lease: Lease,
  data: { readonly attempts: number; readonly computeMs: number },
): Promise<void> {
  await endLease(db, lease, 'QUEUED', data);
  countRunEnd('requeued');
}

/** Ends a run whose sweeps are all stored. @throws LeaseLostError */
export async function succeedRun(db: Pick<Database, 'run'>, lease: Lease, data: Columns): Promise<void> {
  await endLease(db, lease, 'SUCCEEDED', { ...data, fraction: 1, finishedAt: new Date() });
  countRunEnd('succeeded');
}

/** Ends a run that cannot be computed. @throws LeaseLostError */
export async function failRun(
  db: Pick<Database, 'run'>,
  lease: Lease,
  error: { readonly code: ErrorCode; readonly message: string },
): Promise<void> {
  await endLease(db, lease, 'FAILED', failure(error.code, error.message));
  countRunEnd('failed');
  noteError(error.code, 'run', error.message);
}

/** Stops a run, whoever holds it. @returns whether it had not ended yet. */
export async function stopRun(db: Pick<Database, 'run'>, id: string): Promise<boolean> {
  const data = { finishedAt: new Date() };
  return counted('cancelled', await moveRun(db, { id }, listSources('CANCELLED'), 'CANCELLED', data));
}

/** Returns a run to the queue whose worker is gone. @returns false when the worker has renewed its lease meanwhile. */
export async function requeueAbandoned(
  db: Pick<Database, 'run'>,
  abandoned: SuspectedLease,
): Promise<boolean> {
  return counted('requeued', await moveRun(db, whereAbandoned(abandoned), ['RUNNING'], 'QUEUED', {}));
}

/** Ends a run whose workers have all gone. @returns false when the worker has renewed its lease meanwhile. */
export async function failAbandoned(
  db: Pick<Database, 'run'>,
  abandoned: SuspectedLease,
  message: string,
): Promise<boolean> {
  const data = failure('ENGINE_FAILED', message);
  const hasFailed = await moveRun(db, whereAbandoned(abandoned), ['RUNNING'], 'FAILED', data);
  if (hasFailed) noteError('ENGINE_FAILED', 'run', message);
  return counted('failed', hasFailed);
}

function counted(outcome: RunOutcome, hasMoved: boolean): boolean {
  if (hasMoved) countRunEnd(outcome);
  return hasMoved;
}

function whereAbandoned({ id, leaseHolder }: SuspectedLease): Prisma.RunWhereInput {
  return { id, leaseHolder };
}

function failure(errorCode: ErrorCode, errorMessage: string): Columns {
  return { errorCode, errorMessage, finishedAt: new Date() };
}

/** @throws LeaseLostError */
async function endLease(
  db: Pick<Database, 'run'>,
  { runId, token }: Lease,
  to: RunStatus,
  data: Columns,
): Promise<void> {
  const isHeld = await moveRun(db, { id: runId, leaseHolder: token }, ['RUNNING'], to, data);
  if (!isHeld) throw new LeaseLostError(`run ${runId} is not held any more`);
}

/** @returns whether a run was in one of the statuses `from` and met `where`. */
async function moveRun(
  db: Pick<Database, 'run'>,
  where: Prisma.RunWhereInput,
  from: readonly RunStatus[],
  to: RunStatus,
  data: Columns,
): Promise<boolean> {
  for (const status of from) checkTransition(status, to);
  const { count } = await db.run.updateMany({
    where: { ...where, status: { in: [...from] } },
    data: { ...data, ...RELEASED, status: to },
  });
  return count > 0;
}

function listSources(to: RunStatus): RunStatus[] {
  return RUN_STATUSES.filter((from) => isTransition(from, to));
}

function checkTransition(from: RunStatus, to: RunStatus): void {
  if (!isTransition(from, to)) throw new Error(`a run never goes from ${from} to ${to}`);
}

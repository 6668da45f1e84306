/**
 * Leases: which worker computes a run, and until when that may be believed.
 *
 * A worker holds a run under a token of its own, made anew for each claim, and all that it writes is conditional on that
 * token (`fence`): one that has lost the run writes nothing more. Lease times are written and compared by SQLite, never by
 * this process's JavaScript clock.
 *
 * Clocks step, and those of two processes may differ. So a lease counts as abandoned only when it looks lapsed (or lies
 * further ahead than its own length, as after a step back) and has stayed the same for several renewals as well.
 */
import { randomBytes } from 'node:crypto';
import { Prisma, type Database } from '../../db';

/** A worker's hold on a run. */
export interface Lease {
  readonly runId: string;
  /** Random, then `-` and the length of the lease in ms, which tells others how far ahead it may lie. */
  readonly token: string;
}

/** A run under way whose lease may have been abandoned. */
export interface SuspectedLease {
  readonly id: string;
  readonly attempts: number;
  readonly leaseHolder: string | null;
  readonly leaseUntil: string | null;
}

/** Thrown by writes under a lease that is another's by now, or whose run was cancelled or deleted. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** A token for one claim. */
export function createToken(leaseMs: number): string {
  return `${randomBytes(8).toString('hex')}-${leaseMs}`;
}

/** SQL: the moment `ms` from now, as Prisma stores moments. */
export function momentFromNow(ms: number): Prisma.Sql {
  return Prisma.sql`strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ${`${ms / 1000} seconds`})`;
}

/** How often a lease is renewed, in ms. */
export function renewalMs(leaseMs: number): number {
  return Math.min(leaseMs / 3, 1000);
}

/** Rows that a worker may write: its run, while it holds it. */
export function held({ runId, token }: Lease) {
  return { id: runId, status: 'RUNNING', leaseHolder: token };
}

/**
 * Writes to the run of a lease, if it is still held.
 *
 * @throws LeaseLostError
 */
export async function fence(
  db: Pick<Database, 'run'>,
  lease: Lease,
  data: Prisma.RunUncheckedUpdateManyInput,
): Promise<void> {
  const written = await db.run.updateMany({ where: held(lease), data });
  if (written.count === 0) throw new LeaseLostError(`run ${lease.runId} is not held any more`);
}

/** Renews a lease. @returns whether it is still held. */
export async function renewLease(db: Database, { runId, token }: Lease, leaseMs: number): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE "Run" SET "leaseUntil" = ${momentFromNow(leaseMs)}
    WHERE "id" = ${runId} AND "status" = 'RUNNING' AND "leaseHolder" = ${token}`;
  return renewed > 0;
}

/** Runs whose lease looks lapsed, or lies further ahead than it is long. */
async function findSuspectedLeases(db: Database, leaseMs: number): Promise<SuspectedLease[]> {
  const now = Prisma.sql`julianday('now')`;
  // Days; a holder of another form has a lease as long as ours.
  const length = Prisma.sql`
    COALESCE(NULLIF(CAST(substr("leaseHolder", instr("leaseHolder", '-') + 1) AS REAL), 0), ${leaseMs}) / 86400000.0`;
  return db.$queryRaw<SuspectedLease[]>`
    SELECT "id", "attempts", "leaseHolder", CAST("leaseUntil" AS TEXT) AS "leaseUntil" FROM "Run"
    WHERE "status" = 'RUNNING' AND (
      "leaseUntil" IS NULL
      OR julianday("leaseUntil") < ${now}
      OR julianday("leaseUntil") > ${now} + ${length} + ${1 / 86400}
    )`;
}

/** Finds abandoned leases by looking repeatedly. */
export interface LeaseWatch {
  /** Runs whose holder has not renewed its lease since several renewals ago; call it about once a renewal. */
  findAbandoned(db: Database): Promise<SuspectedLease[]>;
}

/** @param clock monotonic, in ms. */
export function createLeaseWatch(leaseMs: number, clock: () => number = () => performance.now()): LeaseWatch {
  const unchangedMs = 3 * renewalMs(leaseMs);
  let seen = new Map<string, { state: string; since: number }>();
  return {
    async findAbandoned(db) {
      const suspected = await findSuspectedLeases(db, leaseMs);
      const now = clock();
      const still = new Map<string, { state: string; since: number }>();
      for (const { id, leaseHolder, leaseUntil } of suspected) {
        const state = `${leaseHolder} ${leaseUntil}`;
        const before = seen.get(id);
        still.set(id, before?.state === state ? before : { state, since: now });
      }
      seen = still;
      return suspected.filter(({ id }) => now - seen.get(id)!.since >= unchangedMs);
    },
  };
}

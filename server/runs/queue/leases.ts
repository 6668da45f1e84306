/**
 * Leases: which worker computes a run, and until when.
 *
 * Each claim creates a token. Every write of the worker is conditional on its token (`fence`), so a worker that has lost the
 * run writes nothing more. The database writes and compares the times of leases; the JavaScript clock of a process does not count.
 *
 * Clocks step, and the clocks of two processes differ. So a lease counts as abandoned only when it has expired (or ends
 * later than it is long, as after a clock was set back) and has also not changed for several renewals.
 */
import { randomBytes } from 'node:crypto';
import { Prisma, type Database } from '../../db';
import { momentFromNow, msUntil } from '../../db/clock';
import { readTrailingNumber } from '../../db/text-search';

/** A worker's hold on a run. */
export interface Lease {
  readonly runId: string;
  /** Random, then `-` and the length of the lease in ms, which tells others how far ahead it may lie. */
  readonly token: string;
}

/** A running run whose lease may be abandoned. */
export interface SuspectedLease {
  readonly id: string;
  readonly attempts: number;
  readonly leaseHolder: string | null;
  readonly leaseUntil: string | null;
}

/** Thrown by writes under a lease that another worker holds now, or whose run was cancelled or deleted. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Creates the token of one claim. */
export function createToken(leaseMs: number): string {
  return `${randomBytes(8).toString('hex')}-${leaseMs}`;
}

/** How often a lease is renewed, in ms. */
export function renewalMs(leaseMs: number): number {
  return Math.min(leaseMs / 3, 1000);
}

/** Columns that a worker writes while it computes; transitions.ts writes the others. */
type WorkColumns = Omit<Prisma.RunUncheckedUpdateManyInput, 'status' | 'leaseHolder' | 'leaseUntil'>;

/**
 * Writes to the run of a lease, if the lease is still held.
 *
 * @throws LeaseLostError
 */
export async function fence(
  db: Pick<Database, 'run'>,
  { runId, token }: Lease,
  data: WorkColumns,
): Promise<void> {
  const where = { id: runId, status: 'RUNNING', leaseHolder: token };
  const written = await db.run.updateMany({ where, data });
  if (written.count === 0) throw new LeaseLostError(`run ${runId} is not held any more`);
}

/** Renews a lease. @returns whether it is still held. */
export async function renewLease(db: Database, { runId, token }: Lease, leaseMs: number): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE "Run" SET "leaseUntil" = ${momentFromNow(db, leaseMs)}
    WHERE "id" = ${runId} AND "status" = 'RUNNING' AND "leaseHolder" = ${token}`;
  return renewed > 0;
}

/** Running runs whose lease has expired, or ends later than it is long. */
async function findSuspectedLeases(db: Database, leaseMs: number): Promise<SuspectedLease[]> {
  const left = msUntil(db, Prisma.sql`"leaseUntil"`);
  // A holder of another form has a lease as long as ours.
  const length = Prisma.sql`COALESCE(${readTrailingNumber(db, Prisma.sql`"leaseHolder"`)}, ${leaseMs})`;
  return db.$queryRaw<SuspectedLease[]>`
    SELECT "id", "attempts", "leaseHolder", CAST("leaseUntil" AS TEXT) AS "leaseUntil" FROM "Run"
    WHERE "status" = 'RUNNING' AND ("leaseUntil" IS NULL OR ${left} < 0 OR ${left} > ${length} + 1000)`;
}

/** Finds abandoned leases by comparing repeated looks. */
export interface LeaseWatch {
  /** Runs whose lease was not renewed for several renewals; call it about once a renewal. */
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

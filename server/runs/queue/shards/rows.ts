/**
 * Shards: batches of a running run that workers other than its holder compute.
 *
 * A shard has a lease of its own. Its result is written under the token of the claim, so a worker that has lost the shard writes
 * nothing. Two workers that compute one shard at once compute the same numbers, so an expired lease is taken over by the
 * database's clock alone.
 */
import { Prisma, type Database } from '../../../db';
import { momentFromNow } from '../../../db/clock';
import { createToken } from '../leases';

/** A worker's hold on a shard. */
export interface ShardLease {
  readonly runId: string;
  readonly batch: number;
  readonly token: string;
}

export interface Shard {
  readonly batch: number;
  readonly attempts: number;
  readonly isComputed: boolean;
  /** Whether nobody computes it: it was given back, or its lease has expired. */
  readonly isFree: boolean;
}

/** The shards of a run that somebody has claimed, in order. */
export async function listShards(db: Database, runId: string): Promise<Shard[]> {
  const rows = await db.$queryRaw<
    { batch: number; attempts: number; isComputed: number | boolean; isFree: number | boolean }[]
  >`
    SELECT "batch", "attempts", "isComputed",
      CASE WHEN "leaseHolder" IS NULL OR "leaseUntil" < ${momentFromNow(db, 0)} THEN 1 ELSE 0 END AS "isFree"
    FROM "RunShard" WHERE "runId" = ${runId} ORDER BY "batch"`;
  return rows.map(({ batch, attempts, isComputed, isFree }) => ({
    batch: batch,
    attempts: attempts,
    isComputed: Boolean(Number(isComputed)),
    isFree: Boolean(Number(isFree)),
  }));
}

/**
 * Takes a batch of a run.
 *
 * @returns null when another worker has it, or it is computed.
 */
export async function claimShard(
  db: Database,
  runId: string,
  batch: number,
  leaseMs: number,
): Promise<ShardLease | null> {
  const token = createToken(leaseMs);
  const until = momentFromNow(db, leaseMs);
  const created = await db.$executeRaw`
    INSERT INTO "RunShard" ("runId", "batch", "leaseHolder", "leaseUntil")
    SELECT "id", CAST(${batch} AS INTEGER), CAST(${token} AS TEXT), ${until}
    FROM "Run" WHERE "id" = ${runId} AND "status" = 'RUNNING'
    ON CONFLICT ("runId", "batch") DO NOTHING`;
  if (created > 0) return { runId, batch, token };
  // A lease that has expired is an attempt that ended without a result.
  const taken = await db.$executeRaw`
    UPDATE "RunShard" SET
      "attempts" = "attempts" + CASE WHEN "leaseHolder" IS NULL THEN 0 ELSE 1 END,
      "leaseHolder" = ${token}, "leaseUntil" = ${until}
    WHERE "runId" = ${runId} AND "batch" = ${batch} AND NOT "isComputed"
      AND ("leaseHolder" IS NULL OR "leaseUntil" < ${momentFromNow(db, 0)})
      AND ${isActive(runId)}`;
  return taken > 0 ? { runId, batch, token } : null;
}

/** Renews the lease on a shard. @returns whether it is still held, by a run that has not ended. */
export async function renewShard(
  db: Database,
  { runId, batch, token }: ShardLease,
  leaseMs: number,
): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE "RunShard" SET "leaseUntil" = ${momentFromNow(db, leaseMs)}
    WHERE "runId" = ${runId} AND "batch" = ${batch} AND "leaseHolder" = ${token} AND ${isActive(runId)}`;
  return renewed > 0;
}

/** Stores the result of a shard that is still held. @returns whether it was. */
export async function storeShard(
  db: Database,
  { runId, batch, token }: ShardLease,
  result: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { count } = await db.runShard.updateMany({
    where: { runId, batch, leaseHolder: token, run: { status: { in: ['RUNNING', 'QUEUED'] } } },
    data: { result, isComputed: true, leaseHolder: null, leaseUntil: null },
  });
  return count > 0;
}

/** Gives a shard back. @param hasFailed whether its computation failed: other helpers leave such a shard to the run's holder. */
export async function releaseShard(
  db: Database,
  { runId, batch, token }: ShardLease,
  hasFailed: boolean,
): Promise<void> {
  await db.runShard.updateMany({
    where: { runId, batch, leaseHolder: token },
    data: { leaseHolder: null, leaseUntil: null, ...(hasFailed && { attempts: { increment: 1 } }) },
  });
}

/** Removes the shards of a run whose batches are stored. @param before those before this batch; all when left out. */
export async function removeShards(db: Database, runId: string, before?: number): Promise<void> {
  await db.runShard.deleteMany({ where: { runId, ...(before !== undefined && { batch: { lt: before } }) } });
}

/** Removes what is left of runs that have ended. */
export async function removeEndedShards(db: Database): Promise<void> {
  await db.runShard.deleteMany({ where: { run: { status: { notIn: ['RUNNING', 'QUEUED'] } } } });
}

/** SQL of whether a run has not ended. */
function isActive(runId: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Run" WHERE "id" = ${runId} AND "status" IN ('RUNNING', 'QUEUED'))`;
}

/** What one user may have: runs that wait or compute, runs that are stored, and the size of their values. */
import type { Config } from '../../config';
import { Prisma, type Database } from '../../db';
import { AppError } from '../../errors';

export type Quotas = Pick<Config, 'activeRunsPerUser' | 'storedRunsPerUser' | 'storedMbPerUser'>;
type Reader = Pick<Database, 'run' | '$queryRaw'>;

const BYTES_PER_MB = 2 ** 20;

/** @throws QUOTA_EXCEEDED when too many runs of a user are queued or computed. */
export async function checkActiveRuns(
  db: Pick<Reader, 'run'>,
  ownerId: string,
  quotas: Quotas,
): Promise<void> {
  const limit = quotas.activeRunsPerUser;
  const active = await db.run.count({ where: { ownerId, status: { in: ['QUEUED', 'RUNNING'] } } });
  if (limit === 0 || active < limit) return;
  const message = `You have ${active} queued or running runs, and the limit is ${limit}. Wait for one to end, or cancel one.`;
  throw new AppError('QUOTA_EXCEEDED', message, { details: { count: active, limit } });
}

/** @throws QUOTA_EXCEEDED when a user has too many runs, or too many bytes of values, to store another run. */
export async function checkStoredRuns(db: Reader, ownerId: string, quotas: Quotas): Promise<void> {
  const { storedRunsPerUser, storedMbPerUser } = quotas;
  if (storedRunsPerUser > 0) {
    const count = await db.run.count({ where: { ownerId } });
    if (count >= storedRunsPerUser) {
      const message = `You have ${count} runs, and the limit is ${storedRunsPerUser}. Delete runs that you no longer need.`;
      throw new AppError('QUOTA_EXCEEDED', message, { details: { count, limit: storedRunsPerUser } });
    }
  }
  if (storedMbPerUser === 0) return;
  const used = Math.ceil((await sumBytes(db, ownerId)) / BYTES_PER_MB);
  if (used < storedMbPerUser) return;
  const message = `The values of your runs take ${used} MiB, and the limit is ${storedMbPerUser} MiB. Delete runs that you no longer need.`;
  throw new AppError('QUOTA_EXCEEDED', message, { details: { usedMb: used, limit: storedMbPerUser } });
}

/** Bytes of the values of a user's sweeps and edges; the database knows the length of a blob without reading it. */
async function sumBytes(db: Reader, ownerId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: bigint | number | null }[]>(Prisma.sql`
    SELECT
      (SELECT COALESCE(SUM(LENGTH(v."values")), 0) FROM "SweepValue" v
        JOIN "Sweep" s ON s."id" = v."sweepId" JOIN "Run" r ON r."id" = s."runId" WHERE r."ownerId" = ${ownerId})
      + (SELECT COALESCE(SUM(LENGTH(v."values")), 0) FROM "SweepBatch" v
        JOIN "Sweep" s ON s."id" = v."sweepId" JOIN "Run" r ON r."id" = s."runId" WHERE r."ownerId" = ${ownerId})
      + (SELECT COALESCE(SUM(LENGTH(v."values")), 0) FROM "EdgeValue" v
        JOIN "EdgeLayer" l ON l."id" = v."edgeLayerId" JOIN "Run" r ON r."id" = l."runId" WHERE r."ownerId" = ${ownerId})
      AS "bytes"`);
  return Number(row?.bytes ?? 0);
}

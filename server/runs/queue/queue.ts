/**
 * Whose turn it is: waiting runs in the order in which they will be computed.
 *
 * Owners take turns, one run each, their oldest first. First comes who has waited longest: since the engine last left
 * them, or since their oldest waiting run was asked for, whichever is later. So an owner of many runs keeps nobody
 * waiting for more than one of them, and newcomers do not pass those who wait already. Owners for whom another process
 * computes at the moment come last. All of it is read from the rows, so restarts and several web processes agree.
 */
import { Prisma } from '../../db';
import { log } from '../../log';
import type { Services } from '../services';

/** Rows (id, position) of the runs that wait; position 1 is next. Read from an index: stored runs cost nothing. */
export const QUEUE = Prisma.sql`
  SELECT waiting."id", ROW_NUMBER() OVER (
    ORDER BY
      waiting."turn",
      EXISTS (SELECT 1 FROM "Run" WHERE "status" = 'RUNNING' AND "ownerId" = waiting."ownerId"),
      MAX(waiting."arrivedAt", COALESCE(owner."servedAt", '')),
      waiting."createdAt",
      waiting."id"
  ) AS "position"
  FROM (
    SELECT
      "id", "ownerId", "createdAt",
      ROW_NUMBER() OVER (PARTITION BY "ownerId" ORDER BY "createdAt", "id") AS "turn",
      MIN("createdAt") OVER (PARTITION BY "ownerId") AS "arrivedAt"
    FROM "Run" WHERE "status" = 'QUEUED'
  ) waiting
  JOIN "User" owner ON owner."id" = waiting."ownerId"`;

/** Id of the run whose turn it is; null when none waits. */
export async function nextInQueue({ db }: Services): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT "id" FROM (${QUEUE}) WHERE "position" = 1`;
  return rows[0]?.id ?? null;
}

/** How many runs from now a run's turn is, 1 for the next one; null when it does not wait. */
export async function queuePosition({ db }: Services, runId: string): Promise<number | null> {
  const rows = await db.$queryRaw<{ position: bigint | number }[]>`
    SELECT "position" FROM (${QUEUE}) WHERE "id" = ${runId}`;
  return rows[0] === undefined ? null : Number(rows[0].position);
}

/** Whether a run of anybody but `ownerId` waits. */
export async function doOthersWait({ db }: Services, ownerId: string): Promise<boolean> {
  const waiting = await db.run.findFirst({
    where: { status: 'QUEUED', ownerId: { not: ownerId } },
    select: { id: true },
  });
  return waiting !== null;
}

/** Writes that the engine has just taken, or left, a run of this owner; never throws, for a turn is worth less than a run. */
export async function markServed({ db }: Services, ownerId: string): Promise<void> {
  await db.user
    .update({ where: { id: ownerId }, data: { servedAt: new Date() } })
    .catch((error: unknown) =>
      log.error({ err: error, owner: ownerId }, 'whose turn it is could not be written'),
    );
}

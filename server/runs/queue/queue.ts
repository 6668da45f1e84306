/**
 * The order in which queued runs are computed.
 *
 * Owners take turns of one run each, their oldest run first. The owner who has waited longest is first. An owner waits since
 * the engine last finished a run of theirs, or since their oldest queued run was submitted, whichever is later. So nobody
 * waits for more than one run of an owner who has many, and a new owner does not overtake those who wait already. Owners for
 * whom another process computes now come last. The order is read from the rows, so it survives restarts and is the same for
 * several web processes.
 */
import { Prisma } from '../../db';
import { log } from '../../log';
import type { Services } from '../services';

/** A model whose runs a dispatcher takes: its id, and the digest of its files. */
export interface RunnableModel {
  readonly id: string;
  readonly digest: string;
}

/**
 * SQL of the rows (id, position) of queued runs; position 1 is next. It reads an index, so that ended runs cost nothing.
 *
 * @param models whose runs are in the order; undefined for all.
 */
function orderQueue(models?: readonly RunnableModel[]): Prisma.Sql {
  return Prisma.sql`
  SELECT waiting."id", ROW_NUMBER() OVER (
    ORDER BY
      waiting."turn",
      EXISTS (SELECT 1 FROM "Run" WHERE "status" = 'RUNNING' AND "ownerId" = waiting."ownerId"),
      CASE WHEN owner."servedAt" > waiting."arrivedAt" THEN owner."servedAt" ELSE waiting."arrivedAt" END,
      waiting."createdAt",
      waiting."id"
  ) AS "position"
  FROM (
    SELECT
      "id", "ownerId", "createdAt",
      ROW_NUMBER() OVER (PARTITION BY "ownerId" ORDER BY "createdAt", "id") AS "turn",
      MIN("createdAt") OVER (PARTITION BY "ownerId") AS "arrivedAt"
    FROM "Run" WHERE "status" = 'QUEUED' AND ${isOfModels(models)}
  ) waiting
  JOIN "User" owner ON owner."id" = waiting."ownerId"`;
}

/** SQL of whether a run is of one of these models. Runs that are older than digests name no files. */
function isOfModels(models: readonly RunnableModel[] | undefined): Prisma.Sql {
  if (models === undefined) return Prisma.sql`1 = 1`;
  if (models.length === 0) return Prisma.sql`1 = 0`;
  const each = models.map(
    ({ id, digest }) =>
      Prisma.sql`("modelId" = ${id} AND ("modelDigest" IS NULL OR "modelDigest" = ${digest}))`,
  );
  return Prisma.sql`(${Prisma.join(each, ' OR ')})`;
}

/** The same as a condition of Prisma. */
export function whereOfModels(models: readonly RunnableModel[] | undefined): Prisma.RunWhereInput {
  if (models === undefined) return {};
  return {
    OR: models.map(({ id, digest }) => ({
      modelId: id,
      AND: { OR: [{ modelDigest: null }, { modelDigest: digest }] },
    })),
  };
}

/** Id of the run that is computed next, of `models` if given; null when none is queued. */
export async function nextInQueue(
  { db }: Pick<Services, 'db'>,
  models?: readonly RunnableModel[],
): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (${orderQueue(models)}) "queued" WHERE "position" = 1`;
  return rows[0]?.id ?? null;
}

/** Position of a run in the queue, 1 for the next one; null when it is not queued. */
export async function queuePosition({ db }: Pick<Services, 'db'>, runId: string): Promise<number | null> {
  const rows = await db.$queryRaw<{ position: bigint | number }[]>`
    SELECT "position" FROM (${orderQueue()}) "queued" WHERE "id" = ${runId}`;
  return rows[0] === undefined ? null : Number(rows[0].position);
}

/** Whether a run of another owner than `ownerId` is queued, of `models` if given. */
export async function doOthersWait(
  { db }: Pick<Services, 'db'>,
  ownerId: string,
  models?: readonly RunnableModel[],
): Promise<boolean> {
  const waiting = await db.run.findFirst({
    where: { status: 'QUEUED', ownerId: { not: ownerId }, ...whereOfModels(models) },
    select: { id: true },
  });
  return waiting !== null;
}

/** Stores that the engine has just taken or finished a run of this owner; logs failures, which only affect the order. */
export async function markServed({ db }: Pick<Services, 'db'>, ownerId: string): Promise<void> {
  await db.user
    .update({ where: { id: ownerId }, data: { servedAt: new Date() } })
    .catch((error: unknown) =>
      log.error({ err: error, owner: ownerId }, 'the time of an owner’s turn could not be stored'),
    );
}

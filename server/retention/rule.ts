/**
 * What the site deletes of guests who no longer come, as conditions of the two databases; docs/decisions/0021-retention.md has the
 * reasons. Each deletion states its whole condition, so that what has changed since it was found is kept.
 */
import { VISIT_MS } from '../accounts/visits';
import type { Config } from '../config';
import { Prisma } from '../db';
import { SEED_AUTHOR } from '../gallery/seed-author';

/** Who is no longer coming. */
export interface Abandonment {
  /** Guests who were not seen since then. */
  readonly seenBefore: Date;
  /** Ids of users who stay although they have no account. */
  readonly exempt: readonly string[];
}

const DAY_MS = 24 * 3_600_000;

/** The rule as it is at a time; null where nothing is ever deleted. */
export function readRule(
  { guestRunDays, administrators }: Pick<Config, 'guestRunDays' | 'administrators'>,
  now: Date,
): Abandonment | null {
  if (guestRunDays === 0) return null;
  // The visit that counts may not have been stored.
  const seenBefore = new Date(now.getTime() - guestRunDays * DAY_MS - VISIT_MS);
  return { seenBefore, exempt: [...administrators, SEED_AUTHOR.id] };
}

/** A row `u` of User is a guest who was not seen for long. */
export function isAbandoned({ seenBefore, exempt }: Abandonment): Prisma.Sql {
  return Prisma.sql`u."seenAt" < ${seenBefore} AND u."deletedAt" IS NULL AND u."id" NOT IN (${Prisma.join(exempt)})
    AND NOT EXISTS (SELECT 1 FROM "UserAccount" a WHERE a."id" = u."id")
    AND NOT EXISTS (SELECT 1 FROM "AccessToken" t WHERE t."userId" = u."id" AND COALESCE(t."lastUsedAt", t."createdAt") >= ${seenBefore})`;
}

/**
 * A row `r` of Run of the user `u` is deleted: it is private, has ended, and nothing rests on it: no finding, no evidence, no verdict on
 * a claim, no joint patch or circuit of somebody else, and no fork or copy that somebody else has or can open.
 */
export function isRunDeletable({ seenBefore }: Abandonment): Prisma.Sql {
  return Prisma.sql`r."visibility" = 'PRIVATE' AND r."status" IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND r."createdAt" < ${seenBefore}
    AND NOT EXISTS (SELECT 1 FROM "Finding" f WHERE f."runId" = r."id")
    AND NOT EXISTS (SELECT 1 FROM "FindingRun" f WHERE f."runId" = r."id")
    AND NOT EXISTS (SELECT 1 FROM "Evidence" e WHERE e."runId" = r."id")
    AND NOT EXISTS (SELECT 1 FROM "ClaimVerdict" v WHERE v."runId" = r."id")
    AND NOT EXISTS (SELECT 1 FROM "JointPatch" j WHERE j."runId" = r."id" AND j."creatorId" <> r."ownerId")
    AND NOT EXISTS (SELECT 1 FROM "Circuit" c WHERE c."runId" = r."id" AND c."creatorId" <> r."ownerId")
    AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."forkedFromId" = r."id" AND (o."ownerId" <> r."ownerId" OR o."visibility" <> 'PRIVATE'))
    AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."copiedFromId" = r."id" AND (o."ownerId" <> r."ownerId" OR o."visibility" <> 'PRIVATE'))`;
}

/** A row `p` of PromptSet of the user `u` is deleted: it is private, and no run is left that used it. */
export function isSetDeletable({ seenBefore }: Abandonment): Prisma.Sql {
  return Prisma.sql`p."visibility" = 'PRIVATE' AND p."createdAt" < ${seenBefore}
    AND NOT EXISTS (SELECT 1 FROM "Run" r WHERE r."promptSetId" = p."id")`;
}

/** Columns that refer to a user, whose rows keep a guest. */
export const KEEPING_COLUMNS = [
  'Run.ownerId',
  'Finding.ownerId',
  'FindingVersion.authorId',
  'JointPatch.creatorId',
  'Circuit.creatorId',
  'Evidence.creatorId',
  'Collection.ownerId',
  'CollectionEditor.userId',
  'PromptSet.ownerId',
  'Comment.authorId',
  'Reaction.userId',
  'Star.userId',
  'Notification.actorId',
  'Report.reporterId',
  'AuditEntry.actorId',
] as const;

/** Columns whose rows are deleted with a guest: nobody else reads them. */
export const OWN_COLUMNS = ['AccessToken.userId', 'Notification.userId'] as const;

/** The user `u` has nothing that others read, and nothing that is kept. */
export function hasNothing(): Prisma.Sql {
  return Prisma.raw(
    KEEPING_COLUMNS.map((name) => {
      const [table, column] = name.split('.');
      return `NOT EXISTS (SELECT 1 FROM "${table}" WHERE "${column}" = u."id")`;
    }).join(' AND '),
  );
}

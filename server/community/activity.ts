/** What happens around a finding, for pages that show it. Any number of followers share one reader of the database. */
import { Prisma, type Database } from '../db';
import { joinTexts } from '../db/aggregate';
import { AppError } from '../errors';
import { createSharedSources, type SharedSources } from '../shared-source';
import type { CommunityServices } from './services';
import { findingEvent, type Changes } from './announce';
import { followState } from './follow-state';

/** Each has a text that changes whenever something of its kind does. */
const KINDS = ['COMMENTS', 'REACTIONS', 'EVIDENCE', 'VERDICTS', 'STARS', 'FINDING'] as const;
type Kind = (typeof KINDS)[number];
export type ActivityKind = Kind | 'STATE';
type ActivityState = Readonly<Record<Kind, string>>;

const INTERVAL_MS = 3000;

const sourcesByChanges = new WeakMap<Changes, SharedSources<ActivityState>>();

/**
 * Yields STATE at once, then the kind of each change until `signal` aborts.
 *
 * @throws NOT_FOUND when the finding has been deleted.
 */
export async function* followActivity(
  { db, changes }: CommunityServices,
  findingId: string,
  signal?: AbortSignal,
): AsyncGenerator<ActivityKind, void> {
  let sources = sourcesByChanges.get(changes);
  if (!sources) sourcesByChanges.set(changes, (sources = createSharedSources()));
  const start = (stop: AbortSignal): AsyncGenerator<ActivityState, void> =>
    followState({
      changes,
      event: findingEvent(findingId),
      read: () => readState(db, findingId),
      intervalMs: INTERVAL_MS,
      signal: stop,
    });
  let last: ActivityState | null = null;
  for await (const state of sources.follow(findingId, start, signal)) {
    // A slow follower misses states, and compares with the last one that it has seen.
    const seen: ActivityState | null = last;
    last = state;
    if (seen === null) yield 'STATE';
    else yield* KINDS.filter((kind) => state[kind] !== seen[kind]);
  }
}

async function readState(db: Database, findingId: string): Promise<ActivityState> {
  const evidence = joinTexts(
    db,
    listValues('e."id"', 'e."isJudged"', 'e."isSame"', 'e."respondedAt"', 'r."status"'),
  );
  const claims = joinTexts(db, Prisma.sql`c."id"`, { isDistinct: true });
  const [row] = await db.$queryRaw<ActivityState[]>(Prisma.sql`
    SELECT
      (SELECT ${listValues('COUNT(*)', 'MAX("createdAt")', 'MAX("editedAt")', 'COUNT("editedAt")', 'COUNT("deletedAt")', 'COUNT("hiddenAt")')}
        FROM "Comment" WHERE "findingId" = f."id") AS "COMMENTS",
      (SELECT ${listValues('COUNT(*)', 'MAX(r."createdAt")')}
        FROM "Reaction" r JOIN "Comment" c ON c."id" = r."commentId" WHERE c."findingId" = f."id") AS "REACTIONS",
      (SELECT COALESCE(${evidence}, '')
        FROM "Evidence" e JOIN "Run" r ON r."id" = e."runId" WHERE e."findingId" = f."id") AS "EVIDENCE",
      (SELECT COALESCE(${claims}, '') || ' ' || ${listValues('COUNT(*)', 'MAX(v."createdAt")', ...VERDICTS.map(countVerdicts))}
        FROM "Claim" c LEFT JOIN "ClaimVerdict" v ON v."claimId" = c."id" WHERE c."findingId" = f."id") AS "VERDICTS",
      (SELECT ${listValues('COUNT(*)', 'MAX("createdAt")')} FROM "Star" WHERE "findingId" = f."id") AS "STARS",
      ${listValues('f."editedAt"', 'f."withdrawnAt"', '(SELECT COUNT(*) FROM "HiddenFinding" WHERE "findingId" = f."id")')} AS "FINDING"
    FROM "Finding" f WHERE f."id" = ${findingId}`);
  if (!row) throw new AppError('NOT_FOUND', 'This finding has been deleted.');
  return row;
}

const VERDICTS = ['SUPPORTED', 'REFUTED', 'UNDECIDED'];
const countVerdicts = (verdict: string): string => `COUNT(CASE WHEN v."verdict" = '${verdict}' THEN 1 END)`;

/** One text of values, which differs when one of them does. */
function listValues(...values: readonly string[]): Prisma.Sql {
  return Prisma.raw(values.map((value) => `COALESCE(CAST(${value} AS TEXT), '')`).join(` || ' ' || `));
}

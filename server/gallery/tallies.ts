/** What cards count of findings, in one statement: a list of findings would otherwise need five. */
import { Prisma, type Database } from '../db';
import { decodeStance, decodeVerdict } from '../db/codec';
import { countEvidence, type EvidenceCounts } from './count-evidence';
import { countVerdicts } from './claims';
import { isListed } from './listed';

export interface Tallies {
  readonly stars: number;
  /** Visible comments. */
  readonly comments: number;
  /** Forks that lists show. */
  readonly forks: number;
  /** Of the attached runs. */
  readonly evidence: EvidenceCounts;
  /** What the finding's own run says of its claims. */
  readonly claims: ReturnType<typeof countVerdicts>;
}

/** A group of rows of one finding. */
interface Row {
  readonly what: 'star' | 'comment' | 'fork' | 'claim' | 'evidence';
  readonly id: string;
  /** Verdict or stance. */
  readonly kind: string | null;
  /** 1, 0 or null: whether the numbers of an attached run are the same. */
  readonly isSame: number | bigint | null;
  readonly number: number | bigint;
}

/** Counts what belongs to findings. PostgreSQL takes the types of columns from the first part. */
export async function readTallies(
  db: Pick<Database, '$queryRaw'>,
  findingIds: readonly string[],
): Promise<Map<string, Tallies>> {
  const ids = Prisma.join([...findingIds]);
  const rows = await db.$queryRaw<Row[]>`
    SELECT 'evidence' AS "what", "findingId" AS "id", "stance" AS "kind",
      CASE "isSame" WHEN TRUE THEN 1 WHEN FALSE THEN 0 END AS "isSame", COUNT(*) AS "number"
    FROM "Evidence" WHERE "findingId" IN (${ids}) GROUP BY "findingId", "stance", "isSame"
    UNION ALL
    SELECT 'star', "findingId", NULL, NULL, COUNT(*)
    FROM "Star" WHERE "findingId" IN (${ids}) GROUP BY "findingId"
    UNION ALL
    SELECT 'comment', "findingId", NULL, NULL, COUNT(*)
    FROM "Comment" WHERE "findingId" IN (${ids}) AND "deletedAt" IS NULL AND "hiddenAt" IS NULL GROUP BY "findingId"
    UNION ALL
    SELECT 'fork', "forkedFromId", NULL, NULL, COUNT(*)
    FROM "Finding" WHERE "forkedFromId" IN (${ids}) AND ${isListed('Finding')} GROUP BY "forkedFromId"
    UNION ALL
    SELECT 'claim', c."findingId", v."verdict", NULL, COUNT(*)
    FROM "Claim" c
    JOIN "Finding" f ON f."id" = c."findingId"
    JOIN "ClaimVerdict" v ON v."claimId" = c."id" AND v."runId" = f."runId"
    WHERE c."findingId" IN (${ids}) GROUP BY c."findingId", v."verdict"`;
  const groups = new Map(findingIds.map((id): [string, Row[]] => [id, []]));
  for (const row of rows) groups.get(row.id)?.push(row);
  return new Map([...groups].map(([id, own]) => [id, own.length === 0 ? NONE : tally(own)]));
}

function tally(rows: readonly Row[]): Tallies {
  const count = (what: Row['what']): number => Number(rows.find((row) => row.what === what)?.number ?? 0);
  return {
    stars: count('star'),
    comments: count('comment'),
    forks: count('fork'),
    evidence: countEvidence(
      repeat(rows, 'evidence', ({ kind, isSame }) => ({
        stance: decodeStance(kind!),
        isSame: isSame === null ? null : Number(isSame) === 1,
      })),
    ),
    claims: countVerdicts(repeat(rows, 'claim', ({ kind }) => ({ verdict: decodeVerdict(kind!) }))),
  };
}

/** As many times as it was counted: the rows of one finding are few. */
function repeat<T>(rows: readonly Row[], what: Row['what'], read: (row: Row) => T): T[] {
  return rows
    .filter((row) => row.what === what)
    .flatMap((row) => Array.from({ length: Number(row.number) }, () => read(row)));
}

const NONE: Tallies = tally([]);

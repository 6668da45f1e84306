/** Counts of findings by model, tag, author and kind of sweep. */
import { MAX_FILTER_OPTIONS } from '../../domain/limits';
import { isSweepKind, SITES } from '../../domain/sites';
import { Prisma, type Database } from '../db';
import { joinInOrder } from '../db/plan';
import { readAside } from '../db/read-aside';
import { isAppError } from '../errors';
import { isListed } from './listed';
import { runsOfFindings } from './rests-on';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

export interface FindingFilters {
  readonly models: readonly FilterOption[];
  readonly tags: readonly FilterOption[];
  readonly authors: readonly FilterOption[];
  readonly kinds: readonly FilterOption[];
  readonly total: number;
}

/** Another process may have changed findings: counts are then out of date for at most this long. */
const MAX_AGE_MS = 10_000;

/** Counts of one database, kept until a finding changes. Counting reads every finding and its run. */
export interface FilterCounts {
  /** Options of the gallery's filters, most findings first. */
  read(): Promise<FindingFilters>;
  /** Call it after this process has published, edited, withdrawn or deleted a finding. */
  invalidate(): void;
}

/** @param maxAgeMs how long counts are used without looking for changes made by other processes. */
export function createFilterCounts(db: Database, maxAgeMs = MAX_AGE_MS): FilterCounts {
  let kept: { readonly filters: Promise<FindingFilters>; readonly countedAt: number } | null = null;
  return {
    read() {
      if (kept && performance.now() - kept.countedAt < maxAgeMs) return kept.filters;
      const counting = { filters: countFindings(db), countedAt: performance.now() };
      kept = counting;
      counting.filters.catch(() => {
        if (kept === counting) kept = null;
      });
      return counting.filters;
    },
    invalidate() {
      kept = null;
    },
  };
}

interface Counted {
  readonly value: string;
  readonly findings: bigint | number;
}

/** From the findings to their runs: there are many more runs. Ten thousand findings take a tenth of a second, so other requests go on. */
async function countFindings(db: Database): Promise<FindingFilters> {
  const [byOwner, byModel, byKind, byTag] = await Promise.all([
    countAside(
      db,
      Prisma.sql`
      SELECT r."ownerId" AS "value", COUNT(*) AS findings
      FROM "Finding" f ${joinInOrder(db)} "Run" r ON r."id" = f."runId"
      WHERE ${isListed('f')}
      GROUP BY r."ownerId"`,
    ),
    // A finding that rests on runs of several models counts for each.
    countAside(
      db,
      Prisma.sql`
      SELECT r."modelId" AS "value", COUNT(DISTINCT o."findingId") AS findings
      FROM (${runsOfFindings()}) o ${joinInOrder(db)} "Run" r ON r."id" = o."runId"
      GROUP BY r."modelId"`,
    ),
    countAside(
      db,
      Prisma.sql`
      SELECT s."kind" AS "value", COUNT(DISTINCT o."findingId") AS findings
      FROM (${runsOfFindings()}) o ${joinInOrder(db)} "Sweep" s ON s."runId" = o."runId"
      GROUP BY s."kind"`,
    ),
    // Few findings are not listed, and the table of tags is much smaller than that of findings.
    countAside(
      db,
      Prisma.sql`
      SELECT t."tag" AS "value", COUNT(*) AS findings FROM "FindingTag" t
      WHERE t."findingId" NOT IN (SELECT "id" FROM "Finding" WHERE "withdrawnAt" IS NOT NULL)
        AND t."findingId" NOT IN (SELECT "findingId" FROM "HiddenFinding")
      GROUP BY t."tag" ORDER BY COUNT(*) DESC, t."tag" LIMIT ${MAX_FILTER_OPTIONS}`,
    ),
  ]);
  const authors = toOptions(byOwner).slice(0, MAX_FILTER_OPTIONS);
  const users = await db.user.findMany({
    where: { id: { in: authors.map(({ value }) => value) } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return {
    models: toOptions(byModel),
    tags: byTag.map(({ value, findings }) => ({ value, label: value, count: Number(findings) })),
    authors: authors.map((author) => ({ ...author, label: names.get(author.value) ?? author.value })),
    // Rows of kinds that this version does not have are left out.
    kinds: toOptions(byKind).flatMap((kind) =>
      isSweepKind(kind.value) ? [{ ...kind, label: SITES[kind.value].title }] : [],
    ),
    total: byOwner.reduce((sum, { findings }) => sum + Number(findings), 0),
  };
}

/** Counts in a thread; here when too many reads wait for it. */
async function countAside(db: Database, query: Prisma.Sql): Promise<Counted[]> {
  try {
    return await readAside<Counted>(db, query);
  } catch (error) {
    if (!isAppError(error, 'QUOTA_EXCEEDED')) throw error;
    return db.$queryRaw<Counted[]>(query);
  }
}

/** Most findings first. */
function toOptions(rows: readonly Counted[]): FilterOption[] {
  return rows
    .map(({ value, findings }) => ({ value, label: value, count: Number(findings) }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** Counts of findings by model, tag, author and kind of sweep. */
import { MAX_FILTER_OPTIONS } from '../../domain/limits';
import { isSweepKind, SITES } from '../../domain/sites';
import type { Database } from '../db';
import { joinInOrder } from '../db/plan';
import { isListed, LISTED_FINDING } from './listed';
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

/** From the findings to their runs: there are many more runs. */
async function countFindings(db: Database): Promise<FindingFilters> {
  const [byOwner, byModel, byKind, tags] = await Promise.all([
    db.$queryRaw<{ value: string; findings: bigint | number }[]>`
      SELECT r."ownerId" AS "value", COUNT(*) AS findings
      FROM "Finding" f ${joinInOrder(db)} "Run" r ON r."id" = f."runId"
      WHERE ${isListed('f')}
      GROUP BY r."ownerId"`,
    // A finding that rests on runs of several models counts for each.
    db.$queryRaw<{ value: string; findings: bigint | number }[]>`
      SELECT r."modelId" AS "value", COUNT(DISTINCT o."findingId") AS findings
      FROM (${runsOfFindings()}) o ${joinInOrder(db)} "Run" r ON r."id" = o."runId"
      GROUP BY r."modelId"`,
    db.$queryRaw<{ value: string; findings: bigint | number }[]>`
      SELECT s."kind" AS "value", COUNT(DISTINCT o."findingId") AS findings
      FROM (${runsOfFindings()}) o ${joinInOrder(db)} "Sweep" s ON s."runId" = o."runId"
      GROUP BY s."kind"`,
    db.findingTag.groupBy({
      by: ['tag'],
      where: { finding: LISTED_FINDING },
      _count: { tag: true },
      orderBy: [{ _count: { tag: 'desc' } }, { tag: 'asc' }],
      take: MAX_FILTER_OPTIONS,
    }),
  ]);
  const authors = toOptions(byOwner).slice(0, MAX_FILTER_OPTIONS);
  const users = await db.user.findMany({
    where: { id: { in: authors.map(({ value }) => value) } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return {
    models: toOptions(byModel),
    tags: tags.map(({ tag, _count }) => ({ value: tag, label: tag, count: _count.tag })),
    authors: authors.map((author) => ({ ...author, label: names.get(author.value) ?? author.value })),
    // Rows of kinds that this version does not have are left out.
    kinds: toOptions(byKind).flatMap((kind) =>
      isSweepKind(kind.value) ? [{ ...kind, label: SITES[kind.value].title }] : [],
    ),
    total: byOwner.reduce((sum, { findings }) => sum + Number(findings), 0),
  };
}

/** Most findings first. */
function toOptions(
  rows: readonly { readonly value: string; readonly findings: bigint | number }[],
): FilterOption[] {
  return rows
    .map(({ value, findings }) => ({ value, label: value, count: Number(findings) }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

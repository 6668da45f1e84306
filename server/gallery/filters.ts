/** How many findings there are by model, tag and author. */
import { MAX_FILTER_OPTIONS } from '../../domain/limits';
import type { Database } from '../db';
import type { Services } from '../services';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

export interface FindingFilters {
  readonly models: readonly FilterOption[];
  readonly tags: readonly FilterOption[];
  readonly authors: readonly FilterOption[];
  readonly total: number;
}

/** Counting reads every finding's run, so that counts are kept for a while, unless findings or tags were added or deleted. */
const KEPT_MS = 10_000;

interface Kept {
  readonly key: string;
  readonly at: number;
  readonly filters: Promise<FindingFilters>;
}

const kept = new WeakMap<Database, Kept>();

/** Options of the gallery's filters, most findings first. */
export async function countFindings({ db }: Pick<Services, 'db'>): Promise<FindingFilters> {
  const [findings, tags] = await Promise.all([db.finding.count(), db.findingTag.count()]);
  const key = `${findings} ${tags}`;
  const known = kept.get(db);
  if (known?.key === key && performance.now() - known.at < KEPT_MS) return known.filters;
  const filters = count(db, findings);
  kept.set(db, { key, at: performance.now(), filters });
  filters.catch(() => kept.delete(db));
  return filters;
}

async function count(db: Database, total: number): Promise<FindingFilters> {
  const [rows, tags] = await Promise.all([
    db.$queryRaw<{ modelId: string; ownerId: string; findings: bigint | number }[]>`
      SELECT r."modelId", r."ownerId", COUNT(*) AS findings
      FROM "Finding" f JOIN "Run" r ON r."id" = f."runId" GROUP BY r."modelId", r."ownerId"`,
    db.findingTag.groupBy({
      by: ['tag'],
      _count: { tag: true },
      orderBy: [{ _count: { tag: 'desc' } }, { tag: 'asc' }],
      take: MAX_FILTER_OPTIONS,
    }),
  ]);
  const authors = sum(rows, 'ownerId').slice(0, MAX_FILTER_OPTIONS);
  const users = await db.user.findMany({
    where: { id: { in: authors.map(({ value }) => value) } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return {
    models: sum(rows, 'modelId'),
    tags: tags.map(({ tag, _count }) => ({ value: tag, label: tag, count: _count.tag })),
    authors: authors.map((author) => ({ ...author, label: names.get(author.value) ?? author.value })),
    total,
  };
}

function sum<K extends string>(
  rows: readonly (Record<K, string> & { readonly findings: bigint | number })[],
  key: K,
): FilterOption[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) ?? 0) + Number(row.findings));
  return [...counts]
    .map(([value, findings]) => ({ value, label: value, count: findings }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** The family of a finding: what it was forked from, back to the first one, and all forks of that. */
import { MAX_LINEAGE } from '../../domain/limits';
import { Prisma, type Database } from '../db';
import type { ListedFinding } from './list';
import { LISTED_FINDING } from './listed';

/** A finding of a family. */
export interface LineageEntry {
  readonly finding: ListedFinding;
  /** Forks between the first finding and this one; 0 for the first. */
  readonly depth: number;
  /** Whether its experiment is that of the finding that it was forked from; null for the first. */
  readonly isSameExperiment: boolean | null;
}

/** Generations that are followed up and down. */
const MAX_DEPTH = 50;

/**
 * Reads a family, each finding before its forks, the oldest fork first; at most MAX_LINEAGE findings. Findings that are withdrawn or
 * hidden are left out, unless it is the one that is asked for. A finding whose parent is deleted is the first of its family.
 */
export async function readLineage(db: Database, findingId: string): Promise<LineageEntry[]> {
  const rows = await db.$queryRaw<{ id: string; parent: string | null }[]>(Prisma.sql`
    WITH RECURSIVE
      "up"("id", "parent", "depth") AS (
        SELECT "id", "forkedFromId", 0 FROM "Finding" WHERE "id" = ${findingId}
        UNION ALL
        SELECT f."id", f."forkedFromId", u."depth" + 1 FROM "up" u JOIN "Finding" f ON f."id" = u."parent"
        WHERE u."depth" < ${MAX_DEPTH}
      ),
      "down"("id", "parent", "depth") AS (
        SELECT * FROM (SELECT "id", NULLIF("id", "id"), 0 FROM "up" ORDER BY "depth" DESC LIMIT 1) "first"
        UNION ALL
        SELECT f."id", f."forkedFromId", d."depth" + 1 FROM "down" d JOIN "Finding" f ON f."forkedFromId" = d."id"
        WHERE d."depth" < ${2 * MAX_DEPTH}
      )
    SELECT "id", "parent" FROM "down" LIMIT ${MAX_LINEAGE}`);
  if (rows.length <= 1) return [];
  const found = await db.finding.findMany({
    where: { id: { in: rows.map(({ id }) => id) }, OR: [LISTED_FINDING, { id: findingId }] },
    omit: { text: true },
    include: { run: { select: { contentHash: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const hashes = new Map(found.map(({ id, run }) => [id, run.contentHash]));
  const findShown = (id: string | null): string | null =>
    id === null || hashes.has(id) ? id : findShown(rows.find((row) => row.id === id)?.parent ?? null);
  const entries: LineageEntry[] = [];
  const add = (parent: string | null, depth: number): void => {
    for (const { run, ...finding } of found) {
      const row = rows.find(({ id }) => id === finding.id)!;
      // The forks of a finding that is not listed are shown below the finding before it.
      if (findShown(row.parent) !== parent) continue;
      const isSameExperiment = parent === null ? null : hashes.get(parent) === run.contentHash;
      entries.push({ finding, depth, isSameExperiment });
      add(finding.id, depth + 1);
    }
  };
  add(null, 0);
  return entries.length > 1 ? entries : [];
}

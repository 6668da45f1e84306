/** What depends on a finding. A finding that something depends on is withdrawn instead of deleted. */
import type { Database, Finding } from '../db';

type Subject = Pick<Finding, 'id' | 'ownerId'>;

/** Counts one kind of dependents, in words; null for none. */
type Check = (db: Database, finding: Subject) => Promise<string | null>;

const CHECKS: readonly Check[] = [
  async (db, { id, ownerId }) => {
    const where = { findingId: id, creatorId: { not: ownerId } };
    return describe(
      await db.evidence.count({ where }),
      'replication or run of others',
      'replications and runs of others',
    );
  },
  async (db, { id, ownerId }) => {
    const where = { forkedFromId: id, ownerId: { not: ownerId } };
    return describe(await db.finding.count({ where }), 'fork', 'forks');
  },
  async (db, { id, ownerId }) => {
    const where = { findingId: id, authorId: { not: ownerId }, deletedAt: null };
    return describe(await db.comment.count({ where }), 'comment of others', 'comments of others');
  },
  async (db, { id, ownerId }) => {
    const where = { ownerId: { not: ownerId }, items: { some: { findingId: id } } };
    return describe(await db.collection.count({ where }), 'collection of others', 'collections of others');
  },
];

function describe(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}

/** What depends on a finding, in words such as `2 replications and runs of others`; empty when nothing does. */
export async function listDependents(db: Database, finding: Subject): Promise<string[]> {
  const found = await Promise.all(CHECKS.map((check) => check(db, finding)));
  return found.filter((one) => one !== null);
}

/** What a user has published, for everybody to see. */
import type { Database, Evidence, User } from '../db';
import type { Actor } from '../accounts/policy';
import { listedCollections } from './collections/read';
import { LONG_COLUMNS, type ListedFinding } from './list';
import { LISTED_FINDING } from './listed';

/** Computed again here, on the same or on fresh prompts, or elsewhere. */
const REPLICATIONS = ['REPLICATION', 'FRESH', 'ELSEWHERE'];

/** Whose page it is. */
export type Person = Pick<User, 'id' | 'name' | 'createdAt' | 'deletedAt'>;

/** Numbers of public things. */
export interface PersonCounts {
  readonly findings: number;
  readonly forks: number;
  readonly replications: number;
  readonly evidence: number;
  readonly collections: number;
}

/**
 * A user with an account or with something public; null for others, so that nobody learns of guests who published nothing. One's
 * own page always exists.
 */
export async function findPerson(db: Database, actor: Actor, id: string): Promise<Person | null> {
  const user = await db.user.findUnique({
    where: { id },
    select: { id: true, name: true, createdAt: true, deletedAt: true, account: { select: { id: true } } },
  });
  if (!user) return null;
  const { account, ...person } = user;
  if (account || actor.userId === id) return person;
  const counts = await countPublished(db, actor, id);
  return Object.values(counts).some((count) => count > 0) ? person : null;
}

/** Counts what a user has published. */
export async function countPublished(db: Database, actor: Actor, id: string): Promise<PersonCounts> {
  const attached = { creatorId: id, finding: LISTED_FINDING };
  const [findings, forks, replications, evidence, collections] = await Promise.all([
    db.finding.count({ where: { ownerId: id, ...LISTED_FINDING } }),
    db.finding.count({ where: { ownerId: id, ...LISTED_FINDING, forkedFromId: { not: null } } }),
    db.evidence.count({ where: { ...attached, stance: { in: REPLICATIONS } } }),
    db.evidence.count({ where: { ...attached, stance: { notIn: REPLICATIONS } } }),
    db.collection.count({ where: { AND: [listedCollections(actor), { ownerId: id }] } }),
  ]);
  return { findings, forks, replications, evidence, collections };
}

/** Findings of a user that were forked from others, newest first. */
export function listForksBy(db: Database, id: string, first: number): Promise<ListedFinding[]> {
  return db.finding.findMany({
    where: { ownerId: id, ...LISTED_FINDING, forkedFromId: { not: null } },
    omit: LONG_COLUMNS,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first,
  });
}

/** Runs that a user has attached to findings, replications included, newest first. */
export function listEvidenceBy(db: Database, id: string, first: number): Promise<Evidence[]> {
  return db.evidence.findMany({
    where: { creatorId: id, finding: LISTED_FINDING },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first,
  });
}

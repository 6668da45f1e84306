/**
 * Versions of findings: what a finding said when it was published and after each edit. Rows never change, so that an address such
 * as /findings/name-movers@3 shows for ever what was claimed then.
 *
 * A finding that was published before there were versions has no rows; what it says is its version 1, which is stored when it is
 * edited.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Claim, ClaimVerdict, Database, FindingVersion } from '../db';
import { jsonColumn } from '../db/codec';
import type { ListedFinding } from './list';

type Reader = Pick<Database, 'finding' | 'findingVersion'>;

/** What a run said of a claim when the version was stored. */
export type FrozenVerdict = Omit<ClaimVerdict, 'claimId' | 'createdAt'>;

export interface FrozenClaim {
  /** Of the claim while it belonged to the finding. */
  readonly id: string;
  readonly text: string;
  readonly verdicts: readonly FrozenVerdict[];
}

/** A run of a finding; the label of the main run is null. */
export interface FrozenRun {
  readonly runId: string;
  readonly label: string | null;
}

const verdict = z.object({
  runId: z.string(),
  verdict: z.string(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  errorMessage: z.string().nullable(),
  errorAt: z.number().nullable(),
  cell: z.string().nullable(),
  direction: z.string().nullable(),
  metric: z.string().nullable(),
});

export const decodeVersionTags = jsonColumn('FindingVersion.tags', z.array(z.string()));
export const decodeVersionClaims = jsonColumn(
  'FindingVersion.claims',
  z.array(z.object({ id: z.string(), text: z.string(), verdicts: z.array(verdict) })),
);
export const decodeVersionRuns = jsonColumn(
  'FindingVersion.runs',
  z.array(z.object({ runId: z.string(), label: z.string().nullable() })).nonempty(),
);

/** The columns of a version that say what is claimed. */
type Content = Pick<FindingVersion, 'title' | 'summary' | 'tags' | 'claims' | 'runs'>;

/** What a finding says now, with the verdicts of the runs that it rests on. */
async function describeContent(
  { finding }: Pick<Database, 'finding'>,
  id: string,
): Promise<Content & Pick<FindingVersion, 'createdAt' | 'authorId'>> {
  const row = await finding.findUniqueOrThrow({
    where: { id },
    select: {
      createdAt: true,
      editedAt: true,
      ownerId: true,
      runId: true,
      title: true,
      summary: true,
      tags: { orderBy: { tag: 'asc' } },
      claims: { orderBy: { index: 'asc' }, include: { verdicts: true } },
      furtherRuns: { orderBy: { index: 'asc' } },
    },
  });
  const runs: FrozenRun[] = [
    { runId: row.runId, label: null },
    ...row.furtherRuns.map(({ runId, label }) => ({ runId, label })),
  ];
  const ids = runs.map(({ runId }) => runId);
  const claims = row.claims.map(({ id: claimId, text, verdicts }): FrozenClaim => ({
    id: claimId,
    text,
    verdicts: verdicts
      .filter(({ runId }) => ids.includes(runId))
      .toSorted((a, b) => ids.indexOf(a.runId) - ids.indexOf(b.runId))
      .map(({ claimId: _claim, createdAt: _moment, ...said }) => said),
  }));
  return {
    createdAt: row.editedAt ?? row.createdAt,
    authorId: row.ownerId,
    title: row.title,
    summary: row.summary,
    tags: JSON.stringify(row.tags.map(({ tag }) => tag)),
    claims: JSON.stringify(claims),
    runs: JSON.stringify(runs),
  };
}

/** Stores what an older finding says as its version 1, unless it has versions. Call it before the finding changes. @param tx a transaction. */
export async function storeFirstVersion(tx: Reader, findingId: string): Promise<void> {
  if ((await tx.findingVersion.count({ where: { findingId }, take: 1 })) > 0) return;
  const content = await describeContent(tx, findingId);
  await tx.findingVersion.create({
    data: { ...content, id: createId(), findingId, number: 1, reason: null },
  });
}

/**
 * Stores what a finding says now as its next version.
 *
 * @param tx a transaction that has written before.
 * @param by who changed it, when, and why.
 * @returns false when it says the same as the newest version; nothing is stored then.
 */
export async function storeVersion(
  tx: Reader,
  findingId: string,
  by: Pick<FindingVersion, 'authorId' | 'createdAt' | 'reason'>,
): Promise<boolean> {
  const newest = await tx.findingVersion.findFirst({ where: { findingId }, orderBy: { number: 'desc' } });
  const content = await describeContent(tx, findingId);
  if (newest && isSameContent(newest, content)) return false;
  await tx.findingVersion.create({
    data: { ...content, ...by, id: createId(), findingId, number: (newest?.number ?? 0) + 1 },
  });
  return true;
}

function isSameContent(a: Content, b: Content): boolean {
  const fields = ['title', 'summary', 'tags', 'claims', 'runs'] as const;
  return fields.every((field) => a[field] === b[field]);
}

/** The version of a finding with a number; null when there is none. */
export async function readVersion(
  db: Reader,
  findingId: string,
  number: number,
): Promise<FindingVersion | null> {
  const stored = await db.findingVersion.findUnique({
    where: { findingId_number: { findingId, number } },
  });
  if (stored || number !== 1) return stored;
  return (await db.findingVersion.count({ where: { findingId }, take: 1 })) > 0
    ? null
    : describeFirst(db, findingId);
}

/** Versions of a finding, newest first. @param before only versions with a smaller number; null for the newest. */
export async function listVersions(
  db: Reader,
  findingId: string,
  { first, before }: { readonly first: number; readonly before: number | null },
): Promise<FindingVersion[]> {
  const stored = await db.findingVersion.findMany({
    where: { findingId, ...(before !== null && { number: { lt: before } }) },
    orderBy: { number: 'desc' },
    take: first,
  });
  const isOlder = before === null || before > 1;
  if (stored.length > 0 || !isOlder) return stored;
  return (await db.findingVersion.count({ where: { findingId }, take: 1 })) > 0
    ? []
    : [await describeFirst(db, findingId)];
}

async function describeFirst(db: Reader, findingId: string): Promise<FindingVersion> {
  return { ...(await describeContent(db, findingId)), id: '', findingId, number: 1, reason: null };
}

/** A claim as it was in a version. Its id names the version, because it says something else in others. */
export interface ClaimOfVersion extends Claim {
  readonly frozen: readonly FrozenVerdict[];
}

/** Claims of a version in their order. */
export function readVersionClaims({ findingId, number, claims }: FindingVersion): ClaimOfVersion[] {
  return decodeVersionClaims(claims).map(({ id, text, verdicts }, index) => ({
    id: `${id}@${number}`,
    findingId,
    index,
    text,
    frozen: verdicts,
  }));
}

/** A finding as it was in a version. */
export interface FindingAtVersion extends ListedFinding {
  readonly at: FindingVersion;
}

/** The finding with the title and the text of a version. Its tree is parsed again when it is asked for. */
export function atVersion(finding: ListedFinding, version: FindingVersion): FindingAtVersion {
  const { title, summary } = version;
  return { ...finding, title, summary, summaryTree: null, at: version };
}

const createId = (): string => randomBytes(9).toString('base64url');

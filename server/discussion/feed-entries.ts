/** What feeds tell: of a finding, of a person, and of a tag. Only what everybody may read. */
import type { Comment, Database, Evidence, Finding, Prisma } from '../db';
import { decodeStance } from '../db/codec';
import { decodeCommentTree } from '../gallery/stored-summary-tree';
import { excerptTree } from './comment-tree';
import { LISTED_FINDING } from '../gallery/listed';
import { VISIBLE } from './read-comments';

/** Entries of a feed, the newest ones. */
const MAX_ENTRIES = 50;
/** Characters of an entry's text. */
const MAX_TEXT = 500;

/** An entry, in plain text. */
export interface FeedEntry {
  readonly title: string;
  readonly text: string;
  readonly author: string;
  /** Relative to the site. */
  readonly address: string;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
}

/** A feed, in plain text. */
export interface FeedContent {
  readonly title: string;
  readonly description: string;
  /** Page that it is about, relative to the site. */
  readonly address: string;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

type FeedDatabase = Pick<Database, 'finding' | 'comment' | 'evidence' | 'user'>;
type WithOwner = Finding & { readonly owner: { readonly name: string } };

/** A finding, the comments on it and the runs that are attached to it; null when there is none that everybody may read. */
export async function readFindingFeed(db: FeedDatabase, slug: string): Promise<FeedContent | null> {
  const finding = await db.finding.findFirst({
    where: { AND: [{ slug }, LISTED_FINDING] },
    include: { owner: { select: { name: true } } },
  });
  if (!finding) return null;
  const findingId = finding.id;
  const [comments, evidence] = await Promise.all([
    listComments(db, { findingId }),
    db.evidence.findMany({
      where: { findingId },
      include: { creator: { select: { name: true } } },
      orderBy: { createdAt: 'desc' },
      take: MAX_ENTRIES,
    }),
  ]);
  return {
    title: finding.title,
    description: `Comments on the finding “${finding.title}”, and runs that are attached to it.`,
    address: `/findings/${slug}`,
    entries: newestFirst([
      describeFinding(finding),
      ...comments,
      ...evidence.map((one) => describeEvidence(one, one.creator.name, finding)),
    ]),
  };
}

/** The findings and the comments of a person; null when there is no such person. */
export async function readPersonFeed(db: FeedDatabase, userId: string): Promise<FeedContent | null> {
  const user = await db.user.findUnique({ where: { id: userId } });
  if (!user || user.deletedAt !== null) return null;
  const [findings, comments] = await Promise.all([
    listFindings(db, { ownerId: userId }),
    listComments(db, { authorId: userId }),
  ]);
  const entries = newestFirst([...findings, ...comments]);
  // A name that is in nothing public stays unknown.
  if (entries.length === 0) return null;
  return {
    title: user.name,
    description: `Findings and comments by ${user.name}.`,
    address: `/people/${userId}`,
    entries,
  };
}

/** The findings with a tag; null when there is none. */
export async function readTagFeed(db: FeedDatabase, tag: string): Promise<FeedContent | null> {
  const entries = newestFirst(await listFindings(db, { tags: { some: { tag } } }));
  if (entries.length === 0) return null;
  return {
    title: `#${tag}`,
    description: `Findings with the tag ${tag}.`,
    address: `/?tag=${encodeURIComponent(tag)}`,
    entries,
  };
}

async function listFindings(
  { finding }: FeedDatabase,
  where: Prisma.FindingWhereInput,
): Promise<FeedEntry[]> {
  const rows = await finding.findMany({
    where: { AND: [where, LISTED_FINDING] },
    include: { owner: { select: { name: true } } },
    orderBy: { createdAt: 'desc' },
    take: MAX_ENTRIES,
  });
  return rows.map(describeFinding);
}

async function listComments(
  { comment }: FeedDatabase,
  where: Prisma.CommentWhereInput,
): Promise<FeedEntry[]> {
  const rows = await comment.findMany({
    where: { AND: [where, VISIBLE, { finding: LISTED_FINDING }] },
    include: { author: { select: { name: true } }, finding: true },
    orderBy: { createdAt: 'desc' },
    take: MAX_ENTRIES,
  });
  return rows.map((row) => describeComment(row, row.author.name, row.finding));
}

function describeFinding({ title, summary, slug, createdAt, editedAt, owner }: WithOwner): FeedEntry {
  return {
    title,
    text: shorten(summary),
    author: owner.name,
    address: `/findings/${slug}`,
    publishedAt: createdAt,
    updatedAt: editedAt ?? createdAt,
  };
}

function describeComment(
  { id, tree, createdAt, editedAt }: Comment,
  author: string,
  { title, slug }: Finding,
): FeedEntry {
  return {
    title: `${author} commented on “${title}”`,
    text: excerptTree(decodeCommentTree(tree), MAX_TEXT),
    author,
    address: `/findings/${slug}#comment-${id}`,
    publishedAt: createdAt,
    updatedAt: editedAt ?? createdAt,
  };
}

const DONE = {
  REPLICATION: 'replicated',
  FRESH: 'tried on fresh prompts',
  ELSEWHERE: 'attached a computation on another server of',
  SUPPORTS: 'attached a run that supports',
  REFUTES: 'attached a run that refutes',
} as const;

/** Says nothing of the run itself. */
function describeEvidence(
  { id, stance, note, isSame, createdAt }: Evidence,
  author: string,
  { title, slug }: Finding,
): FeedEntry {
  const [same, other] =
    stance === 'FRESH'
      ? ['The claims hold on them.', 'Not all claims hold on them.']
      : ['The numbers are the same.', 'The numbers differ.'];
  const result = isSame === null ? '' : isSame ? same : other;
  return {
    title: `${author} ${DONE[decodeStance(stance)]} “${title}”`,
    text: note === null ? result : shorten(note),
    author,
    address: `/findings/${slug}#evidence-${id}`,
    publishedAt: createdAt,
    updatedAt: createdAt,
  };
}

function newestFirst(entries: readonly FeedEntry[]): FeedEntry[] {
  return entries.toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime()).slice(0, MAX_ENTRIES);
}

function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).toWellFormed()}…`;
}

/** Writes comments on findings, on claims and on cells. */
import { MAX_COMMENT, MAX_COMMENTS, MAX_MENTIONS, MAX_REPLIES } from '../../domain/limits';
import { TextError } from '../../domain/text-error';
import type { Actor } from '../accounts/policy';
import type { Claim, Comment, Database, Finding } from '../db';
import { createId } from '../create-id';
import { AppError, badUserInput } from '../errors';
import { readReferable } from '../gallery/referable';
import { announceFinding } from '../community/announce';
import type { CommunityServices } from '../community/services';
import { checkText } from './check-text';
import { listMentions, parseComment } from './comment-tree';
import { findOpenFinding } from '../gallery/find-open';
import { storeNotice, wakeRecipients } from '../community/notify';
import { readCell } from './read-cell';

/** A comment to write; what is null or missing is not asked for. */
export interface CommentInput {
  /** Id or slug. */
  readonly findingId: string;
  /** Markdown. */
  readonly text: string;
  readonly parentId?: string | null | undefined;
  readonly claimId?: string | null | undefined;
  /** In a notation of read-cell.ts. */
  readonly cell?: string | null | undefined;
}

/** What a thread is about, as a comment stores it. */
type Subject = Pick<Comment, 'parentId' | 'rootId' | 'claimId' | 'claimText' | 'cell'>;

/**
 * Stores a comment, and notifies the author of the finding, the author of the comment that it answers, and mentioned users.
 *
 * @param act the requester's id; a visitor becomes a guest when the comment is stored.
 * @throws NOT_FOUND; BAD_USER_INPUT; QUOTA_EXCEEDED
 */
export async function addComment(
  services: CommunityServices,
  actor: Actor,
  act: () => Promise<string>,
  input: CommentInput,
): Promise<Comment> {
  const { db, changes } = services;
  const finding = await findOpenFinding(db, actor, input.findingId);
  const text = checkText('text', 'The comment', input.text, MAX_COMMENT);
  const parent = input.parentId == null ? null : await findParent(db, finding.id, input.parentId);
  const subject = parent ? joinThread(parent, input) : await readSubject(db, finding, input);
  // Before a visitor becomes a guest, and again when nobody else can write.
  await checkRoom(db, finding.id, subject.rootId);
  const tree = await parseComment(text);
  const authorId = await act();
  const id = createId(authorId);
  const { comment, told } = await db.$transaction(async (tx) => {
    const known = await tx.comment.findUnique({ where: { id } });
    if (known) return { comment: known, told: [] };
    await checkRoom(tx, finding.id, subject.rootId);
    const created = await tx.comment.create({
      data: {
        id,
        findingId: finding.id,
        authorId,
        ...subject,
        text,
        tree: JSON.stringify(tree),
      },
    });
    return { comment: created, told: await tellOthers(tx, finding, created, parent, listMentions(tree)) };
  });
  wakeRecipients(changes, told);
  announceFinding(changes, finding.id);
  return comment;
}

/** Tells each of them once, of what concerns them most. @returns ids of those who are told. */
async function tellOthers(
  tx: Pick<Database, 'user' | 'notification'>,
  finding: Finding,
  { id: commentId, authorId: actorId }: Comment,
  parent: Comment | null,
  mentioned: readonly string[],
): Promise<string[]> {
  const about = { findingId: finding.id, commentId, actorId };
  const mentionedIds = mentioned.slice(0, MAX_MENTIONS);
  const answeredIds = parent ? [parent.authorId].filter((id) => !mentionedIds.includes(id)) : [];
  const authorIds = [finding.ownerId].filter((id) => !mentionedIds.includes(id) && !answeredIds.includes(id));
  return [
    ...(await storeNotice(tx, { ...about, kind: 'MENTION', recipientIds: mentionedIds })),
    ...(await storeNotice(tx, { ...about, kind: 'REPLY', recipientIds: answeredIds })),
    ...(await storeNotice(tx, { ...about, kind: 'COMMENT', recipientIds: authorIds })),
  ];
}

/** The comment that is answered. @throws NOT_FOUND; BAD_USER_INPUT for one that cannot be read. */
async function findParent({ comment }: Database, findingId: string, id: string): Promise<Comment> {
  const parent = await comment.findFirst({ where: { id, findingId } });
  if (!parent) throw new AppError('NOT_FOUND', `There is no comment '${id}' on this finding.`);
  if (parent.deletedAt === null && parent.hiddenAt === null) return parent;
  const message = 'This comment was deleted or hidden; answer another comment of the thread.';
  throw badUserInput([{ path: 'parentId', message }]);
}

function joinThread(parent: Comment, { claimId, cell }: CommentInput): Subject {
  if (claimId != null || cell != null) {
    const message = 'A reply is about the claim or the cell of its thread; leave claimId and cell out.';
    throw badUserInput([{ path: claimId == null ? 'cell' : 'claimId', message }]);
  }
  const { claimId: ofThread, claimText, cell: cellOfThread } = parent;
  return {
    parentId: parent.id,
    rootId: parent.rootId ?? parent.id,
    claimId: ofThread,
    claimText,
    cell: cellOfThread,
  };
}

async function readSubject(
  db: Database,
  finding: Finding,
  { claimId, cell }: CommentInput,
): Promise<Subject> {
  if (claimId != null && cell != null) {
    const message = 'A thread is about a claim or about a cell; leave one of them out.';
    throw badUserInput([{ path: 'cell', message }]);
  }
  const claim = claimId == null ? null : await findClaim(db, finding.id, claimId);
  return {
    parentId: null,
    rootId: null,
    claimId: claim?.id ?? null,
    claimText: claim?.text ?? null,
    cell: cell == null ? null : await checkCell(db, finding.runId, cell),
  };
}

async function findClaim({ claim }: Database, findingId: string, id: string): Promise<Claim> {
  const found = await claim.findFirst({ where: { id, findingId } });
  if (!found) throw new AppError('NOT_FOUND', `There is no claim '${id}' of this finding.`);
  return found;
}

/**
 * The address of a cell of a run.
 *
 * @throws BAD_USER_INPUT for a text that is no cell of the run.
 */
export async function checkCell(
  { run }: Pick<Database, 'run'>,
  runId: string,
  text: string,
): Promise<string> {
  const row = await run.findUniqueOrThrow({
    where: { id: runId },
    include: {
      model: true,
      pairs: { orderBy: { index: 'asc' }, take: 1 },
      sweeps: { select: { kind: true, axes: true, shape: true } },
    },
  });
  try {
    return readCell(text, readReferable(row));
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw badUserInput([{ path: 'cell', message: error.message }]);
  }
}

async function checkRoom(
  { comment }: Pick<Database, 'comment'>,
  findingId: string,
  rootId: string | null,
): Promise<void> {
  const count = await comment.count({ where: { findingId } });
  if (count >= MAX_COMMENTS) {
    const message = `This finding has ${count} comments, which is the limit.`;
    throw new AppError('QUOTA_EXCEEDED', message, { details: { count, limit: MAX_COMMENTS } });
  }
  if (rootId === null) return;
  const replies = await comment.count({ where: { rootId } });
  if (replies < MAX_REPLIES) return;
  const message = `This thread has ${replies} replies, which is the limit. Begin a new thread.`;
  throw new AppError('QUOTA_EXCEEDED', message, { details: { count: replies, limit: MAX_REPLIES } });
}

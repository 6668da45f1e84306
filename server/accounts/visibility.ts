/**
 * Who may open which runs. Every query that opens, lists or counts runs, or what is below them, uses one of these filters. To
 * whoever may not open a run, it does not exist: the same error, the same shape.
 *
 * A run that a finding rests on is PUBLIC and a run that is attached to a finding is not PRIVATE (see runs/manage/visibility.ts), so
 * everything on the page of a finding can be opened by everybody.
 */
import { AppError } from '../errors';
import type { Database, Prisma, Run } from '../db';
import type { Actor } from './policy';

/** The server itself, in work that is for nobody in particular: it reads every run. */
export const SERVER: Actor = { userId: null, isAdministrator: true };

/** A visitor without an identity: reads what everybody reads. */
export const EVERYBODY: Actor = { userId: null, isAdministrator: false };

/** Runs that an actor may open: their own, those of everybody that are not private, and all of them for administrators. */
export function readableRuns({ userId, isAdministrator }: Actor): Prisma.RunWhereInput {
  if (isAdministrator) return {};
  const others: Prisma.RunWhereInput = { visibility: { in: ['UNLISTED', 'PUBLIC'] } };
  return userId === null ? others : { OR: [others, { ownerId: userId }] };
}

/** Runs that lists and counts show to an actor: public ones and their own, and all of them to administrators. */
export function listedRuns({ userId, isAdministrator }: Actor): Prisma.RunWhereInput {
  if (isAdministrator) return {};
  const others: Prisma.RunWhereInput = { visibility: 'PUBLIC' };
  return userId === null ? others : { OR: [others, { ownerId: userId }] };
}

/** Stored results that may answer a new run of a user: their own and public ones, if they were computed here. */
export function answeringRuns(userId: string | null): Prisma.RunWhereInput {
  return { importedAt: null, ...listedRuns({ userId, isAdministrator: false }) };
}

/** Findings that an actor may open: all but those that an administrator has hidden from everybody but their authors. */
export function readableFindings({ userId, isAdministrator }: Actor): Prisma.FindingWhereInput {
  if (isAdministrator) return {};
  return { OR: [{ hidden: null }, ...(userId === null ? [] : [{ ownerId: userId }])] };
}

/**
 * Rows below the findings that an actor may open, such as comments.
 *
 * @param own conditions for the rows of a user, which can be changed on a hidden finding too; none when left out.
 */
export function readableBelow<Own extends object>(
  actor: Actor,
  own: (userId: string) => readonly Own[] = () => [],
): { OR?: (Own | { finding: Prisma.FindingWhereInput })[] } {
  // Prisma takes an empty condition in OR for one that no row meets.
  if (actor.isAdministrator) return {};
  const mine = actor.userId === null ? [] : own(actor.userId);
  return { OR: [{ finding: readableFindings(actor) }, ...mine] };
}

/** Columns of a finding that tell whether an actor may open it. */
export const OPENNESS = {
  slug: true,
  ownerId: true,
  hidden: { select: { findingId: true } },
} as const satisfies Prisma.FindingSelect;

/**
 * How a message names a finding that keeps an actor from changing a run.
 *
 * @returns its name for the text, without its address where an administrator has hidden it from the actor, and details of the error.
 */
export function nameFinding(
  { userId, isAdministrator }: Actor,
  { slug, ownerId, hidden }: Prisma.FindingGetPayload<{ select: typeof OPENNESS }>,
): { readonly name: string; readonly details: { readonly slug?: string } } {
  const isOpen = hidden === null || isAdministrator || ownerId === userId;
  return isOpen
    ? { name: `the finding /findings/${slug}`, details: { slug } }
    : { name: 'a finding that an administrator has hidden', details: {} };
}

/** Whether an actor may open a run. */
export function isReadable(
  { userId, isAdministrator }: Actor,
  { ownerId, visibility }: Pick<Run, 'ownerId' | 'visibility'>,
): boolean {
  return isAdministrator || ownerId === userId || visibility === 'UNLISTED' || visibility === 'PUBLIC';
}

/** The error of a run that does not exist, or that the requester may not open: they cannot be told apart. */
export function createNoRunError(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no run '${id}'.`);
}

/** @throws NOT_FOUND for a run that does not exist or that the actor may not open. */
export async function findReadableRun(db: Pick<Database, 'run'>, actor: Actor, id: string): Promise<Run> {
  const run = await db.run.findFirst({ where: { id, AND: readableRuns(actor) } });
  if (!run) throw createNoRunError(id);
  return run;
}

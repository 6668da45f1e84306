/** Changes by owners after submission: title, notes, tags, visibility, deletion. */
import { MAX_NOTES, MAX_RUN_TITLE } from '../../../domain/limits';
import type { Visibility } from '../../../domain/visibility';
import { Prisma, type Finding, type Run } from '../../db';
import { AppError, badUserInput, type InputIssue } from '../../errors';
import type { Services } from '../services';
import { checkTags, tidyTags } from '../../tags';
import { hasVisibleText, textProblem } from '../../text';
import type { Actor } from '../../accounts/policy';
import { nameFinding, OPENNESS } from '../../accounts/visibility';
import { findRunToChange } from './ownership';
import { storeRunText } from './run-text';
import { setVisibility } from './visibility';

/** Fields to change. An undefined field stays; null or a blank text clears it. */
export interface RunEdit {
  readonly title?: string | null | undefined;
  readonly notes?: string | null | undefined;
  /** All of them; null removes them. */
  readonly tags?: readonly string[] | null | undefined;
  /** Null stays, too. */
  readonly visibility?: Visibility | null | undefined;
}

/**
 * Changes the title, the notes, the tags or the visibility of a run.
 *
 * @throws BAD_USER_INPUT with every issue; NOT_FOUND; FORBIDDEN for anybody but its owner; CONFLICT when a finding needs the
 *   visibility that it has.
 */
export async function editRun(
  { db, changes }: Pick<Services, 'db' | 'changes'>,
  actor: Actor,
  id: string,
  edit: RunEdit,
): Promise<Run> {
  const tags = edit.tags === undefined ? null : tidyTags(edit.tags ?? []);
  const issues = [
    ...checkTags(tags ?? []),
    ...textIssues('title', 'The title', edit.title, MAX_RUN_TITLE),
    ...textIssues('notes', 'The text of the notes', edit.notes, MAX_NOTES),
  ];
  if (issues.length > 0) throw badUserInput(issues);
  await findRunToChange(db, actor, id, 'editRun');
  await db.$transaction(async (tx) => {
    if (edit.visibility) await setVisibility(tx, actor, id, edit.visibility);
    await tx.run.updateMany({
      where: { id },
      data: {
        ...(edit.title !== undefined && { title: clean(edit.title) }),
        ...(edit.notes !== undefined && { notes: clean(edit.notes) }),
      },
    });
    if (tags) {
      await tx.runTag.deleteMany({ where: { runId: id } });
      await tx.runTag.createMany({ data: tags.map((tag) => ({ runId: id, tag })) });
    }
    await storeRunText(tx, id);
  });
  changes.emit(id);
  const edited = await db.run.findUnique({ where: { id } });
  if (!edited) throw new AppError('NOT_FOUND', `The run '${id}' was deleted while it was edited.`);
  return edited;
}

/**
 * Deletes a run with everything that belongs to it. A queued or running run is stopped.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its owner and administrators; CONFLICT while a finding refers to it.
 */
export async function deleteRun(
  { db, changes, queue }: Pick<Services, 'db' | 'changes' | 'queue'>,
  actor: Actor,
  id: string,
): Promise<string> {
  await findRunToChange(db, actor, id, 'deleteRun');
  const rests: Prisma.FindingWhereInput = {
    OR: [{ runId: id }, { furtherRuns: { some: { runId: id } } }],
  };
  const select = { ...OPENNESS, runId: true } as const;
  const finding = await db.finding.findFirst({ where: rests, select });
  if (finding) throw createConflict(actor, id, finding);
  try {
    // onDelete in the schema deletes sweeps, effects, prompts and the rest.
    await db.run.deleteMany({ where: { id } });
  } catch (error) {
    // It was published in between; the database keeps a run that a finding refers to.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003')) throw error;
    const published = await db.finding.findFirst({ where: rests, select });
    throw published ? createConflict(actor, id, published) : error;
  }
  queue.emit('cancel', id);
  changes.emit(id);
  return id;
}

function createConflict(
  actor: Actor,
  id: string,
  finding: Parameters<typeof nameFinding>[1] & Pick<Finding, 'runId'>,
): AppError {
  const remedy =
    finding.runId === id
      ? 'Delete the finding first, then the run.'
      : 'Take the run out of the finding first, then delete it.';
  const { name, details } = nameFinding(actor, finding);
  return new AppError('CONFLICT', `This run stays because ${name} refers to it. ${remedy}`, { details });
}

function textIssues(
  path: string,
  name: string,
  text: string | null | undefined,
  longest: number,
): InputIssue[] {
  if (text === null || text === undefined) return [];
  const problem = textProblem(text);
  if (problem !== null) return [{ path, message: `${name} ${problem}.` }];
  if (text.length <= longest) return [];
  return [
    {
      path,
      message: `${name} is ${text.length} characters long; use up to ${longest.toLocaleString('en')}.`,
    },
  ];
}

function clean(text: string | null): string | null {
  return text === null || !hasVisibleText(text) ? null : text.trim();
}

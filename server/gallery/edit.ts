/** Editing findings. */
import type { CellAddress } from '../../domain/cell';
import { MAX_EDIT_REASON, MAX_PAIRS } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import { announceFinding } from '../community/announce';
import { listFollowers } from '../community/followers';
import { storeNotice, wakeRecipients } from '../community/notify';
import type { Database } from '../db';
import { AppError, badUserInput, isAppError, type InputIssue } from '../errors';
import { hasVisibleText, textProblem } from '../text';
import type { Services } from './services';
import { storeSurvival } from './survival';
import { judgeOnRuns, readClaims, replaceClaims, type JudgedByClaim } from './claims';
import { checkStanding } from './find-finding';
import { findFindingToChange } from './find-open';
import { checkFindingText, tidyFindingText } from './finding-text';
import { addFurtherRuns, checkFurtherRuns, removeFurtherRuns, type FurtherRunInput } from './further-runs';
import { keepCells } from './keep-cells';
import type { ListedFinding } from './list';
import { parseSummary } from './parse-summary';
import { referredCells } from './published-cells';
import { readReferable } from './referable';
import { checkReferences } from './references';
import { joinSearchText } from './search-text';
import { storeFirstVersion, storeVersion } from './versions';

/** Changes to a finding; fields that are null or missing keep their values. */
export interface EditInput {
  /** Id or slug; `slug` takes either, too. */
  readonly findingId?: string | null;
  readonly slug?: string | null;
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly tags?: readonly string[] | null;
  readonly claims?: readonly string[] | null;
  readonly addRuns?: readonly FurtherRunInput[] | null;
  readonly removeRuns?: readonly string[] | null;
  /** Why it is edited: plain text. */
  readonly reason?: string | null;
  /** The version that the change was made from. A newer one is not overwritten. */
  readonly version?: number | null;
}

const SWEEP_SHAPE = { kind: true, axes: true, shape: true } as const;

/**
 * Changes title, summary, tags, claims or further runs of a finding and stores the result as its next version; nothing is stored when
 * nothing changes. Its address never changes, so that links to it keep working.
 *
 * @throws NOT_FOUND; FORBIDDEN for anybody but its author and administrators; BAD_USER_INPUT with every issue; CONFLICT for a withdrawn
 *   finding, and when there is a version newer than the one that was edited; MODEL_UNAVAILABLE or ENGINE_FAILED when the text refers to
 *   a cell for the first time and the cell cannot be computed.
 */
export async function editFinding(
  services: Services,
  actor: Actor,
  input: EditInput,
): Promise<ListedFinding> {
  const { db } = services;
  const finding = await findToEdit(db, actor, readKey(input));
  checkStanding(finding);
  const { run, owner } = finding;
  const text = tidyFindingText({
    title: input.title ?? finding.title,
    summary: input.summary ?? finding.summary,
    tags: input.tags ?? finding.tags.map(({ tag }) => tag),
  });
  const referable = readReferable(run);
  const { claims, issues: ofClaims } = readClaims(input.claims ?? finding.claims.map((claim) => claim.text));
  const added = input.addRuns ?? [];
  const removed = input.removeRuns ?? [];
  const subject = {
    id: finding.id,
    ownerId: finding.ownerId,
    mainRunId: run.id,
    further: finding.furtherRuns.filter(({ runId }) => !removed.includes(runId)),
  };
  const further = await checkFurtherRuns(db, actor, subject, added, 'addRuns');
  const issues = [
    ...checkFindingText(text),
    ...checkReferences(text.summary, referable),
    ...ofClaims,
    ...further.issues,
    ...findRemovalIssues(removed, finding.furtherRuns),
    ...findReasonIssues(input.reason ?? ''),
  ];
  if (issues.length > 0) throw badUserInput(issues);
  const summaryTree = await parseSummary(text.summary);
  const cells = referredCells(text.summary, referable.sweeps, referable.roles);
  try {
    const { sweeps } = referable;
    await keepCells(services, run, { cells, heads: selectHeads(cells), sweeps, pairs: run.pairs });
  } catch (error) {
    if (!isAppError(error, 'MODEL_UNAVAILABLE') && !isAppError(error, 'ENGINE_FAILED')) throw error;
    const message = `The text refers to a cell whose predictions are not stored yet, and they cannot be computed now: ${error.message} Remove the new reference, or try again later. Nothing was changed.`;
    throw new AppError(error.code, message, { cause: error });
  }
  const judged = await judgeEdited(db, claims, {
    known: finding.claims.map((claim) => claim.text),
    runIds: [run.id, ...[...subject.further, ...finding.evidence].map(({ runId }) => runId)],
    addedIds: further.runs.map(({ id }) => id),
  });
  const createdAt = new Date();
  const { edited, told } = await db.$transaction(async (tx) => {
    // The first statement writes, so that what is read below stays valid.
    const { count } = await tx.finding.updateMany({
      where: { id: finding.id, withdrawnAt: null },
      data: { slug: finding.slug },
    });
    if (count === 0) throw createChangedError(finding.slug);
    await storeFirstVersion(tx, finding.id);
    const newest = await tx.findingVersion.count({ where: { findingId: finding.id } });
    if (newest > (input.version ?? Math.max(1, finding._count.versions))) {
      throw createChangedError(finding.slug);
    }
    await removeFurtherRuns(tx, finding.id, removed);
    await addFurtherRuns(tx, finding.id, further.runs, added);
    await replaceClaims(tx, finding.id, claims, judged);
    await storeSurvival(tx, finding.id);
    await tx.finding.update({
      where: { id: finding.id },
      data: {
        title: text.title,
        summary: text.summary,
        summaryTree: JSON.stringify(summaryTree),
        text: joinSearchText(text, { author: owner.name, model: run.modelId, pairs: run.pairs, claims }),
        tags: { deleteMany: {}, create: text.tags.map((tag) => ({ tag })) },
      },
    });
    const by = {
      authorId: actor.userId ?? finding.ownerId,
      createdAt,
      reason: hasVisibleText(input.reason ?? '') ? input.reason!.trim() : null,
    };
    const isChanged = await storeVersion(tx, finding.id, by);
    const stored = await tx.finding.update({
      where: { id: finding.id },
      data: isChanged ? { editedAt: createdAt } : {},
      omit: { text: true },
    });
    if (!isChanged) return { edited: stored, told: [] };
    const about = { findingId: finding.id, version: newest + 1, actorId: by.authorId };
    const recipientIds = [finding.ownerId, ...(await listFollowers(tx, finding.id))];
    return { edited: stored, told: await storeNotice(tx, { ...about, kind: 'EDIT', recipientIds }) };
  });
  services.filterCounts.invalidate();
  wakeRecipients(services.changes, told);
  announceFinding(services.changes, finding.id);
  return edited;
}

/** @throws BAD_USER_INPUT unless one of the two is given. */
function readKey({ findingId, slug }: EditInput): string {
  if (findingId != null && slug != null && findingId !== slug)
    throw badUserInput([{ path: 'findingId', message: 'Give findingId or slug, not both.' }]);
  const key = findingId ?? slug;
  if (key == null)
    throw badUserInput([{ path: 'findingId', message: 'Give findingId: the id or slug of the finding.' }]);
  return key;
}

/** A finding with everything that an edit needs. @throws NOT_FOUND; FORBIDDEN */
async function findToEdit(db: Database, actor: Actor, key: string) {
  const { id } = await findFindingToChange(db, actor, key, 'editFinding');
  const finding = await db.finding.findUnique({
    where: { id },
    omit: { text: true },
    include: {
      tags: true,
      owner: true,
      claims: { orderBy: { index: 'asc' } },
      furtherRuns: { orderBy: { index: 'asc' } },
      evidence: { where: { isJudged: true }, select: { runId: true } },
      _count: { select: { versions: true } },
      run: {
        include: {
          model: true,
          pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } },
          sweeps: { orderBy: { id: 'asc' }, select: SWEEP_SHAPE },
        },
      },
    },
  });
  if (!finding) throw new AppError('NOT_FOUND', `There is no finding '${key}'.`);
  return finding;
}

/** Judges new claims on the runs that stay, and all claims on runs that are added: the rest is stored. */
async function judgeEdited(
  db: Database,
  claims: readonly string[],
  {
    known,
    runIds,
    addedIds,
  }: {
    readonly known: readonly string[];
    readonly runIds: readonly string[];
    readonly addedIds: readonly string[];
  },
): Promise<JudgedByClaim> {
  const added = claims.filter((text) => !known.includes(text));
  const [ofAdded, ofAll] = await Promise.all([
    judgeOnRuns(db, runIds, added),
    judgeOnRuns(db, addedIds, claims),
  ]);
  return new Map(claims.map((text) => [text, [...(ofAdded.get(text) ?? []), ...(ofAll.get(text) ?? [])]]));
}

function createChangedError(slug: string): AppError {
  const message = `The finding was changed while you edited it: see /findings/${slug}. Open it again, and repeat your change there. Nothing was overwritten.`;
  return new AppError('CONFLICT', message, { details: { slug } });
}

function findRemovalIssues(
  removed: readonly string[],
  further: readonly { readonly runId: string }[],
): InputIssue[] {
  return removed.flatMap((id, index) => {
    if (further.some(({ runId }) => runId === id)) return [];
    const message = `'${id}' is no further run of this finding, so it cannot be taken out.`;
    return [{ path: `removeRuns.${index}`, message }];
  });
}

function findReasonIssues(reason: string): InputIssue[] {
  const problem = textProblem(reason);
  if (problem !== null) return [{ path: 'reason', message: `The reason ${problem}.` }];
  if (reason.length <= MAX_EDIT_REASON) return [];
  const message = `The reason is ${reason.length} characters long; use up to ${MAX_EDIT_REASON}.`;
  return [{ path: 'reason', message }];
}

function selectHeads(cells: readonly CellAddress[]): { layer: number; head: number }[] {
  return cells.flatMap(({ layer, head }) => (head === null ? [] : [{ layer, head }]));
}

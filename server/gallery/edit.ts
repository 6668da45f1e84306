/** Editing and deleting findings. */
import type { CellAddress } from '../../domain/cell';
import { authorize, type Actor } from '../accounts/policy';
import { AppError, badUserInput, isAppError } from '../errors';
import type { Services } from './services';
import { readClaims, replaceClaims } from './claims';
import { checkFindingText, tidyFindingText } from './finding-text';
import { keepCells } from './keep-cells';
import type { ListedFinding } from './list';
import { parseSummary } from './parse-summary';
import { referredCells } from './published-cells';
import { readReferable } from './referable';
import { checkReferences } from './references';
import { joinSearchText } from './search-text';

/** Changes to a finding; fields that are null or missing keep their values. */
export interface EditInput {
  readonly slug: string;
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly tags?: readonly string[] | null;
  readonly claims?: readonly string[] | null;
}

const SWEEP_SHAPE = { kind: true, axes: true, shape: true } as const;

/**
 * Changes title, summary or tags of a finding. Its address never changes, so that links to it keep working.
 *
 * @throws NOT_FOUND; FORBIDDEN for anybody but its author and administrators; BAD_USER_INPUT with every issue; MODEL_UNAVAILABLE or
 *   ENGINE_FAILED when the text refers to a cell for the first time and the cell cannot be computed.
 */
export async function editFinding(
  services: Services,
  actor: Actor,
  input: EditInput,
): Promise<ListedFinding> {
  const { db } = services;
  const finding = await db.finding.findUnique({
    where: { slug: input.slug },
    omit: { text: true },
    include: {
      tags: true,
      owner: true,
      claims: { orderBy: { index: 'asc' }, select: { text: true } },
      evidence: { where: { isJudged: true }, select: { runId: true } },
      run: {
        include: {
          model: true,
          pairs: { orderBy: { index: 'asc' } },
          sweeps: { orderBy: { id: 'asc' }, select: SWEEP_SHAPE },
        },
      },
    },
  });
  if (!finding) throw createNotFoundError(input.slug);
  authorize(actor, 'editFinding', [finding.ownerId]);
  const { run, owner } = finding;
  const text = tidyFindingText({
    title: input.title ?? finding.title,
    summary: input.summary ?? finding.summary,
    tags: input.tags ?? finding.tags.map(({ tag }) => tag),
  });
  const referable = readReferable(run);
  const { claims, issues: ofClaims } = readClaims(input.claims ?? []);
  const issues = [...checkFindingText(text), ...checkReferences(text.summary, referable), ...ofClaims];
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
  if (input.claims) {
    const runIds = [run.id, ...finding.evidence.map(({ runId }) => runId)];
    await replaceClaims(db, finding.id, claims, runIds);
  }
  const edited = await db.finding.update({
    where: { id: finding.id },
    data: {
      title: text.title,
      summary: text.summary,
      summaryTree: JSON.stringify(summaryTree),
      text: joinSearchText(text, {
        author: owner.name,
        model: run.modelId,
        pairs: run.pairs,
        claims: input.claims ? claims : finding.claims.map((claim) => claim.text),
      }),
      editedAt: new Date(),
      tags: { deleteMany: {}, create: text.tags.map((tag) => ({ tag })) },
    },
    omit: { text: true },
  });
  services.filterCounts.invalidate();
  return edited;
}

/**
 * Deletes a finding. Its run is kept and can be published again by its owner.
 *
 * @returns the finding's id.
 * @throws NOT_FOUND; FORBIDDEN for another user's finding, unless the requester is an administrator.
 */
export async function deleteFinding(
  { db, filterCounts }: Services,
  actor: Actor,
  slug: string,
): Promise<string> {
  const finding = await db.finding.findUnique({ where: { slug }, select: { id: true, ownerId: true } });
  if (!finding) throw createNotFoundError(slug);
  authorize(actor, 'deleteFinding', [finding.ownerId]);
  // Not `delete`: two concurrent deletions both succeed.
  await db.finding.deleteMany({ where: { id: finding.id } });
  filterCounts.invalidate();
  return finding.id;
}

function selectHeads(cells: readonly CellAddress[]): { layer: number; head: number }[] {
  return cells.flatMap(({ layer, head }) => (head === null ? [] : [{ layer, head }]));
}

function createNotFoundError(slug: string): AppError {
  return new AppError('NOT_FOUND', `There is no finding '${slug}'.`);
}

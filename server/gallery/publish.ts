/** Publishes a run as a finding: a claim with an address. */
import { randomBytes } from 'node:crypto';
import { MAX_PAIRS } from '../../domain/limits';
import { DEFAULT_METRIC } from '../../domain/metrics';
import { authorize } from '../accounts/policy';
import { createNoRunError, readableRuns } from '../accounts/visibility';
import { storeNotice, wakeRecipients } from '../community/notify';
import { createId } from '../create-id';
import { AppError, badUserInput } from '../errors';
import { Prisma, type Database, type Finding } from '../db';
import { decodeDirection, decodeSweepDirection } from '../db/codec';
import { readDirections, readRoleNames } from '../runs/experiment';
import { widenVisibility } from '../runs/manage/visibility';
import { findBaselines } from '../runs/claims/evaluate';
import { readMoments } from '../runs/results/moments';
import { joinBatchedSweep, joinSweep } from '../runs/results/sweep-view';
import type { Services } from './services';
import { createClaimRows, judgeOnRuns, readClaims } from './claims';
import { completeText, readDraft, type WrittenText } from './draft';
import { checkFindingText, tidyFindingText } from './finding-text';
import { addFurtherRuns, checkFurtherRuns, type FurtherRunInput } from './further-runs';
import { keepCells } from './keep-cells';
import { makeCard } from './make-card';
import { parseSummary } from './parse-summary';
import { publishedCells, publishedHeads } from './published-cells';
import { readReferable } from './referable';
import { checkReferences } from './references';
import { joinSearchText } from './search-text';
import { makeSlug } from './slug';
import { storeVersion } from './versions';

export interface PublishInput extends WrittenText {
  readonly runId: string;
  /** Further succeeded runs of the author's that it rests on; none when left out. */
  readonly furtherRuns?: readonly FurtherRunInput[];
}

/**
 * Publishes a succeeded run, which becomes public. Its card and the cells that are stored with it are those of the run's first direction, in the
 * logit difference.
 *
 * @param seed name of a finding that is published only once; null for findings of users.
 * @throws BAD_USER_INPUT with every issue; NOT_FOUND; FORBIDDEN for another user's run; CONFLICT when the run has not
 *   succeeded or is already published.
 */
export async function publishFinding(
  services: Services,
  userId: string | null,
  input: PublishInput,
  seed: string | null = null,
): Promise<Finding> {
  const { db } = services;
  const id = createId(userId ?? '');
  const known = await db.finding.findUnique({ where: { id } });
  if (known) return known;
  const run = await findPublishableRun(db, userId, input.runId);
  const written = completeText(input, await readDraft(db, { userId, isAdministrator: false }, run));
  const text = tidyFindingText(written);
  const { claims, issues: ofClaims } = readClaims(written.claims);
  const added = input.furtherRuns ?? [];
  const further = await checkFurtherRuns(
    db,
    { userId, isAdministrator: false },
    { id: null, ownerId: run.ownerId, mainRunId: run.id, further: [] },
    added,
    'furtherRuns',
  );
  const issues = [
    ...checkFindingText(text),
    ...checkReferences(text.summary, readReferable(run)),
    ...ofClaims,
    ...further.issues,
  ];
  if (issues.length > 0) throw badUserInput(issues);
  const summaryTree = await parseSummary(text.summary);
  const direction = decodeDirection(run.direction);
  const { pairs } = run;
  const baselines = await findBaselines(db, run, pairs, { direction, metric: DEFAULT_METRIC });
  const rows = run.sweeps.filter((row) => decodeSweepDirection(row.direction) === direction);
  const sweeps = await Promise.all(
    rows.map(async (row) => {
      if (run.batches === 1) return joinSweep(row, DEFAULT_METRIC, row.values[0]!.values, baselines);
      const stored = await readMoments(db, row.id, DEFAULT_METRIC);
      return joinBatchedSweep(row, DEFAULT_METRIC, stored!, baselines, new Map());
    }),
  );
  const cells = publishedCells(text.summary, sweeps, readRoleNames(run) ?? []);
  await keepCells(services, run, { cells, heads: publishedHeads(cells, sweeps), sweeps, pairs });
  const runIds = [run.id, ...further.runs.map(({ id }) => id)];
  const claimRows = createClaimRows(claims, await judgeOnRuns(db, runIds, claims));
  const slug = await findFreeSlug(services, text.title);
  try {
    const { finding, told } = await db.$transaction(async (tx) => {
      await widenVisibility(tx, run, 'PUBLIC');
      const created = await tx.finding.create({
        data: {
          id,
          slug,
          runId: run.id,
          ownerId: run.ownerId,
          title: text.title,
          seed,
          summary: text.summary,
          summaryTree: JSON.stringify(summaryTree),
          card: JSON.stringify(makeCard(sweeps, pairs, readDirections(run), readRoleNames(run))),
          text: joinSearchText(text, { author: run.owner.name, model: run.modelId, pairs, claims }),
          forkedFromId: run.forkedFindingId,
          tags: { create: text.tags.map((tag) => ({ tag })) },
          claims: { create: claimRows },
        },
      });
      await addFurtherRuns(tx, created.id, further.runs, added);
      const { ownerId: authorId, createdAt } = created;
      await storeVersion(tx, id, { authorId, createdAt, reason: null });
      return { finding: created, told: await tellForkedAuthor(tx, created) };
    });
    services.filterCounts.invalidate();
    wakeRecipients(services.changes, told);
    return finding;
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    // Two concurrent publications of one run: the first one wins.
    const finding = await db.finding.findUnique({ where: { runId: run.id } });
    throw finding ? createPublishedError(finding.slug) : error;
  }
}

/** Tells the author of the finding that a new one was forked from. Unpublished forks are nobody's business. */
async function tellForkedAuthor(
  tx: Pick<Database, 'user' | 'notification' | 'finding'>,
  { id: findingId, ownerId: actorId, forkedFromId }: Finding,
): Promise<string[]> {
  if (forkedFromId === null) return [];
  const forked = await tx.finding.findUnique({
    where: { id: forkedFromId },
    select: { ownerId: true },
  });
  if (!forked) return [];
  return storeNotice(tx, { kind: 'FORK', findingId, actorId, recipientIds: [forked.ownerId] });
}

/**
 * Reads a run with everything that a finding needs.
 *
 * @throws NOT_FOUND; FORBIDDEN for another user's run; CONFLICT when it has not succeeded or is already published.
 */
async function findPublishableRun(db: Database, userId: string | null, id: string) {
  const run = await db.run.findFirst({
    where: { id, AND: readableRuns({ userId, isAdministrator: false }) },
    include: {
      finding: true,
      model: true,
      pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } },
      sweeps: { orderBy: { id: 'asc' }, include: { values: { where: { metric: DEFAULT_METRIC } } } },
      owner: true,
    },
  });
  if (!run) throw createNoRunError(id);
  authorize({ userId, isAdministrator: false }, 'publishFinding', [run.ownerId]);
  if (run.status !== 'SUCCEEDED') {
    const message = `This run is ${run.status.toLowerCase()}; only a succeeded run can be published.`;
    throw new AppError('CONFLICT', message);
  }
  if (run.finding) throw createPublishedError(run.finding.slug);
  return run;
}

/** A slug made from the title, with a random suffix if it is taken. */
async function findFreeSlug({ db }: Services, title: string): Promise<string> {
  const words = makeSlug(title);
  const slug = words === '' ? `finding-${randomBytes(3).toString('hex')}` : words;
  const taken = await db.finding.findUnique({ where: { slug }, select: { id: true } });
  return taken ? `${slug}-${randomBytes(3).toString('hex')}` : slug;
}

function createPublishedError(slug: string): AppError {
  return new AppError('CONFLICT', `This run is already published: /findings/${slug}`, { details: { slug } });
}

import { isReadable } from '../../accounts/visibility';
import type { Finding as FindingRow, Run } from '../../db';
import { AppError } from '../../errors';
import type { Card } from '../../gallery/card';
import { countVerdicts } from '../../gallery/claims';
import { compareEffects, compareFindings } from '../../gallery/fork-difference';
import { readLineage } from '../../gallery/lineage';
import { listSimilar } from '../../gallery/similar';
import { countEvidence } from '../../gallery/count-evidence';
import { checkCell } from '../../discussion/add-comment';
import { countByCell, listThreads } from '../../discussion/read-comments';
import { settleWhenDone } from '../../gallery/settle-evidence';
import { formatThumbnailAddress } from '../../gallery/find-thumbnail';
import { readSummaryTree } from '../../gallery/parse-summary';
import {
  decodeVersionRuns,
  decodeVersionTags,
  listVersions,
  readVersionClaims,
} from '../../gallery/versions';
import { MAX_PAGE, MAX_SIMILAR } from '../../../domain/limits';
import { checkCount, toConnection } from '../connection';
import type { Context } from '../context';
import { findSet } from '../../prompts/sets/find';
import { hasFamily } from '../../prompts/sets/fresh';
import type { FindingResolvers } from '../generated/resolvers';
import type { ClaimParent, FindingParent } from '../parents';
import { selectsOnly } from '../selects-only';

/** Fields of a run that need only the columns of `runOfCard`. */
const CARD_FIELDS_OF_RUN: ReadonlySet<string> = new Set(['id', 'metrics', 'imported', '__typename']);

/** A finding as it was in a version (`at`) has the tags, the claims and the runs of that version, and no attached runs. */
export const Finding: FindingResolvers = {
  author: async (finding, _, { loaders }) => (await loaders.user.load(finding.ownerId))!,
  async run({ runId }, _, { loaders, requester }, info) {
    if (!selectsOnly(info, CARD_FIELDS_OF_RUN)) return (await loaders.run.load(runId))!;
    const run = await loaders.runOfCard.load(runId);
    // The resolvers of these fields read no other column.
    return run && isReadable(requester, run) ? (run as Run) : null!;
  },
  async furtherRuns(finding, _, { loaders }) {
    if ('at' in finding) return decodeVersionRuns(finding.at.runs).slice(1);
    return loaders.furtherRuns.load(finding.id);
  },
  modelId: async (finding, _, { loaders }) => (await loaders.runOfCard.load(finding.runId))!.modelId,
  async tags(finding, _, { loaders }) {
    if ('at' in finding) return decodeVersionTags(finding.at.tags);
    return (await loaders.tags.load(finding.id)).map(({ tag }) => tag);
  },
  claims: (finding, _, context) => loadClaims(finding, context),
  async claimCounts(finding, _, { loaders }) {
    if (!('at' in finding)) return (await loaders.tallies.load(finding.id)).claims;
    const verdicts = readVersionClaims(finding.at).flatMap(({ frozen }) => frozen);
    return countVerdicts(verdicts.filter(({ runId }) => runId === finding.runId));
  },
  async evidence(finding, _, { services, loaders }) {
    if ('at' in finding) return [];
    const evidence = await loaders.evidence.load(finding.id);
    // Completes what a process that ended has left.
    for (const one of evidence) if (!one.isJudged) settleWhenDone(services, one);
    return evidence;
  },
  async evidenceCounts(finding, _, { loaders }) {
    return 'at' in finding ? countEvidence([]) : (await loaders.tallies.load(finding.id)).evidence;
  },
  async hasFreshPrompts(finding, _, { services: { db }, requester, loaders }) {
    const run = 'at' in finding ? null : await loaders.run.load(finding.runId);
    if (!run || run.promptSetId === null) return false;
    const found = await findSet(db, requester, `${run.promptSetId}@${run.promptSetVersion ?? 1}`);
    return found !== null && hasFamily(found.version);
  },
  comments: async (finding, { first, after, claimId, cell }, { services: { db } }) =>
    toConnection(
      await listThreads(db, finding.id, {
        first,
        after: after ?? null,
        claimId: claimId ?? null,
        cell: cell == null ? null : await checkCell(db, finding.runId, cell),
      }),
    ),
  commentCount: async ({ id }, _, { loaders }) => (await loaders.tallies.load(id)).comments,
  commentedCells: ({ id }, _, { services }) => countByCell(services.db, id),
  starCount: async ({ id }, _, { loaders }) => (await loaders.tallies.load(id)).stars,
  isStarred: ({ id }, _, { loaders, viewerId }) =>
    viewerId === null ? false : loaders.isStarred.load({ findingId: id, userId: viewerId }),
  isHidden: async ({ id }, _, { loaders }) => (await loaders.hiddenFinding.load(id)) !== null,
  forkedFrom: (finding, _, context) => findParent(finding, context),
  forks: (finding, _, { loaders }) => loaders.forks.load(finding.id),
  forkCount: async ({ id }, _, { loaders }) => (await loaders.tallies.load(id)).forks,
  lineage: (finding, _, { services }) => readLineage(services.db, finding.id),
  similar(finding, { first }, { services }) {
    checkCount('first', first, MAX_SIMILAR);
    return listSimilar(services.db, finding, first);
  },
  async forkDifference(finding, _, context) {
    const parent = await findParent(finding, context);
    if (!parent) return null;
    const [before, after] = await Promise.all([
      readCompared(parent, context),
      readCompared(finding, context),
    ]);
    const cells = await compareEffects(context.services.db, before.run, after.run);
    return { ...compareFindings(before, after), cells };
  },
  isMine: (finding, _, { viewerId }) => finding.ownerId === viewerId,
  version: async (finding, _, context) =>
    'at' in finding ? finding.at.number : await findNewest(finding, context),
  newestVersion: (finding, _, context) => findNewest(finding, context),
  versions(finding, { first, before }, { services }) {
    checkCount('first', first, MAX_PAGE);
    return listVersions(services.db, finding.id, { first, before: before ?? null });
  },
  card: (finding, _, context) => readCard(finding, context),
  thumbnail: async (finding, { tone }, context) =>
    formatThumbnailAddress(
      context.services.cards,
      finding.slug,
      await readCard(finding, context),
      tone === 'DARK' ? 'dark' : 'light',
    ),
  summary: async (finding, _, context) => (await readText(finding, context)).summary,
  async summaryTree(finding, _, context) {
    const text = await readText(finding, context);
    return JSON.stringify(await readSummaryTree(context.services, { id: finding.id, ...text }));
  },
};

async function findParent(
  { forkedFromId }: Pick<FindingParent, 'forkedFromId'>,
  { loaders }: Context,
): Promise<FindingParent | null> {
  if (forkedFromId === null || (await loaders.hiddenFinding.load(forkedFromId)) !== null) return null;
  return loaders.findingById.load(forkedFromId);
}

async function readCompared(finding: FindingParent, context: Context) {
  const { loaders } = context;
  const { id, title, runId } = finding;
  const [{ summary }, run, pairs, claims] = await Promise.all([
    readText(finding, context),
    loaders.run.load(runId),
    loaders.pairs.load(runId),
    loaders.claims.load(id),
  ]);
  return { title, summary, run: run!, pairs, claims: claims.map(({ text }) => text) };
}

async function loadClaims(finding: FindingParent, { loaders }: Context): Promise<readonly ClaimParent[]> {
  return 'at' in finding ? readVersionClaims(finding.at) : loaders.claims.load(finding.id);
}

/** A finding that was not edited since there are versions has none stored: it is version 1. */
async function findNewest(finding: FindingParent, { loaders }: Context): Promise<number> {
  return (await loaders.versionNumbers.load(finding.id)).at(-1)?.number ?? 1;
}

function readCard(finding: FindingParent, { services, loaders }: Context): Promise<Card> {
  const findStored = async (): Promise<string> =>
    finding.card ?? expectFinding(await loaders.findingCard.load(finding.id)).card;
  return services.cards.readCard(finding, findStored, async () => {
    const [run, pairs] = await Promise.all([
      loaders.run.load(finding.runId),
      loaders.pairs.load(finding.runId),
    ]);
    return { run: run!, pairs };
  });
}

/** The text of a finding, which lists leave out. */
async function readText(
  { id, summary, summaryTree }: FindingParent,
  { loaders }: Context,
): Promise<Pick<FindingRow, 'summary' | 'summaryTree'>> {
  if (summary !== undefined && summaryTree !== undefined) return { summary, summaryTree };
  return expectFinding(await loaders.findingText.load(id));
}

/** @throws NOT_FOUND for a finding that was deleted since the list was read. */
function expectFinding<T>(row: T | null): T {
  if (row === null)
    throw new AppError('NOT_FOUND', 'The finding was deleted in the meantime. Load the page again.');
  return row;
}

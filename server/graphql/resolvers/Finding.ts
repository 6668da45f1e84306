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
  type FrozenVerdict,
} from '../../gallery/versions';
import { MAX_PAGE, MAX_SIMILAR } from '../../../domain/limits';
import { checkCount, toConnection } from '../connection';
import type { Context } from '../context';
import { findSet } from '../../prompts/sets/find';
import { hasFamily } from '../../prompts/sets/fresh';
import type { FindingResolvers } from '../generated/resolvers';
import type { ClaimParent, FindingParent } from '../parents';

/** A finding as it was in a version (`at`) has the tags, the claims and the runs of that version, and no attached runs. */
export const Finding: FindingResolvers = {
  author: async (finding, _, { loaders }) => (await loaders.user.load(finding.ownerId))!,
  run: async (finding, _, { loaders }) => (await loaders.run.load(finding.runId))!,
  async furtherRuns(finding, _, { loaders }) {
    if ('at' in finding) return decodeVersionRuns(finding.at.runs).slice(1);
    return loaders.furtherRuns.load(finding.id);
  },
  modelId: async (finding, _, { loaders }) => (await loaders.modelIdOfRun.load(finding.runId))!.modelId,
  async tags(finding, _, { loaders }) {
    if ('at' in finding) return decodeVersionTags(finding.at.tags);
    return (await loaders.tags.load(finding.id)).map(({ tag }) => tag);
  },
  claims: (finding, _, context) => loadClaims(finding, context),
  async claimCounts(finding, _, context) {
    const claims = await loadClaims(finding, context);
    const rows = await Promise.all(
      claims.map(async (claim): Promise<readonly FrozenVerdict[]> =>
        'frozen' in claim ? claim.frozen : context.loaders.claimVerdicts.load(claim.id),
      ),
    );
    return countVerdicts(rows.flat().filter(({ runId }) => runId === finding.runId));
  },
  async evidence(finding, _, { services, loaders }) {
    if ('at' in finding) return [];
    const evidence = await loaders.evidence.load(finding.id);
    // Completes what a process that ended has left.
    for (const one of evidence) if (!one.isJudged) settleWhenDone(services, one);
    return evidence;
  },
  async evidenceCounts(finding, _, { loaders }) {
    return countEvidence('at' in finding ? [] : await loaders.evidence.load(finding.id));
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
  commentCount: ({ id }, _, { loaders }) => loaders.commentsOfFinding.load(id),
  commentedCells: ({ id }, _, { services }) => countByCell(services.db, id),
  starCount: ({ id }, _, { loaders }) => loaders.starsOfFinding.load(id),
  isStarred: ({ id }, _, { loaders, viewerId }) =>
    viewerId === null ? false : loaders.isStarred.load({ findingId: id, userId: viewerId }),
  isHidden: async ({ id }, _, { loaders }) => (await loaders.hiddenFinding.load(id)) !== null,
  forkedFrom: (finding, _, context) => findParent(finding, context),
  forks: (finding, _, { loaders }) => loaders.forks.load(finding.id),
  forkCount: async (finding, _, { loaders }) => (await loaders.forkCount.load(finding.id))?.count ?? 0,
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
  summaryTree: async (finding, _, { services }) => JSON.stringify(await readSummaryTree(services, finding)),
};

async function findParent(
  { forkedFromId }: Pick<FindingParent, 'forkedFromId'>,
  { loaders }: Context,
): Promise<FindingParent | null> {
  if (forkedFromId === null || (await loaders.hiddenFinding.load(forkedFromId)) !== null) return null;
  return loaders.findingById.load(forkedFromId);
}

async function readCompared(finding: FindingParent, { loaders }: Context) {
  const { id, title, summary, runId } = finding;
  const [run, pairs, claims] = await Promise.all([
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
  return services.cards.readCard(finding, async () => {
    const [run, pairs] = await Promise.all([
      loaders.run.load(finding.runId),
      loaders.pairs.load(finding.runId),
    ]);
    return { run: run!, pairs };
  });
}

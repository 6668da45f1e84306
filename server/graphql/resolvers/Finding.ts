import type { Card } from '../../gallery/card';
import { countVerdicts } from '../../gallery/claims';
import { countEvidence } from '../../gallery/count-evidence';
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
import { MAX_PAGE } from '../../../domain/limits';
import { checkCount } from '../connection';
import type { Context } from '../context';
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
      claims.map((claim): Promise<readonly FrozenVerdict[]> | readonly FrozenVerdict[] =>
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

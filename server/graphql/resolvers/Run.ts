import { MAX_PAIRS, MAX_RANKED } from '../../../domain/limits';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { Run as RunRow } from '../../db';
import { decodeEdgeDirection, decodePairFilter, decodeUnusable, decodeVisibility } from '../../db/codec';
import type { Direction, SweepKind } from '../../engine/api';
import type { Loaders } from '../loaders';
import { readDraft } from '../../gallery/draft';
import { readImport } from '../../runs/exchange/import-source';
import { readDirections, readMetrics, readRoleNames, readStopRule } from '../../runs/experiment';
import { readAttention } from '../../runs/inspect/attention';
import { formatPictureAddress } from '../../runs/pictures/find-picture';
import { pickPictured } from '../../runs/pictures/read-picture';
import { readProgress } from '../../runs/queue/progress';
import { isFiniteBaseline, judgeBaseline } from '../../../domain/baseline';
import { computeGap, isGapTooSmall, mean, type Baselines } from '../../../domain/effect';
import { takeComputed, topHeads, type SweepRow } from '../../runs/results/sweep-view';
import {
  readDirection,
  readKinds,
  readProvenance,
  readStatus,
  readSweepDirection,
} from '../../runs/stored-run';
import { deriveSubject, deriveTitle } from '../../runs/manage/title';
import { findSet } from '../../prompts/sets/find';
import { checkCount, checkOffset } from '../connection';
import type { RunResolvers } from '../generated/resolvers';
import { checkSweepCells, listPerPrompt, loadBaselines, loadSweepData } from '../sweep-data';

export const Run: RunResolvers = {
  title: async (run, _, { loaders }) =>
    run.title ?? deriveTitle(await loaders.pairs.load(run.id), run.pairCount),
  ownTitle: ({ title }) => title,
  subject: async (run, _, { loaders }) => {
    if (run.title !== null) return run.title;
    const set =
      run.promptSetId === null
        ? null
        : await loaders.promptSetName.load(`${run.promptSetId}@${run.promptSetVersion ?? 1}`);
    return set?.name ?? deriveSubject(await loaders.pairs.load(run.id));
  },
  copiedFrom: (run, _, { loaders }) =>
    run.copiedFromId === null ? null : loaders.run.load(run.copiedFromId),
  forkedFrom: (run, _, { loaders }) =>
    run.forkedFromId === null ? null : loaders.run.load(run.forkedFromId),
  tags: async (run, _, { loaders }) => (await loaders.runTags.load(run.id)).map(({ tag }) => tag),
  thumbnail(run) {
    const kind = pickPictured(run);
    if (kind === null) return null;
    return {
      kind,
      light: formatPictureAddress(run.id, 'light'),
      dark: formatPictureAddress(run.id, 'dark'),
    };
  },
  imported: (run) => readImport(run),
  unusable: (run) => (run.unusable === null ? null : { ...decodeUnusable(run.unusable), pairs: run.id }),
  filter: (run) => (run.filter === null ? null : decodePairFilter(run.filter)),
  promptSet: (run, _, { services, requester }) =>
    run.promptSetId === null
      ? null
      : findSet(services.db, requester, `${run.promptSetId}@${run.promptSetVersion ?? 1}`),
  owner: async (run, _, { loaders }) => (await loaders.user.load(run.ownerId))!,
  visibility: (run) => decodeVisibility(run.visibility),
  status: (run) => readStatus(run),
  direction: (run) => readDirection(run),
  directions: (run) => readDirections(run),
  metrics: (run) => readMetrics(run),
  positionsBy: (run) => (readRoleNames(run) ? 'ROLE' : 'INDEX'),
  roles: (run) => readRoleNames(run) ?? [],
  sweepKinds: (run) => readKinds(run),
  draft: (run, _, { services, viewerId, requester }) =>
    run.ownerId === viewerId ? readDraft(services.db, requester, run) : null,
  isMine: (run, _, { viewerId }) => run.ownerId === viewerId,
  async pairs(run, { first, offset }, { loaders, services }) {
    if (first != null) checkCount('first', first, MAX_PAIRS);
    checkOffset(offset);
    const most = first ?? MAX_PAIRS;
    if (run.batches === 1 || offset + most <= MAX_PAIRS)
      return (await loaders.pairs.load(run.id)).slice(offset, offset + most);
    return services.db.promptPair.findMany({
      where: { runId: run.id, index: { gte: offset, lt: Math.min(offset + most, run.pairCount!) } },
      orderBy: { index: 'asc' },
    });
  },
  stopWhen: (run) => readStopRule(run),
  earlyStop: (run) =>
    run.stopInterval === null
      ? null
      : { pairs: run.pairCount!, plannedPairs: run.plannedPairs!, interval: run.stopInterval },
  pairCount: async (run, _, { loaders }) => run.pairCount ?? (await loaders.pairs.load(run.id)).length,
  jointPatches: (run, _, { loaders }) => loaders.jointPatches.load(run.id),
  circuits: (run, _, { loaders }) => loaders.circuits.load(run.id),
  topEffect: (run, _, { loaders }) => loaders.topEffect.load(run),
  finding: (run, _, { loaders }) => loaders.findingOfRun.load(run.id),

  async progress(run, _, { loaders, services }) {
    return readProgress(services, run, await loaders.sweeps.load(run.id));
  },

  error(run) {
    if (run.status !== 'FAILED') return null;
    return {
      code: run.errorCode ?? 'ENGINE_FAILED',
      message: run.errorMessage ?? 'The run failed, and its error was not stored. Run it again.',
    };
  },

  async model(run, _, { loaders }) {
    const installed = await loaders.installedModel.load(run.modelId);
    if (installed) return installed;
    const known = (await loaders.model.load(run.modelId))!;
    return {
      ...known,
      unavailable: `Model '${run.modelId}' is ${run.importedAt === null ? 'no longer' : 'not'} installed; what was saved stays readable.`,
    };
  },

  async baseline(run, _, { loaders }) {
    if (run.cleanLogitDiff === null) return null;
    const direction = readDirection(run);
    const baselines = await loadBaselines(run, direction, DEFAULT_METRIC, loaders);
    return toBaseline(baselines, direction, run.batches > 1 ? takeComputed(baselines) : baselines);
  },

  sweeps: async (run, _, { loaders }) => (await loaders.sweeps.load(run.id)).map((row) => ({ run, row })),
  async sweep(run, { kind, direction }, { loaders }) {
    const row = await findSweep(run, kind, direction, loaders);
    return row ? { run, row } : null;
  },

  async edges(run, { direction: wanted }, { loaders }) {
    if (!run.edges) return null;
    const direction = wanted ?? readDirection(run);
    const rows = await loaders.edgeLayers.load(run.id);
    return { run, direction, rows: rows.filter((row) => decodeEdgeDirection(row.direction) === direction) };
  },

  provenance(run) {
    const provenance = readProvenance(run);
    return provenance && { ...provenance, engine: provenance.engineVersion };
  },

  async attention(run, { layer, head, on, prompt, weighting }, { services, loaders }) {
    const request = { layer, head, on, prompt: prompt ?? null, weighting };
    return readAttention(services, run, request, loaders);
  },

  async topHeads(run, { kind, k, direction, metric }, { loaders }) {
    checkCount('k', k, MAX_RANKED);
    const row = await findSweep(run, kind, direction, loaders);
    if (!row) return [];
    const sweep = { run, row };
    return checkSweepCells(sweep, topHeads(await loadSweepData(sweep, loaders, metric), k), loaders);
  },
};

/** A stored sweep of a run. @param wanted null for the run's first direction. */
export async function findSweep(
  run: RunRow,
  kind: SweepKind,
  wanted: Direction | null | undefined,
  loaders: Loaders,
): Promise<SweepRow | null> {
  const direction = wanted ?? readDirection(run);
  const sweeps = await loaders.sweeps.load(run.id);
  return sweeps.find((row) => row.kind === kind && readSweepDirection(row) === direction) ?? null;
}

/**
 * Baselines as the API has them; null where one is not a finite number.
 *
 * @param computed of the pairs that are computed, which the means are over; by default of all.
 */
export function toBaseline(baselines: Baselines, direction: Direction, computed: Baselines = baselines) {
  if (!isFiniteBaseline(computed)) return null;
  return {
    clean: mean(computed.clean),
    corrupted: mean(computed.corrupted),
    gapTooSmall: isGapTooSmall(computeGap(computed, direction)),
    ...judgeBaseline(computed),
    pairs: computed.clean.length,
    perPrompt: listPerPrompt(baselines).map((one, prompt) => ({
      ...one,
      gapTooSmall: isGapTooSmall(computeGap(baselines, direction, prompt)),
    })),
  };
}

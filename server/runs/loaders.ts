/** Loaders of runs and of what belongs to them. */
import DataLoader from 'dataloader';
import { MAX_PAIRS } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import { readableRuns } from '../accounts/visibility';
import type {
  Circuit,
  Database,
  EdgeLayer,
  JointPatch,
  Model,
  PatchedPrediction,
  Pattern,
  PromptPair,
  Run,
} from '../db';
import { loadByFields, loadByKey, loadGroups } from '../load-rows';
import type { SweepRow } from './results/sweep-view';
import { findTopEffects, type ComponentEffect } from './results/top-effect';
import { createValueLoaders } from './results/value-loaders';

export type RunLoaders = ReturnType<typeof createRunLoaders>;

type PatternKey = Pick<Pattern, 'runId' | 'layer' | 'head' | 'side'>;
type PredictionKey = Pick<PatchedPrediction, 'runId' | 'kind' | 'direction' | 'cell' | 'prompt'>;

/** Of a run's 50 columns, those that cards of findings read, and those that tell who may open it. */
const RUN_OF_CARD = {
  id: true,
  ownerId: true,
  visibility: true,
  modelId: true,
  metrics: true,
  importedAt: true,
  importedFrom: true,
} as const;
export type RunOfCard = Pick<Run, keyof typeof RUN_OF_CARD>;

const SWEEP_ROW = {
  id: true,
  runId: true,
  kind: true,
  direction: true,
  axes: true,
  shape: true,
  elapsedMs: true,
  flops: true,
  createdAt: true,
  modelSha256: true,
  modelDigest: true,
  engineVersion: true,
  runtime: true,
  provider: true,
  batches: true,
};

/**
 * Creates loaders for one request; they keep everything they read.
 *
 * @param actor the requester: runs that they may not open are not there.
 */
export function createRunLoaders(db: Database, actor: Actor) {
  return {
    ...createValueLoaders(db),
    model: loadByKey<Model>((ids) => db.model.findMany({ where: { id: { in: ids } } }), 'id'),
    /** Null for a run that the requester may not open. What is below a run is loaded by the run's id, once the run is. */
    run: loadByKey<Run>(
      (ids) => db.run.findMany({ where: { id: { in: ids }, AND: readableRuns(actor) } }),
      'id',
    ),
    /** Takes the whole run: its kinds and baseline determine which effects are read. */
    topEffect: new DataLoader<Run, ComponentEffect | null, string>(
      async (runs) => {
        const found = await findTopEffects(db, runs);
        return runs.map(({ id }) => found.get(id) ?? null);
      },
      { cacheKeyFn: ({ id }) => id, maxBatchSize: 100 },
    ),
    /** What cards show of a run, whoever asks: `isReadable` says whether the requester may open it. */
    runOfCard: loadByKey<RunOfCard>(
      (ids) => db.run.findMany({ where: { id: { in: ids } }, select: RUN_OF_CARD }),
      'id',
    ),
    runTags: loadGroups<{ runId: string; tag: string }>(
      (runIds) => db.runTag.findMany({ where: { runId: { in: runIds } }, orderBy: { tag: 'asc' } }),
      'runId',
    ),
    circuits: loadGroups<Circuit>(
      (runIds) => db.circuit.findMany({ where: { runId: { in: runIds } }, orderBy: { createdAt: 'asc' } }),
      'runId',
    ),
    /** The first MAX_PAIRS pairs of a run: all of them, unless the run has several batches. */
    pairs: loadGroups<PromptPair>(
      (runIds) =>
        db.promptPair.findMany({
          where: { runId: { in: runIds }, index: { lt: MAX_PAIRS } },
          orderBy: { index: 'asc' },
        }),
      'runId',
    ),
    /** Sweeps without values, in the order in which they were finished. */
    sweeps: loadGroups<SweepRow>(
      (runIds) =>
        db.sweep.findMany({ where: { runId: { in: runIds } }, orderBy: { id: 'asc' }, select: SWEEP_ROW }),
      'runId',
    ),
    /** Layers of edges without values, by layer of the receivers. */
    edgeLayers: loadGroups<EdgeLayer>(
      (runIds) => db.edgeLayer.findMany({ where: { runId: { in: runIds } }, orderBy: { layer: 'asc' } }),
      'runId',
    ),
    /** Null when the requester may not open its run. */
    jointPatch: loadByKey<JointPatch>(
      (ids) => db.jointPatch.findMany({ where: { id: { in: ids }, run: readableRuns(actor) } }),
      'id',
    ),
    /** Joint patches of a run without controls, newest first. */
    jointPatches: loadGroups<JointPatch>(
      (runIds) =>
        db.jointPatch.findMany({
          where: { runId: { in: runIds }, controlOfId: null },
          orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        }),
      'runId',
    ),
    /** Controls of a joint patch, oldest first. */
    controls: loadGroups<JointPatch>(
      (ids) =>
        db.jointPatch.findMany({
          where: { controlOfId: { in: ids } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      'controlOfId',
    ),
    /** A stored attention pattern. */
    pattern: loadByFields<PatternKey, Pattern>(
      ['runId', 'layer', 'head', 'side'],
      (where) =>
        db.pattern.findMany({
          where,
          select: { id: true, runId: true, layer: true, head: true, side: true },
        }),
      (ids) => db.pattern.findMany({ where: { id: { in: ids } } }),
    ),
    /** Stored predictions of one patched cell. */
    patchedPrediction: loadByFields<PredictionKey, PatchedPrediction>(
      ['runId', 'kind', 'direction', 'cell', 'prompt'],
      (where) =>
        db.patchedPrediction.findMany({
          where,
          select: { id: true, runId: true, kind: true, direction: true, cell: true, prompt: true },
        }),
      (ids) => db.patchedPrediction.findMany({ where: { id: { in: ids } } }),
    ),
  };
}

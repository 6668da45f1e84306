/** Batches the database queries of one request: one query for each kind of object, however many are nested in lists. */
import DataLoader from 'dataloader';
import { MAX_LINEAGE, MAX_PAIRS } from '../domain/limits';
import type {
  Circuit,
  Claim,
  ClaimVerdict,
  Collection,
  CollectionEditor,
  CollectionItem,
  Comment,
  CommentRevision,
  Database,
  Evidence,
  FindingRun,
  FindingVersion,
  JointPatch,
  JointPatchValue,
  EdgeLayer,
  EdgeValue,
  Model,
  PatchedPrediction,
  Pattern,
  PromptPair,
  Reaction,
  Run,
  SweepValue,
  UnpatchedMetric,
  User,
} from './db';
import type { Actor } from './accounts/policy';
import { readableFindings, readableRuns } from './accounts/visibility';
import { countComments } from './discussion/read-comments';
import { countStars } from './discussion/stars';
import { readableCollections } from './gallery/collections/read';
import type { ListedFinding } from './gallery/list';
import { LISTED_FINDING } from './gallery/listed';
import type { ModelInfo } from './engine/api';
import type { Models } from './models/registry/installed';
import { decodeStoredMoments, type StoredMoments } from './runs/results/moments';
import { readPromptValues, type PromptKey } from './runs/results/read-batches';
import type { SweepRow } from './runs/results/sweep-view';
import { findTopEffects, type ComponentEffect } from './runs/results/top-effect';

export type Loaders = ReturnType<typeof createLoaders>;

/** Keys of one statement; SQLite takes 32,766 parameters. */
const MAX_KEYS = 500;
/** Blobs read at once. */
const MAX_BLOBS = 100;

type PatternKey = Pick<Pattern, 'runId' | 'layer' | 'head' | 'side'>;
type PredictionKey = Pick<PatchedPrediction, 'runId' | 'kind' | 'direction' | 'cell' | 'prompt'>;
type SweepValueKey = Pick<SweepValue, 'sweepId' | 'metric'>;
type JointValueKey = Pick<JointPatchValue, 'jointPatchId' | 'metric'>;
type EdgeValueKey = Pick<EdgeValue, 'edgeLayerId' | 'metric'>;
type UnpatchedKey = Pick<UnpatchedMetric, 'runId' | 'direction' | 'metric'>;

const nameValue = ({ sweepId, metric }: SweepValueKey): string => `${sweepId} ${metric}`;
const nameEdgeValue = ({ edgeLayerId, metric }: EdgeValueKey): string => `${edgeLayerId} ${metric}`;
const nameJointValue = ({ jointPatchId, metric }: JointValueKey): string => `${jointPatchId} ${metric}`;
const nameUnpatched = ({ runId, direction, metric }: UnpatchedKey): string =>
  `${runId} ${direction} ${metric}`;

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
export function createLoaders(
  {
    db,
    models,
  }: {
    readonly db: Database;
    readonly models: Pick<Models, 'list'>;
  },
  actor: Actor,
) {
  return {
    /** The model directories are read once, however many runs need a model. */
    installedModel: byKey<ModelInfo>(() => models.list(), 'id'),
    user: byKey<User>((ids) => db.user.findMany({ where: { id: { in: ids } } }), 'id'),
    model: byKey<Model>((ids) => db.model.findMany({ where: { id: { in: ids } } }), 'id'),
    /** Null for a run that the requester may not open. What is below a run is loaded by the run's id, once the run is. */
    run: byKey<Run>((ids) => db.run.findMany({ where: { id: { in: ids }, AND: readableRuns(actor) } }), 'id'),
    /** Takes the whole run: its kinds and baseline determine which effects are read. */
    topEffect: new DataLoader<Run, ComponentEffect | null, string>(
      async (runs) => {
        const found = await findTopEffects(db, runs);
        return runs.map(({ id }) => found.get(id) ?? null);
      },
      { cacheKeyFn: ({ id }) => id, maxBatchSize: 100 },
    ),
    modelIdOfRun: byKey<{ id: string; modelId: string }>(
      (ids) => db.run.findMany({ where: { id: { in: ids } }, select: { id: true, modelId: true } }),
      'id',
    ),
    findingOfRun: byKey<ListedFinding>(
      (ids) =>
        db.finding.findMany({
          where: { runId: { in: ids }, AND: readableFindings(actor) },
          omit: { text: true },
        }),
      'runId',
    ),
    circuits: groupedBy<Circuit>(
      (runIds) => db.circuit.findMany({ where: { runId: { in: runIds } }, orderBy: { createdAt: 'asc' } }),
      'runId',
    ),
    /** The first MAX_PAIRS pairs of a run: all of them, unless the run has several batches. */
    pairs: groupedBy<PromptPair>(
      (runIds) =>
        db.promptPair.findMany({
          where: { runId: { in: runIds }, index: { lt: MAX_PAIRS } },
          orderBy: { index: 'asc' },
        }),
      'runId',
    ),
    /** Sweeps without values, in the order in which they were finished. */
    sweeps: groupedBy<SweepRow>(
      (runIds) =>
        db.sweep.findMany({ where: { runId: { in: runIds } }, orderBy: { id: 'asc' }, select: SWEEP_ROW }),
      'runId',
    ),
    /** Layers of edges without values, by layer of the receivers. */
    edgeLayers: groupedBy<EdgeLayer>(
      (runIds) => db.edgeLayer.findMany({ where: { runId: { in: runIds } }, orderBy: { layer: 'asc' } }),
      'runId',
    ),
    /** The stored bytes of one metric of a layer of edges. */
    edgeValues: new DataLoader<EdgeValueKey, Uint8Array, string>(
      async (keys) => {
        const among = (field: keyof EdgeValueKey) => ({ in: [...new Set(keys.map((key) => key[field]))] });
        const rows = await db.edgeValue.findMany({
          where: {
            edgeLayerId: among('edgeLayerId') as { in: number[] },
            metric: among('metric') as { in: string[] },
          },
        });
        const found = new Map(rows.map((row) => [nameEdgeValue(row), row.values]));
        return keys.map(
          (key) =>
            found.get(nameEdgeValue(key)) ??
            new Error(`Layer ${key.edgeLayerId} of edges has no values of ${key.metric}.`),
        );
      },
      { cacheKeyFn: nameEdgeValue, maxBatchSize: MAX_BLOBS },
    ),
    tags: groupedBy<{ findingId: string; tag: string }>(
      (findingIds) =>
        db.findingTag.findMany({ where: { findingId: { in: findingIds } }, orderBy: { tag: 'asc' } }),
      'findingId',
    ),
    /** Claims of a finding in their order. */
    claims: groupedBy<Claim>(
      (findingIds) =>
        db.claim.findMany({ where: { findingId: { in: findingIds } }, orderBy: { index: 'asc' } }),
      'findingId',
    ),
    claimVerdicts: groupedBy<ClaimVerdict>(
      (claimIds) => db.claimVerdict.findMany({ where: { claimId: { in: claimIds } } }),
      'claimId',
    ),
    /** Further runs of a finding in their order. */
    furtherRuns: groupedBy<FindingRun>(
      (findingIds) =>
        db.findingRun.findMany({ where: { findingId: { in: findingIds } }, orderBy: { index: 'asc' } }),
      'findingId',
    ),
    /** Numbers of the stored versions of a finding, in ascending order. */
    versionNumbers: groupedBy<Pick<FindingVersion, 'findingId' | 'number'>>(
      (findingIds) =>
        db.findingVersion.findMany({
          where: { findingId: { in: findingIds } },
          select: { findingId: true, number: true },
          orderBy: { number: 'asc' },
        }),
      'findingId',
    ),
    /** Runs that are attached to a finding, oldest first. */
    evidence: groupedBy<Evidence>(
      (findingIds) =>
        db.evidence.findMany({
          where: { findingId: { in: findingIds } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      'findingId',
    ),
    comment: byKey<Comment>((ids) => db.comment.findMany({ where: { id: { in: ids } } }), 'id'),
    /** The other comments of a thread by its first one, oldest first. */
    replies: groupedBy<Comment>(
      (rootIds) =>
        db.comment.findMany({
          where: { rootId: { in: rootIds } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      'rootId',
    ),
    reactions: groupedBy<Reaction>(
      (ids) =>
        db.reaction.findMany({
          where: { commentId: { in: ids } },
          orderBy: [{ userId: 'asc' }, { kind: 'asc' }],
        }),
      'commentId',
    ),
    /** Earlier texts of a comment, newest first. */
    commentRevisions: groupedBy<CommentRevision>(
      (ids) =>
        db.commentRevision.findMany({
          where: { commentId: { in: ids } },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
      'commentId',
    ),
    claimById: byKey<Claim>((ids) => db.claim.findMany({ where: { id: { in: ids } } }), 'id'),
    commentsOfFinding: counting((ids) => countComments(db, 'findingId', ids)),
    commentsOfClaim: counting((ids) => countComments(db, 'claimId', ids)),
    starsOfFinding: counting((ids) => countStars(db, ids)),
    hiddenFinding: byKey<{ findingId: string }>(
      (ids) => db.hiddenFinding.findMany({ where: { findingId: { in: ids } } }),
      'findingId',
    ),
    /** Whether a user has starred a finding. */
    isStarred: new DataLoader<{ findingId: string; userId: string }, boolean, string>(
      async (keys) => {
        const rows = await db.star.findMany({
          where: {
            findingId: { in: keys.map(({ findingId }) => findingId) },
            userId: { in: keys.map(({ userId }) => userId) },
          },
        });
        return keys.map((key) =>
          rows.some(({ findingId, userId }) => findingId === key.findingId && userId === key.userId),
        );
      },
      { cacheKeyFn: ({ findingId, userId }) => `${findingId} ${userId}`, maxBatchSize: MAX_KEYS },
    ),
    findingById: byKey<ListedFinding>(
      (ids) => db.finding.findMany({ where: { id: { in: ids } }, omit: { text: true } }),
      'id',
    ),
    /** Forks of a finding, oldest first; at most 100 of each are kept. */
    forks: groupedBy<ListedFinding>(
      (ids) =>
        db.finding.findMany({
          where: { forkedFromId: { in: ids }, ...LISTED_FINDING },
          omit: { text: true },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          take: MAX_LINEAGE * ids.length,
        }),
      'forkedFromId',
    ),
    forkCount: byKey<{ id: string; count: number }>(async (ids) => {
      const groups = await db.finding.groupBy({
        by: ['forkedFromId'],
        where: { forkedFromId: { in: ids }, ...LISTED_FINDING },
        _count: { _all: true },
      });
      return groups.map(({ forkedFromId, _count }) => ({ id: forkedFromId!, count: _count._all }));
    }, 'id'),
    /** Null for a collection that the requester may not open. */
    readableCollection: byKey<Collection>(
      (ids) => db.collection.findMany({ where: { id: { in: ids }, AND: readableCollections(actor) } }),
      'id',
    ),
    /** Findings and texts of a collection in their order. */
    collectionItems: groupedBy<CollectionItem>(
      (ids) =>
        db.collectionItem.findMany({ where: { collectionId: { in: ids } }, orderBy: { index: 'asc' } }),
      'collectionId',
    ),
    collectionEditors: groupedBy<CollectionEditor>(
      (ids) =>
        db.collectionEditor.findMany({ where: { collectionId: { in: ids } }, orderBy: { userId: 'asc' } }),
      'collectionId',
    ),
    /** Number of findings of a collection. */
    collectionSize: byKey<{ id: string; count: number }>(async (ids) => {
      const groups = await db.collectionItem.groupBy({
        by: ['collectionId'],
        where: { collectionId: { in: ids }, findingId: { not: null } },
        _count: { _all: true },
      });
      return groups.map(({ collectionId, _count }) => ({ id: collectionId, count: _count._all }));
    }, 'id'),
    /** The stored bytes of one metric of a sweep; no other metric's are read. */
    sweepValues: new DataLoader<SweepValueKey, Uint8Array, string>(
      async (keys) => {
        const found = new Map<string, Uint8Array>();
        for (const metric of new Set(keys.map((key) => key.metric))) {
          const ids = keys.filter((key) => key.metric === metric).map(({ sweepId }) => sweepId);
          const rows = await db.sweepValue.findMany({ where: { sweepId: { in: ids }, metric } });
          for (const row of rows) found.set(nameValue(row), row.values);
        }
        return keys.map(
          (key) =>
            found.get(nameValue(key)) ?? new Error(`Sweep ${key.sweepId} has no values of ${key.metric}.`),
        );
      },
      { cacheKeyFn: nameValue, maxBatchSize: MAX_BLOBS },
    ),
    /** Moments of a sweep of a run of several batches in one metric; null before the first batch. */
    sweepMoments: new DataLoader<SweepValueKey, StoredMoments | null, string>(
      async (keys) => {
        const found = new Map<string, StoredMoments>();
        for (const metric of new Set(keys.map((key) => key.metric))) {
          const ids = keys.filter((key) => key.metric === metric).map(({ sweepId }) => sweepId);
          const rows = await db.sweepMoments.findMany({ where: { sweepId: { in: ids }, metric } });
          for (const row of rows) found.set(nameValue(row), decodeStoredMoments(row));
        }
        return keys.map((key) => found.get(nameValue(key)) ?? null);
      },
      { cacheKeyFn: nameValue, maxBatchSize: MAX_BLOBS },
    ),
    /** Values of one prompt of a sweep of a run of several batches; null before it is computed. */
    promptValues: new DataLoader<PromptKey, Float32Array | null, string>(
      (keys) => readPromptValues(db, keys),
      {
        cacheKeyFn: ({ sweepId, metric, prompt }) => `${sweepId} ${metric} ${prompt}`,
        maxBatchSize: MAX_KEYS,
      },
    ),
    /** Null when the requester may not open its run. */
    jointPatch: byKey<JointPatch>(
      (ids) => db.jointPatch.findMany({ where: { id: { in: ids }, run: readableRuns(actor) } }),
      'id',
    ),
    /** Joint patches of a run without controls, newest first. */
    jointPatches: groupedBy<JointPatch>(
      (runIds) =>
        db.jointPatch.findMany({
          where: { runId: { in: runIds }, controlOfId: null },
          orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        }),
      'runId',
    ),
    /** Controls of a joint patch, oldest first. */
    controls: groupedBy<JointPatch>(
      (ids) =>
        db.jointPatch.findMany({
          where: { controlOfId: { in: ids } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      'controlOfId',
    ),
    /** One metric of a joint patch; no other metric's bytes are read. */
    jointPatchValue: new DataLoader<JointValueKey, JointPatchValue | null, string>(
      async (keys) => {
        const found = new Map<string, JointPatchValue>();
        for (const metric of new Set(keys.map((key) => key.metric))) {
          const ids = keys.filter((key) => key.metric === metric).map(({ jointPatchId }) => jointPatchId);
          const rows = await db.jointPatchValue.findMany({ where: { jointPatchId: { in: ids }, metric } });
          for (const row of rows) found.set(nameJointValue(row), row);
        }
        return keys.map((key) => found.get(nameJointValue(key)) ?? null);
      },
      { cacheKeyFn: nameJointValue, maxBatchSize: MAX_BLOBS },
    ),
    /** A metric of a run's unpatched prompts other than the logit difference, which the pairs have; null before it is computed. */
    unpatchedMetric: new DataLoader<UnpatchedKey, UnpatchedMetric | null, string>(
      async (keys) => {
        const [runIds, metrics] = [keys.map(({ runId }) => runId), keys.map(({ metric }) => metric)];
        const rows = await db.unpatchedMetric.findMany({
          where: { runId: { in: runIds }, metric: { in: metrics } },
        });
        const found = new Map(rows.map((row) => [nameUnpatched(row), row]));
        return keys.map((key) => found.get(nameUnpatched(key)) ?? null);
      },
      { cacheKeyFn: nameUnpatched, maxBatchSize: MAX_BLOBS },
    ),
    /** A stored attention pattern. */
    pattern: byCompoundKey<PatternKey, Pattern>(
      ['runId', 'layer', 'head', 'side'],
      (where) =>
        db.pattern.findMany({
          where,
          select: { id: true, runId: true, layer: true, head: true, side: true },
        }),
      (ids) => db.pattern.findMany({ where: { id: { in: ids } } }),
    ),
    /** Stored predictions of one patched cell. */
    patchedPrediction: byCompoundKey<PredictionKey, PatchedPrediction>(
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

function byKey<T extends object>(read: (keys: string[]) => Promise<T[]>, key: keyof T) {
  return new DataLoader<string, T | null>(
    async (keys) => {
      const found = new Map((await read([...keys])).map((row) => [row[key] as string, row]));
      return keys.map((wanted) => found.get(wanted) ?? null);
    },
    { maxBatchSize: MAX_KEYS },
  );
}

/** Counts by key; 0 for a key without a count. */
function counting(read: (keys: string[]) => Promise<Map<string, number>>) {
  return new DataLoader<string, number>(
    async (keys) => {
      const found = await read([...keys]);
      return keys.map((key) => found.get(key) ?? 0);
    },
    { maxBatchSize: MAX_KEYS },
  );
}

/**
 * Loads rows by several fields at once. It first finds, without contents, all rows whose fields are among those of the keys.
 * An OR of the keys would be another statement for each number of keys, and Prisma takes long to plan each.
 */
function byCompoundKey<K extends object, T extends K & { id: number }>(
  fields: readonly (keyof K)[],
  find: (where: { [F in keyof K]: { in: K[F][] } }) => Promise<(K & { id: number })[]>,
  read: (ids: number[]) => Promise<T[]>,
) {
  const nameKey = (key: K): string => JSON.stringify(fields.map((field) => key[field]));
  return new DataLoader<K, T | null, string>(
    async (keys) => {
      const among = fields.map((field) => [field, { in: [...new Set(keys.map((key) => key[field]))] }]);
      const candidates = await find(Object.fromEntries(among) as Parameters<typeof find>[0]);
      const wanted = new Set(keys.map(nameKey));
      const ids = candidates.filter((row) => wanted.has(nameKey(row))).map(({ id }) => id);
      const rows = ids.length === 0 ? [] : await read(ids);
      const found = new Map(rows.map((row) => [nameKey(row), row]));
      return keys.map((key) => found.get(nameKey(key)) ?? null);
    },
    { cacheKeyFn: nameKey, maxBatchSize: MAX_BLOBS },
  );
}

function groupedBy<T extends object>(read: (keys: string[]) => Promise<T[]>, key: keyof T) {
  return new DataLoader<string, T[]>(
    async (keys) => {
      const groups = new Map(keys.map((wanted): [string, T[]] => [wanted, []]));
      for (const row of await read([...keys])) groups.get(row[key] as string)?.push(row);
      return keys.map((wanted) => groups.get(wanted) ?? []);
    },
    { maxBatchSize: MAX_KEYS },
  );
}

/** Loaders of the stored numbers of runs. */
import DataLoader from 'dataloader';
import type { Database, EdgeValue, JointPatchValue, SweepValue, UnpatchedMetric } from '../../db';
import { MAX_BLOBS, MAX_KEYS } from '../../load-rows';
import { decodeStoredMoments, type StoredMoments } from './moments';
import { readPromptValues, type PromptKey } from './read-batches';

type SweepValueKey = Pick<SweepValue, 'sweepId' | 'metric'>;
type JointValueKey = Pick<JointPatchValue, 'jointPatchId' | 'metric'>;
type EdgeValueKey = Pick<EdgeValue, 'edgeLayerId' | 'metric'>;
type UnpatchedKey = Pick<UnpatchedMetric, 'runId' | 'direction' | 'metric'>;

const nameValue = ({ sweepId, metric }: SweepValueKey): string => `${sweepId} ${metric}`;
const nameEdgeValue = ({ edgeLayerId, metric }: EdgeValueKey): string => `${edgeLayerId} ${metric}`;
const nameJointValue = ({ jointPatchId, metric }: JointValueKey): string => `${jointPatchId} ${metric}`;
const nameUnpatched = ({ runId, direction, metric }: UnpatchedKey): string =>
  `${runId} ${direction} ${metric}`;

/** Creates loaders of values for one request. */
export function createValueLoaders(db: Database) {
  return {
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
  };
}

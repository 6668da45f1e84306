/** Stores what the engine computes: baselines, sweeps with their effects, and the end of a run. */
import { DEFAULT_METRIC, METRIC_IDS, type MetricId } from '../../../domain/metrics';
import {
  readMetric,
  type Baseline,
  type ComputedBy,
  type Direction,
  type Provenance,
  type SweepResult,
} from '../../engine/api';
import { AppError } from '../../errors';
import type { PromptPair, Run } from '../../db';
import { insertRows } from '../../db/insert-rows';
import { decodeDirection, decodeGrid, decodeKinds, decodeSweepDirection } from '../../db/codec';
import type { Services } from '../services';
import { listStoredMetrics, readExperiment, readMetrics, readRoleNames, readStopRule } from '../experiment';
import type { Computed } from '../queue/compute';
import { fence, type Lease } from '../queue/leases';
import { succeedRun } from '../queue/transitions';
import { digestContent } from '../submit/content-hash';
import { DIRECTIONS, mean } from '../../../domain/effect';
import { averageSweep, effectRows, type CellMeans, type EffectRows } from './effect-rows';
import { encodeFloats } from './float-bytes';
import { keepComputedPairs } from './keep-computed';
import { listMetricRows } from './metric-rows';
import { readMeans, readMoments } from './moments';

type PersistServices = Pick<Services, 'db' | 'changes'>;

/** How long a transaction waits for those before it, and how long it may take, in ms. */
export const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

/**
 * Stores the metrics of the two unpatched runs: logit differences in columns, other metrics as one row each and direction.
 *
 * @throws LeaseLostError
 */
export async function saveBaseline(
  { db, changes }: PersistServices,
  lease: Lease,
  baseline: Baseline,
): Promise<void> {
  const { runId } = lease;
  const { clean, corrupted } = readMetric(baseline.values, DEFAULT_METRIC);
  await db.$transaction(async (tx) => {
    await fence(tx, lease, {
      cleanLogitDiff: mean(clean),
      corruptedLogitDiff: mean(corrupted),
    });
    for (const [index, cleanLogitDiff] of clean.entries()) {
      await tx.promptPair.update({
        where: { runId_index: { runId, index } },
        data: { cleanLogitDiff, corruptedLogitDiff: corrupted[index]! },
      });
    }
    for (const row of unpatchedRows(runId, baseline)) {
      const { direction, metric, ...values } = row;
      await tx.unpatchedMetric.upsert({
        where: { runId_direction_metric: { runId, direction, metric } },
        create: row,
        update: values,
      });
    }
  }, TRANSACTION);
  changes.emit(runId);
}

function unpatchedRows(runId: string, { byDirection }: Baseline) {
  return DIRECTIONS.flatMap((direction) =>
    METRIC_IDS.flatMap((metric) => {
      const values = byDirection[direction]?.[metric];
      if (values === undefined || metric === DEFAULT_METRIC) return [];
      const [clean, corrupted] = [encodeFloats(values.clean), encodeFloats(values.corrupted)];
      return [{ runId, direction, metric, clean, corrupted }];
    }),
  );
}

/**
 * Stores a finished sweep and its effects in one transaction. A sweep that is stored already stays unchanged. Attempts are
 * counted from the last stored sweep, so the present attempt becomes the first.
 *
 * @param direction the first one of the run; lists, and searches that name no direction, read its effects.
 * @param roles names of the steps of position axes; null for positions by index.
 * @throws LeaseLostError
 */
export async function saveSweep(
  { db, changes }: PersistServices,
  lease: Lease,
  sweep: SweepResult,
  {
    baseline,
    direction,
    computedBy,
    roles = null,
  }: {
    baseline: Baseline;
    direction: Direction;
    computedBy: ComputedBy;
    roles?: readonly string[] | null;
  },
): Promise<void> {
  const { runId } = lease;
  const { kind, direction: sweepDirection, axes, shape, values, elapsedMs, flops } = sweep;
  const { modelSha256, modelDigest, engineVersion, runtime, provider } = computedBy;
  const effects = effectRows(runId, sweep, averageSweep(sweep, baseline), direction, roles);
  await db.$transaction(async (tx) => {
    await fence(tx, lease, { attempts: 1 });
    const stored = await tx.sweep.findUnique({
      where: { runId_kind_direction: { runId, kind, direction: sweepDirection } },
      select: { id: true },
    });
    if (stored) return;
    await tx.sweep.create({
      data: {
        runId,
        kind,
        direction: sweepDirection,
        axes: JSON.stringify(axes),
        shape: JSON.stringify(shape),
        elapsedMs,
        flops,
        modelSha256,
        modelDigest,
        engineVersion,
        runtime,
        provider,
        values: {
          create: listMetricRows(values),
        },
      },
    });
    await insertRows(tx, 'Effect', effects);
  }, TRANSACTION);
  changes.emit(runId);
}

/**
 * Stores what computed a run and ends it as SUCCEEDED. A run of several batches gets its effects now, from its final means.
 *
 * @param run as it was claimed; of one batch with its pairs.
 * @param stopped the batches of a run that ended early; it counts only their pairs from now on.
 * @throws LeaseLostError, also for a run that was cancelled meanwhile; MODEL_UNAVAILABLE when another model was computed.
 */
export async function saveSuccess(
  { db, changes }: PersistServices,
  lease: Lease,
  run: Run & { readonly pairs: readonly PromptPair[] },
  provenance: Provenance,
  stopped: Computed['stopped'] = null,
): Promise<void> {
  const { modelSha256, modelDigest, engineVersion, runtime, provider, elapsedMs, checks } = provenance;
  checkComputedBy(run, provenance);
  const columns = {
    modelSha256,
    modelDigest,
    engineVersion,
    runtime,
    provider,
    computeMs: (run.computeMs ?? 0) + elapsedMs,
    checks: JSON.stringify(checks),
    contentHash: await digestResults(db, run, engineVersion),
  };
  if (run.batches === 1) {
    await succeedRun(db, lease, columns);
  } else {
    const effects = await listBatchEffects(db, run);
    await db.$transaction(async (tx) => {
      await insertRows(tx, 'Effect', effects);
      const kept = stopped && (await keepComputedPairs(tx, run, stopped.batches, stopped.stop));
      await succeedRun(tx, lease, { ...columns, ...kept });
    }, TRANSACTION);
  }
  changes.emit(lease.runId);
}

/** Effect rows of a run of several batches, from the moments of its sweeps. */
async function listBatchEffects(db: PersistServices['db'], run: Run): Promise<EffectRows> {
  const first = decodeDirection(run.direction);
  const roles = readRoleNames(run);
  const sweeps = await db.sweep.findMany({ where: { runId: run.id }, orderBy: { id: 'asc' } });
  const rows: EffectRows = [];
  for (const sweep of sweeps) {
    const grid = { ...decodeGrid(sweep), direction: decodeSweepDirection(sweep.direction) };
    const byMetric = new Map<MetricId, CellMeans>();
    for (const metric of listStoredMetrics(readMetrics(run))) {
      const stored = await readMoments(db, sweep.id, metric);
      if (!stored) throw new Error(`sweep ${sweep.id} of run ${run.id} has no moments of ${metric}`);
      byMetric.set(metric, readMeans(stored, grid.direction));
    }
    rows.push(...effectRows(run.id, grid, byMetric, first, roles));
  }
  return rows;
}

/**
 * Refuses results of another model than the run's.
 *
 * The engine compares the digests too, before it computes. This is the last check before numbers are stored under the
 * name of a model.
 *
 * @throws MODEL_UNAVAILABLE
 */
export function checkComputedBy(
  run: Pick<Run, 'modelId' | 'modelDigest'>,
  { modelDigest }: ComputedBy,
): void {
  if (run.modelDigest === null || run.modelDigest === modelDigest) return;
  const message =
    `The files of model '${run.modelId}' are not those that this run was submitted for (${run.modelDigest}, ` +
    `computed on ${modelDigest}). Its results were discarded. Submit it again.`;
  throw new AppError('MODEL_UNAVAILABLE', message);
}

/**
 * The content hash of the stored results. It differs from the hash at submission when another version of the engine computed
 * them; results of several versions get a hash that no submission has, so they never answer one.
 */
async function digestResults(
  db: PersistServices['db'],
  run: Run & { readonly pairs: readonly PromptPair[] },
  engineVersion: string,
): Promise<string> {
  // Runs that are older than digests keep the hash that they have.
  if (run.modelDigest === null) return run.contentHash;
  const sweeps = await db.sweep.findMany({ where: { runId: run.id }, select: { engineVersion: true } });
  const edges = await db.edgeLayer.findMany({ where: { runId: run.id }, select: { engineVersion: true } });
  const versions = new Set([
    engineVersion,
    ...[...sweeps, ...edges].map((part) => part.engineVersion ?? 'unknown'),
  ]);
  const pairs =
    run.batches === 1
      ? run.pairs
      : await db.promptPair.findMany({ where: { runId: run.id }, orderBy: { index: 'asc' } });
  const experiment = readExperiment(run, pairs);
  return digestContent(
    experiment,
    decodeKinds(run.kinds),
    run.modelDigest,
    [...versions].toSorted().join('+'),
    readStopRule(run),
  );
}

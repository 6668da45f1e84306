/** What the engine tells about a run, written to its rows. */
import { indexToCoordinates } from '../../../domain/cell';
import { MAX_EFFECTS } from '../../../domain/limits';
import { DEFAULT_METRIC, METRIC_IDS } from '../../../domain/metrics';
import {
  readMetric,
  type Baseline,
  type ComputedBy,
  type Direction,
  type Provenance,
  type SweepResult,
} from '../../engine/api';
import type { Services } from '../services';
import { fence, type Lease } from '../queue/leases';
import { computeGap, averageOverPrompts, mean, computeRecovery } from '../../../domain/effect';
import { encodeFloats } from './float-bytes';

/** SQLite takes a few thousand parameters a statement; an Effect row has eight. */
const EFFECT_ROWS_PER_INSERT = 500;
/** Transactions wait this long for those before them, and may take this long, in ms. */
const PATIENCE = { maxWait: 10_000, timeout: 30_000 };

/**
 * Stores the logit differences of the two unpatched runs.
 *
 * @throws LeaseLostError
 */
export async function saveBaseline(
  { db, changes }: Services,
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
  }, PATIENCE);
  changes.emit(runId);
}

/**
 * Stores a finished sweep and its effects in one transaction; one that is stored already stays as it is. A stored sweep is
 * progress: attempts count from it anew, with the one under way as the first.
 *
 * @throws LeaseLostError
 */
export async function saveSweep(
  { db, changes }: Services,
  lease: Lease,
  sweep: SweepResult,
  baseline: Baseline,
  direction: Direction,
  computedBy: ComputedBy,
): Promise<void> {
  const { runId } = lease;
  const { kind, axes, shape, values, elapsedMs, flops } = sweep;
  const { modelSha256, modelDigest, engineVersion, runtime, provider } = computedBy;
  const effects = effectRows(runId, sweep, baseline, direction);
  await db.$transaction(async (tx) => {
    await fence(tx, lease, { attempts: 1 });
    const stored = await tx.sweep.findUnique({
      where: { runId_kind: { runId, kind } },
      select: { id: true },
    });
    if (stored) return;
    await tx.sweep.create({
      data: {
        runId,
        kind,
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
          create: METRIC_IDS.flatMap((metric) =>
            values[metric] === undefined ? [] : [{ metric, values: encodeFloats(values[metric]) }],
          ),
        },
      },
    });
    for (let at = 0; at < effects.length; at += EFFECT_ROWS_PER_INSERT) {
      await tx.effect.createMany({ data: effects.slice(at, at + EFFECT_ROWS_PER_INSERT) });
    }
  }, PATIENCE);
  changes.emit(runId);
}

/**
 * Effect rows of a sweep, one for each cell: mean of the default metric and recovery. Of a sweep by position only the
 * MAX_EFFECTS cells with the largest change have rows, because the gallery searches no others.
 */
export function effectRows(runId: string, sweep: SweepResult, baseline: Baseline, direction: Direction) {
  const { kind } = sweep;
  const values = readMetric(sweep.values, DEFAULT_METRIC);
  const baselines = readMetric(baseline.values, DEFAULT_METRIC);
  const gap = computeGap(baselines, direction);
  const rows = Array.from(averageOverPrompts(values, baselines.clean.length, null), (value, cell) => {
    const recovered = computeRecovery(value, gap);
    return {
      runId,
      kind,
      ...indexToCoordinates(sweep, cell),
      metric: DEFAULT_METRIC,
      value,
      recovery: Number.isNaN(recovered) ? null : recovered,
    };
  });
  if (sweep.axes.length === 2) return rows;
  const weight = (row: { value: number }): number => Math.abs(row.value - gap.base);
  return rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, MAX_EFFECTS);
}

/**
 * Stores what computed the run and closes it.
 *
 * @param earlierMs time of computation before this attempt, in ms.
 * @throws LeaseLostError; a run that was cancelled meanwhile stays cancelled.
 */
export async function saveSuccess(
  { db, changes }: Services,
  lease: Lease,
  provenance: Provenance,
  earlierMs: number,
): Promise<void> {
  const { modelSha256, modelDigest, engineVersion, runtime, provider, elapsedMs, checks } = provenance;
  const run = await db.run.findUnique({ where: { id: lease.runId }, select: { modelDigest: true } });
  // The engine refuses another model than the run's; its numbers must never be stored under this one's name.
  if (run && run.modelDigest !== null && run.modelDigest !== modelDigest) {
    throw new Error(`run ${lease.runId} is of model ${run.modelDigest} and was computed on ${modelDigest}`);
  }
  await fence(db, lease, {
    status: 'SUCCEEDED',
    fraction: 1,
    remainingMs: null,
    finishedAt: new Date(),
    leaseHolder: null,
    leaseUntil: null,
    modelSha256,
    modelDigest,
    engineVersion,
    runtime,
    provider,
    computeMs: earlierMs + elapsedMs,
    checks: JSON.stringify(checks),
  });
  changes.emit(lease.runId);
}

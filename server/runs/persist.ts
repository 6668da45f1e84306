/** What the engine tells about a run, written to its rows. */
import type { Baseline, Direction, Provenance, SweepResult } from '../engine/types';
import type { Services } from '../services';
import { placeOf } from './sweep-view';
import { bytesOf, gapOf, logitDiffs, mean, recovery } from './recovery';

/** SQLite takes a few thousand parameters a statement; an Effect row has seven. */
const EFFECT_ROWS_PER_INSERT = 500;
/** Rows of a sweep by layer, head and position. */
const MOST_EFFECTS = 200;

/** Stores the logit differences of the two unpatched runs. */
export async function saveBaseline(
  { db, changes }: Services,
  runId: string,
  baseline: Baseline,
): Promise<void> {
  await db.$transaction([
    db.run.update({
      where: { id: runId },
      data: { cleanLogitDiff: mean(baseline.clean), corruptedLogitDiff: mean(baseline.corrupted) },
    }),
    ...Array.from(baseline.clean, (cleanLogitDiff, index) =>
      db.promptPair.update({
        where: { runId_index: { runId, index } },
        data: { cleanLogitDiff, corruptedLogitDiff: baseline.corrupted[index]! },
      }),
    ),
  ]);
  changes.emit(runId);
}

/** Stores a finished sweep and its effects in one transaction; one that is stored already stays as it is. */
export async function saveSweep(
  { db, changes }: Services,
  runId: string,
  sweep: SweepResult,
  baseline: Baseline,
  direction: Direction,
): Promise<void> {
  const { kind, axes, shape, values, elapsedMs, flops } = sweep;
  if (await db.sweep.findUnique({ where: { runId_kind: { runId, kind } }, select: { id: true } })) return;
  const effects = effectRows(runId, sweep, baseline, direction);
  const batches = Array.from({ length: Math.ceil(effects.length / EFFECT_ROWS_PER_INSERT) }, (_, index) =>
    effects.slice(index * EFFECT_ROWS_PER_INSERT, (index + 1) * EFFECT_ROWS_PER_INSERT),
  );
  await db.$transaction([
    db.sweep.create({
      data: {
        runId,
        kind,
        axes: JSON.stringify(axes),
        shape: JSON.stringify(shape),
        values: bytesOf(values),
        elapsedMs,
        flops,
      },
    }),
    ...batches.map((data) => db.effect.createMany({ data })),
  ]);
  changes.emit(runId);
}

/**
 * One row a cell: mean logit difference and recovery. Of a sweep with many cells (heads by position) only the largest are
 * rows: the gallery is not searched for the others.
 */
export function effectRows(runId: string, sweep: SweepResult, baseline: Baseline, direction: Direction) {
  const { kind, values } = sweep;
  const gap = gapOf(baseline, direction);
  const rows = Array.from(logitDiffs(values, baseline.clean.length, null), (logitDiff, cell) => {
    const recovered = recovery(logitDiff, gap);
    return {
      runId,
      kind,
      ...placeOf(sweep, cell),
      logitDiff,
      recovery: Number.isNaN(recovered) ? null : recovered,
    };
  });
  if (sweep.axes.length === 2) return rows;
  const weight = (row: { logitDiff: number }): number => Math.abs(row.logitDiff - gap.base);
  return rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, MOST_EFFECTS);
}

/** Stores what computed the run and closes it; a run that was cancelled meanwhile stays cancelled. */
export async function saveSuccess(
  { db, changes }: Services,
  runId: string,
  provenance: Provenance,
): Promise<void> {
  const { modelSha256, modelDigest, engineVersion, runtime, provider, elapsedMs, checks } = provenance;
  const run = await db.run.findUnique({ where: { id: runId }, select: { modelDigest: true } });
  // The engine refuses another model than the run's; its numbers must never be stored under this one's name.
  if (run && run.modelDigest !== null && run.modelDigest !== modelDigest) {
    throw new Error(`run ${runId} is of model ${run.modelDigest} and was computed on ${modelDigest}`);
  }
  await db.run.updateMany({
    where: { id: runId, status: 'RUNNING' },
    data: {
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
      computeMs: elapsedMs,
      checks: JSON.stringify(checks),
    },
  });
  changes.emit(runId);
}

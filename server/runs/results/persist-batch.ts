/** Stores what the engine computes of one batch of a large run: baselines, sweeps with their moments, and checks. */
import { computeGap, DIRECTIONS, mean, type Baselines, type Direction } from '../../../domain/effect';
import { measureMoments } from '../../../domain/moments';
import { DEFAULT_METRIC, METRIC_IDS } from '../../../domain/metrics';
import { countCells } from '../../../domain/cell';
import {
  readBaseline,
  readMetric,
  type Baseline,
  type ComputedBy,
  type SanityCheck,
  type SweepResult,
} from '../../engine/api';
import { Prisma, type Run, type PromptPair } from '../../db';
import type { Services } from '../services';
import { fence, type Lease } from '../queue/leases';
import { decodeFloats, encodeFloats } from './float-bytes';
import { listMetricRows } from './metric-rows';
import { addMoments, decodeStoredMoments, encodeMoments, type StoredMoments } from './moments';
import { TRANSACTION } from './persist';

export type PersistServices = Pick<Services, 'db' | 'changes'>;
type Transaction = Pick<PersistServices['db'], 'sweep' | 'sweepMoments' | 'sweepBatch' | 'unpatchedMetric'>;

/** What is stored of a batch at once. */
export interface BatchPart {
  /** From 0; all earlier batches of the sweeps are stored. */
  readonly index: number;
  /** Of the batch, in its order. */
  readonly pairs: readonly Pick<PromptPair, 'index'>[];
  /** The two unpatched runs, if they are not stored yet. */
  readonly baseline: Baseline | null;
  /** Each once. */
  readonly sweeps: readonly SweepResult[];
  /** Columns of the run that are written with it. */
  readonly columns: {
    readonly fraction?: number;
    readonly remainingMs?: number | null;
    readonly checks?: string;
  };
  /** What the sweeps are compared with, and what computed them. */
  readonly unpatched: { readonly baseline: Baseline; readonly computedBy: ComputedBy };
}

/**
 * Stores a part of a batch in one transaction, since each commit waits for the disk: metrics of the unpatched runs, and sweeps,
 * whose moments are added to those of the earlier batches. A sweep that has the batch already stays unchanged.
 *
 * @param run with its number of pairs.
 * @throws LeaseLostError
 */
export async function saveBatch(
  { db, changes }: PersistServices,
  lease: Lease,
  run: Pick<Run, 'pairCount'>,
  { index, pairs, baseline, sweeps, columns, unpatched }: BatchPart,
): Promise<void> {
  const measured = sweeps.map((sweep) => ({ sweep, rows: measureRows(sweep, unpatched.baseline) }));
  await db.$transaction(async (tx) => {
    const means = baseline && (await saveBaselines(tx, lease.runId, run.pairCount!, pairs, baseline));
    await fence(tx, lease, { ...means, ...columns, ...(sweeps.length > 0 && { attempts: 1 }) });
    if (baseline) await savePairs(tx, lease.runId, pairs, baseline);
    if (sweeps.length > 0) await saveSweeps(tx, lease.runId, index, measured, unpatched.computedBy);
  }, TRANSACTION);
  changes.emit(lease.runId);
}

/** @returns the run's mean logit differences: those of all pairs so far. */
async function saveBaselines(
  tx: Transaction,
  runId: string,
  count: number,
  pairs: BatchPart['pairs'],
  { byDirection }: Baseline,
): Promise<{ cleanLogitDiff?: number; corruptedLogitDiff?: number }> {
  const stored = await tx.unpatchedMetric.findMany({ where: { runId } });
  let means = {};
  const rows = DIRECTIONS.flatMap((direction) =>
    METRIC_IDS.flatMap((metric) => {
      const values = byDirection[direction]?.[metric];
      if (!values) return [];
      const before = stored.find((row) => row.direction === direction && row.metric === metric);
      const [clean, corrupted] = (['clean', 'corrupted'] as const).map((side) => {
        const joined = before ? decodeFloats(before[side]) : new Float32Array(count).fill(NaN);
        for (const [row, { index }] of pairs.entries()) joined[index] = values[side][row]!;
        return joined;
      }) as [Float32Array, Float32Array];
      if (metric === DEFAULT_METRIC)
        means = { cleanLogitDiff: averageComputed(clean), corruptedLogitDiff: averageComputed(corrupted) };
      return [{ runId, direction, metric, clean: encodeFloats(clean), corrupted: encodeFloats(corrupted) }];
    }),
  );
  // One statement for all rows instead of one for each.
  if (stored.length > 0) await tx.unpatchedMetric.deleteMany({ where: { runId } });
  await tx.unpatchedMetric.createMany({ data: rows });
  return means;
}

/** The mean over the pairs that are computed. */
function averageComputed(values: Float32Array): number {
  return mean(values.filter((value) => Number.isFinite(value)));
}

async function savePairs(
  tx: Pick<PersistServices['db'], '$executeRaw'>,
  runId: string,
  pairs: BatchPart['pairs'],
  baseline: Baseline,
): Promise<void> {
  const own = readMetric(baseline.values, DEFAULT_METRIC);
  const rows = pairs.map(
    ({ index }, row) =>
      Prisma.sql`(CAST(${index} AS INTEGER), CAST(${own.clean[row]!} AS DOUBLE PRECISION), CAST(${own.corrupted[row]!} AS DOUBLE PRECISION))`,
  );
  await tx.$executeRaw`
    WITH "computed"("at", "clean", "corrupted") AS (VALUES ${Prisma.join(rows)})
    UPDATE "PromptPair" SET "cleanLogitDiff" = "computed"."clean", "corruptedLogitDiff" = "computed"."corrupted"
    FROM "computed" WHERE "PromptPair"."runId" = ${runId} AND "PromptPair"."index" = "computed"."at"`;
}

interface MeasuredSweep {
  readonly sweep: SweepResult;
  readonly rows: ReturnType<typeof measureRows>;
}

async function saveSweeps(
  tx: Transaction,
  runId: string,
  batch: number,
  measured: readonly MeasuredSweep[],
  computedBy: ComputedBy,
): Promise<void> {
  const stored = await tx.sweep.findMany({
    where: { runId, kind: { in: measured.map(({ sweep }) => sweep.kind) } },
    select: { id: true, kind: true, direction: true, batches: true, engineVersion: true },
  });
  const known = await tx.sweepMoments.findMany({ where: { sweepId: { in: stored.map(({ id }) => id) } } });
  const values: Prisma.SweepBatchCreateManyInput[] = [];
  const sums: Prisma.SweepMomentsCreateManyInput[] = [];
  for (const { sweep, rows } of measured) {
    const { kind, direction } = sweep;
    const before = stored.find((one) => one.kind === kind && one.direction === direction);
    if ((before?.batches ?? 0) > batch) continue;
    if ((before?.batches ?? 0) < batch)
      throw new Error(`batch ${batch} of ${kind} of run ${runId} came after ${before?.batches ?? 0} batches`);
    const sweepId = await saveSweepRow(tx, runId, batch, sweep, computedBy, before);
    for (const { metric, moments: ofBatch, values: bytes } of rows) {
      values.push({ sweepId, batch, metric, values: bytes });
      const earlier = known.find((row) => row.sweepId === sweepId && row.metric === metric);
      const { moments, ...sum } = addMoments(earlier ? decodeStoredMoments(earlier) : null, ofBatch);
      sums.push({ sweepId, metric, ...sum, moments: encodeMoments(moments) });
    }
  }
  if (values.length === 0) return;
  await tx.sweepBatch.createMany({ data: values });
  // One statement for all rows instead of one for each.
  const sweepIds = sums.map(({ sweepId }) => sweepId);
  if (known.length > 0) await tx.sweepMoments.deleteMany({ where: { sweepId: { in: sweepIds } } });
  await tx.sweepMoments.createMany({ data: sums });
}

/** The stored values of a sweep of a batch in each metric, and their moments. */
function measureRows({ values, direction, shape }: SweepResult, baseline: Baseline) {
  return listMetricRows(values).map((row) => ({
    ...row,
    moments: measureBatch(
      readMetric(values, row.metric),
      readMetric(readBaseline(baseline, direction), row.metric),
      direction,
      countCells(shape),
    ),
  }));
}

/** Counts a batch in the row of its sweep, which the first batch creates. @returns the id of the row. */
async function saveSweepRow(
  tx: Pick<PersistServices['db'], 'sweep'>,
  runId: string,
  batch: number,
  { kind, direction, axes, shape, elapsedMs, flops }: SweepResult,
  computedBy: ComputedBy,
  before: { readonly id: number; readonly engineVersion: string | null } | undefined,
): Promise<number> {
  if (before) {
    await tx.sweep.updateMany({
      where: { id: before.id },
      data: {
        batches: batch + 1,
        elapsedMs: { increment: elapsedMs },
        flops: { increment: flops },
        engineVersion: joinVersions(before.engineVersion, computedBy.engineVersion),
      },
    });
    return before.id;
  }
  const { id } = await tx.sweep.create({
    data: {
      runId,
      kind,
      direction,
      axes: JSON.stringify(axes),
      shape: JSON.stringify(shape),
      elapsedMs,
      flops,
      ...pickComputedBy(computedBy),
    },
    select: { id: true },
  });
  return id;
}

function pickComputedBy({
  modelSha256,
  modelDigest,
  engineVersion,
  runtime,
  provider,
}: ComputedBy): ComputedBy {
  return { modelSha256, modelDigest, engineVersion, runtime, provider };
}

/** Batches of several engine versions name all of them, so that their results answer no submission. */
function joinVersions(before: string | null, version: string): string {
  const versions = new Set([...(before ?? 'unknown').split('+'), version]);
  return [...versions].toSorted().join('+');
}

function measureBatch(
  values: Float32Array,
  unpatched: Baselines,
  direction: Direction,
  cells: number,
): StoredMoments {
  const { clean, corrupted } = unpatched;
  const bases = Float64Array.from(clean, (_, prompt) => computeGap(unpatched, direction, prompt).base);
  const moments = measureMoments(values, bases, cells);
  return { pairs: clean.length, clean: mean(clean), corrupted: mean(corrupted), moments };
}

/** Checks of a run from those of its batches: each passes where it passed in all of them. */
export function joinChecks(
  before: readonly SanityCheck[],
  batch: readonly SanityCheck[],
): readonly SanityCheck[] {
  const nameCheck = ({ name, direction, kind }: SanityCheck): string => `${name} ${direction} ${kind ?? ''}`;
  const joined = new Map(before.map((check) => [nameCheck(check), check]));
  for (const check of batch) {
    const known = joined.get(nameCheck(check));
    joined.set(nameCheck(check), known ? joinCheck(known, check) : check);
  }
  return [...joined.values()];
}

function joinCheck(a: SanityCheck, b: SanityCheck): SanityCheck {
  const most = (x: number | undefined, y: number | undefined): number => Math.max(x ?? 0, y ?? 0);
  const without = [a, b].flatMap(({ differenceWithoutPatch }) => differenceWithoutPatch ?? []);
  return {
    ...a,
    maxAbsDifference: Math.max(a.maxAbsDifference, b.maxAbsDifference),
    passed: a.passed && b.passed,
    ...(without.length > 0 && { differenceWithoutPatch: Math.min(...without) }),
    ...((a.cells !== undefined || b.cells !== undefined) && {
      cells: most(a.cells, b.cells),
      movedCells: most(a.movedCells, b.movedCells),
    }),
  };
}

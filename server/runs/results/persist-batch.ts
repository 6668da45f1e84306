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

type PersistServices = Pick<Services, 'db' | 'changes'>;

/**
 * Stores the metrics of the two unpatched runs on the pairs of a batch. The run's mean is that of all pairs so far.
 *
 * @param run with its number of pairs.
 * @param pairs of the batch, in its order.
 * @throws LeaseLostError
 */
export async function saveBatchBaseline(
  { db, changes }: PersistServices,
  lease: Lease,
  run: Pick<Run, 'pairCount'>,
  pairs: readonly Pick<PromptPair, 'index'>[],
  baseline: Baseline,
): Promise<void> {
  const { runId } = lease;
  const count = run.pairCount!;
  const own = readMetric(baseline.values, DEFAULT_METRIC);
  const rows = pairs.map(
    ({ index }, row) =>
      Prisma.sql`(CAST(${index} AS INTEGER), CAST(${own.clean[row]!} AS DOUBLE PRECISION), CAST(${own.corrupted[row]!} AS DOUBLE PRECISION))`,
  );
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      WITH "computed"("at", "clean", "corrupted") AS (VALUES ${Prisma.join(rows)})
      UPDATE "PromptPair" SET "cleanLogitDiff" = "computed"."clean", "corruptedLogitDiff" = "computed"."corrupted"
      FROM "computed" WHERE "PromptPair"."runId" = ${runId} AND "PromptPair"."index" = "computed"."at"`;
    let means = {};
    for (const direction of DIRECTIONS) {
      for (const metric of METRIC_IDS) {
        const values = baseline.byDirection[direction]?.[metric];
        if (!values) continue;
        const where = { runId_direction_metric: { runId, direction, metric } };
        const stored = await tx.unpatchedMetric.findUnique({ where });
        const [clean, corrupted] = (['clean', 'corrupted'] as const).map((side) => {
          const joined = stored ? decodeFloats(stored[side]) : new Float32Array(count).fill(NaN);
          for (const [row, { index }] of pairs.entries()) joined[index] = values[side][row]!;
          return joined;
        }) as [Float32Array, Float32Array];
        const columns = { clean: encodeFloats(clean), corrupted: encodeFloats(corrupted) };
        await tx.unpatchedMetric.upsert({
          where,
          create: { runId, direction, metric, ...columns },
          update: columns,
        });
        if (metric === DEFAULT_METRIC)
          means = { cleanLogitDiff: averageComputed(clean), corruptedLogitDiff: averageComputed(corrupted) };
      }
    }
    await fence(tx, lease, means);
  }, TRANSACTION);
  changes.emit(runId);
}

/** The mean over the pairs that are computed. */
function averageComputed(values: Float32Array): number {
  return mean(values.filter((value) => Number.isFinite(value)));
}

/**
 * Stores sweeps of a batch and adds their moments to those of the earlier batches, in one transaction: each commit waits for the
 * disk. A sweep that has the batch already stays unchanged.
 *
 * @param batch from 0; all earlier batches of the sweeps are stored.
 * @param sweeps of the batch, each once.
 * @throws LeaseLostError
 */
export async function saveBatchSweeps(
  { db, changes }: PersistServices,
  lease: Lease,
  batch: number,
  sweeps: readonly SweepResult[],
  { baseline, computedBy }: { readonly baseline: Baseline; readonly computedBy: ComputedBy },
): Promise<void> {
  const { runId } = lease;
  const measured = sweeps.map((sweep) => ({ sweep, rows: measureRows(sweep, baseline) }));
  await db.$transaction(async (tx) => {
    await fence(tx, lease, { attempts: 1 });
    const kinds = sweeps.map(({ kind }) => kind);
    const stored = await tx.sweep.findMany({
      where: { runId, kind: { in: kinds } },
      select: { id: true, kind: true, direction: true, batches: true, engineVersion: true },
    });
    const known = await tx.sweepMoments.findMany({ where: { sweepId: { in: stored.map(({ id }) => id) } } });
    const values: Prisma.SweepBatchCreateManyInput[] = [];
    for (const { sweep, rows } of measured) {
      const { kind, direction } = sweep;
      const before = stored.find((one) => one.kind === kind && one.direction === direction);
      if ((before?.batches ?? 0) > batch) continue;
      if ((before?.batches ?? 0) < batch)
        throw new Error(
          `batch ${batch} of ${kind} of run ${runId} came after ${before?.batches ?? 0} batches`,
        );
      const sweepId = await saveSweepRow(tx, runId, batch, sweep, computedBy, before);
      for (const { metric, moments: ofBatch, values: bytes } of rows) {
        values.push({ sweepId, batch, metric, values: bytes });
        const earlier = known.find((row) => row.sweepId === sweepId && row.metric === metric);
        const { moments, ...sums } = addMoments(earlier ? decodeStoredMoments(earlier) : null, ofBatch);
        const columns = { ...sums, moments: encodeMoments(moments) };
        const where = { sweepId_metric: { sweepId, metric } };
        await tx.sweepMoments.upsert({ where, create: { sweepId, metric, ...columns }, update: columns });
      }
    }
    if (values.length > 0) await tx.sweepBatch.createMany({ data: values });
  }, TRANSACTION);
  changes.emit(runId);
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

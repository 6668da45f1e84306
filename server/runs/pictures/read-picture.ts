/** The small heatmap of a run: of the sweep that says most at this size. It is made when it is first asked for, and kept with the run. */
import { isGapTooSmall } from '../../../domain/effect';
import { MAX_PAIRS } from '../../../domain/limits';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import { kindsByRank, type SweepKind } from '../../../domain/sites';
import { Prisma, type Database, type Run, type RunPicture } from '../../db';
import { decodeDirection, decodeKinds } from '../../db/codec';
import { findBaselines } from '../claims/evaluate';
import { judgeBaseline } from '../../../domain/baseline';
import { decodeFloats, encodeFloats } from '../results/float-bytes';
import { readMoments } from '../results/moments';
import {
  joinBatchedSweep,
  joinSweep,
  readMeanGap,
  takeComputed,
  type SweepData,
} from '../results/sweep-view';
import type { Picture } from './draw-picture';
import { shrinkSweep } from './shrink-sweep';

/** The sweep that the picture of a run is of; null for a run that has not succeeded, and for one without sweeps. */
export function pickPictured({ status, kinds }: Pick<Run, 'status' | 'kinds'>): SweepKind | null {
  if (status !== 'SUCCEEDED') return null;
  const requested = decodeKinds(kinds);
  return kindsByRank('thumbnailRank').find((kind) => requested.includes(kind)) ?? null;
}

/** The picture of a run; null for one without. */
export async function readPicture(db: Database, run: Run): Promise<Picture | null> {
  const kind = pickPictured(run);
  if (kind === null) return null;
  const kept = await db.runPicture.findUnique({ where: { runId: run.id } });
  if (kept) return toPicture(kept);
  const sweep = await readSweep(db, run, kind);
  if (!sweep) return null;
  const { shape, values } = shrinkSweep(sweep);
  const gap = readMeanGap(sweep);
  const isMeaningful = judgeBaseline(takeComputed(sweep.baselines)).verdict === 'OK';
  // The sign of a change in logits does not depend on a meaningless gap.
  const factor = isMeaningful || isGapTooSmall(gap) ? 1 : gap.source - gap.base;
  const made = {
    runId: run.id,
    rows: shape[0],
    columns: shape[1],
    values: encodeFloats(values.map((value) => value * factor)),
  };
  await keep(db, made);
  return toPicture(made);
}

function toPicture({ rows, columns, values }: RunPicture): Picture {
  return { shape: [rows, columns], values: [...decodeFloats(values)] };
}

/** Stores a picture, unless another request has, or the run is deleted meanwhile. */
async function keep(db: Database, data: Prisma.RunPictureUncheckedCreateInput): Promise<void> {
  try {
    await db.runPicture.create({ data });
  } catch (error) {
    const isKnown = error instanceof Prisma.PrismaClientKnownRequestError;
    if (!isKnown || !['P2002', 'P2003'].includes(error.code)) throw error;
  }
}

/** A sweep of the run's first direction in the logit difference; null where it has no values. */
async function readSweep(db: Database, run: Run, kind: SweepKind): Promise<SweepData | null> {
  const direction = decodeDirection(run.direction);
  const row = await db.sweep.findFirst({
    where: { runId: run.id, kind, direction },
    include: { values: { where: { metric: DEFAULT_METRIC } } },
  });
  if (!row) return null;
  const pairs = await db.promptPair.findMany({
    where: { runId: run.id, index: { lt: MAX_PAIRS } },
    orderBy: { index: 'asc' },
  });
  const baselines = await findBaselines(db, run, pairs, { direction, metric: DEFAULT_METRIC });
  if (run.batches === 1) {
    const [stored] = row.values;
    return stored ? joinSweep(row, DEFAULT_METRIC, stored.values, baselines) : null;
  }
  const stored = await readMoments(db, row.id, DEFAULT_METRIC);
  return stored && joinBatchedSweep(row, DEFAULT_METRIC, stored, baselines, new Map());
}

/** Evaluates claims on a stored run. Only the values that they name are read. */
import { setImmediate } from 'node:timers/promises';
import { countCells, formatCellParameter } from '../../../domain/cell';
import { listBaselineKeys, listBoundCells, type ClaimRun, type SweepKey } from '../../../domain/claim/bind';
import { RESAMPLES } from '../../../domain/claim/bootstrap';
import { judgeClaim, prepareClaim, type Judgement } from '../../../domain/claim/judge';
import type { Baselines, Direction } from '../../../domain/effect';
import { MAX_CLAIMS, MAX_PAIRS } from '../../../domain/limits';
import { DEFAULT_METRIC, type MetricId } from '../../../domain/metrics';
import type { Database, PromptPair, Run, Sweep } from '../../db';
import { decodeGrid, decodeSweepDirection } from '../../db/codec';
import { AppError, badUserInput } from '../../errors';
import { listStoredMetrics, readDirections, readMetrics, readRoleNames } from '../experiment';
import { decodeFloats } from '../results/float-bytes';
import { joinBatches } from '../results/read-batches';
import { readBaselines } from '../results/sweep-view';
import { readShape } from '../stored-run';

/** A claim as it was given, and what a run says of it. */
export interface JudgedClaim extends Omit<Judgement, 'about'> {
  readonly claim: string;
  /** In canonical form; null for a claim that cannot be evaluated. */
  readonly canonical: string | null;
  readonly runId: string;
  /** The cell that the claim is about, as in addresses, and how it is read; null when it is about none. */
  readonly cell: string | null;
  readonly direction: Direction | null;
  readonly metric: MetricId | null;
}

type StoredSweep = Pick<Sweep, 'id' | 'kind' | 'direction' | 'axes' | 'shape'>;

/** A stored run as claims need it: no values. */
interface Subject {
  readonly run: Run;
  readonly pairs: readonly PromptPair[];
  readonly sweeps: readonly StoredSweep[];
  readonly shape: ClaimRun;
}

type Prepared = ReturnType<typeof prepareClaim>;

/**
 * Evaluates claims on a run, in their order. The resamples are seeded by the claim and the content hash of the run, so two runs
 * of one experiment have the same intervals.
 *
 * @throws NOT_FOUND; BAD_USER_INPUT for too many claims. A problem of a claim is a verdict, not an error.
 */
export async function evaluateClaims(
  db: Database,
  runId: string,
  claims: readonly string[],
): Promise<JudgedClaim[]> {
  const subject = await readSubject(db, runId, claims);
  const prepared = claims.map((claim) => prepareClaim(claim, subject.shape));
  const data = await readData(db, subject, prepared);
  const judged: JudgedClaim[] = [];
  for (const [at, claim] of claims.entries()) {
    const one = prepared[at]!;
    const { about, ...judgement } =
      one.canonical === null
        ? one.invalid
        : judgeClaim(one.bound, data, one.canonical, subject.run.contentHash);
    judged.push({
      ...judgement,
      claim,
      canonical: judgement.verdict === 'INVALID' ? null : one.canonical,
      runId,
      cell: about && formatCellParameter(about.cell),
      direction: about && about.sweep.direction,
      metric: about && about.sweep.metric,
    });
    // Resampling may take a tenth of a second; other requests are answered in between.
    await setImmediate();
  }
  return judged;
}

/** Values that resampling reads again count as this share of values that are read from the database. */
const RESAMPLING_SHARE = 0.01;

/** Stored values that the evaluation reads and resamples. @throws as `evaluateClaims`. */
export async function countClaimCells(
  db: Database,
  runId: string,
  claims: readonly string[],
): Promise<number> {
  const subject = await readSubject(db, runId, claims);
  const prepared = claims.map((claim) => prepareClaim(claim, subject.shape));
  const { prompts } = subject.shape;
  const read = listSweepKeys(prepared).map((key) => {
    const grid = subject.shape.sweeps.find((sweep) => isSameSweep(sweep, key))!;
    return prompts * countCells(grid.shape);
  });
  const resampled = listBound(prepared)
    .flatMap(listBoundCells)
    .map(({ indices }) => prompts * indices.length * RESAMPLES * RESAMPLING_SHARE);
  return [...read, ...resampled].reduce((sum, cells) => sum + cells, 0);
}

async function readSubject(db: Database, runId: string, claims: readonly string[]): Promise<Subject> {
  if (claims.length > MAX_CLAIMS) {
    const message = `${claims.length} claims are too many; evaluate up to ${MAX_CLAIMS} at a time.`;
    throw badUserInput([{ path: 'claims', message }]);
  }
  const found = await db.run.findUnique({
    where: { id: runId },
    include: {
      pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } },
      sweeps: {
        orderBy: { id: 'asc' },
        select: { id: true, kind: true, direction: true, axes: true, shape: true, batches: true },
      },
    },
  });
  if (!found) throw new AppError('NOT_FOUND', `There is no run '${runId}'.`);
  const { pairs, sweeps: all, ...run } = found;
  const sweeps = all.filter(({ batches }) => batches === run.batches);
  const shape: ClaimRun = {
    prompts: run.batches === 1 ? pairs.length : run.pairCount!,
    directions: readDirections(run),
    metrics: listStoredMetrics(readMetrics(run)),
    sweeps: sweeps.map((row) => ({
      ...decodeGrid(row),
      roles: readRoleNames(run) ?? undefined,
      direction: decodeSweepDirection(row.direction),
    })),
  };
  return { run, pairs, sweeps, shape };
}

async function readData(db: Database, { run, pairs, sweeps, shape }: Subject, prepared: readonly Prepared[]) {
  const values = new Map<string, Float32Array>();
  for (const key of listSweepKeys(prepared)) {
    const at = shape.sweeps.findIndex((sweep) => isSameSweep(sweep, key));
    const { id, shape: lengths } = sweeps[at]!;
    if (run.batches > 1) {
      const cells = countCells(readShape({ shape: lengths }));
      values.set(nameSweep(key), await joinBatches(db, run, id, key.metric, cells));
      continue;
    }
    const where = { sweepId_metric: { sweepId: id, metric: key.metric } };
    const row = await db.sweepValue.findUniqueOrThrow({ where });
    values.set(nameSweep(key), decodeFloats(row.values));
  }
  const baselines = new Map<string, Baselines>();
  for (const key of listBound(prepared).flatMap(listBaselineKeys)) {
    if (!baselines.has(nameBaseline(key)))
      baselines.set(nameBaseline(key), await findBaselines(db, run, pairs, key));
  }
  return {
    prompts: shape.prompts,
    readSweep: (key: SweepKey) => values.get(nameSweep(key))!,
    readBaselines: (key: { direction: Direction; metric: MetricId }) => baselines.get(nameBaseline(key))!,
  };
}

/** A metric of the unpatched prompts; NaN before it is computed. @param pairs the first ones of a run of several batches. */
export async function findBaselines(
  db: Pick<Database, 'unpatchedMetric'>,
  run: Pick<Run, 'id' | 'batches' | 'pairCount'>,
  pairs: readonly PromptPair[],
  { direction, metric }: { readonly direction: Direction; readonly metric: MetricId },
): Promise<Baselines> {
  if (metric === DEFAULT_METRIC && run.batches === 1) return readBaselines(pairs);
  const where = { runId_direction_metric: { runId: run.id, direction, metric } };
  const row = await db.unpatchedMetric.findUnique({ where });
  const unknown = Array.from({ length: run.pairCount ?? pairs.length }, () => NaN);
  return row
    ? { clean: decodeFloats(row.clean), corrupted: decodeFloats(row.corrupted) }
    : { clean: unknown, corrupted: unknown };
}

function listBound(prepared: readonly Prepared[]) {
  return prepared.flatMap((one) => (one.canonical === null ? [] : [one.bound]));
}

/** Each sweep and metric once. */
function listSweepKeys(prepared: readonly Prepared[]): SweepKey[] {
  const keys = listBound(prepared)
    .flatMap(listBoundCells)
    .map(({ sweep }) => sweep);
  return [...new Map(keys.map((key) => [nameSweep(key), key])).values()];
}

const nameBaseline = ({ direction, metric }: { direction: Direction; metric: MetricId }): string =>
  `${direction} ${metric}`;
const nameSweep = (key: SweepKey): string => `${key.kind} ${nameBaseline(key)}`;

function isSameSweep(sweep: Pick<SweepKey, 'kind' | 'direction'>, key: SweepKey): boolean {
  return sweep.kind === key.kind && sweep.direction === key.direction;
}

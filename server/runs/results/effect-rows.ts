/** The effects of a sweep as rows of the database, which lists and search read instead of arrays. */
import { indexToCoordinates, isPositionAxis, type Coordinates } from '../../../domain/cell';
import { averageOverPrompts, computeGap, computeRecovery } from '../../../domain/effect';
import { MAX_EFFECTS } from '../../../domain/limits';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import { rankLargest } from '../../../domain/rank-largest';
import { END_ROLE } from '../../../domain/roles';
import { readMetric, type Baseline, type Direction, type SweepResult } from '../../engine/api';

/** Rows of one INSERT: SQLite takes 32,766 parameters a statement, and an Effect row has nine. */
export const EFFECT_ROWS_PER_INSERT = 500;

/**
 * Effect rows of a sweep, one for each cell: mean of the default metric and recovery. Of a sweep by position or by entry only
 * the MAX_EFFECTS cells with the largest change have rows, because the gallery searches no others.
 */
export function effectRows(
  runId: string,
  sweep: SweepResult,
  baseline: Pick<Baseline, 'values'>,
  direction: Direction,
  roles: readonly string[] | null = null,
) {
  const { kind } = sweep;
  const values = readMetric(sweep.values, DEFAULT_METRIC);
  const baselines = readMetric(baseline.values, DEFAULT_METRIC);
  const gap = computeGap(baselines, direction);
  const means = averageOverPrompts(values, baselines.clean.length, null);
  const cells =
    sweep.axes.length === 2
      ? Array.from(means.keys())
      : rankLargest(
          means.map((value) => Math.abs(value - gap.base)),
          MAX_EFFECTS,
        );
  return cells.map((cell) => {
    const value = means[cell]!;
    const recovered = computeRecovery(value, gap);
    return {
      runId,
      kind,
      ...namePlace(indexToCoordinates(sweep, cell), sweep, roles),
      metric: DEFAULT_METRIC,
      value,
      recovery: Number.isNaN(recovered) ? null : recovered,
    };
  });
}

/** The columns of an effect that say where it is: positions by index, or the names of roles. */
function namePlace(
  { position, src = null, ...place }: Coordinates,
  { axes, shape }: Pick<SweepResult, 'axes' | 'shape'>,
  roles: readonly string[] | null,
) {
  if (!roles) {
    // Searches for END find the last position of runs by index too.
    const last = shape[axes.findIndex((axis) => isPositionAxis(axis))];
    return { ...place, position, src, role: position !== null && position + 1 === last ? END_ROLE : null };
  }
  const name = (step: number | null): string | null => (step === null ? null : roles[step]!);
  return { ...place, position: null, src: null, role: name(position), srcRole: name(src) };
}

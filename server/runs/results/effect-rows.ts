/** The effects of a sweep as rows of the database, which lists and search read instead of arrays. */
import { indexToCoordinates, isPositionAxis, type Coordinates } from '../../../domain/cell';
import { averageOverPrompts, computeGap, computeRecovery, type Gap } from '../../../domain/effect';
import { MAX_EFFECTS } from '../../../domain/limits';
import { DEFAULT_METRIC, METRIC_IDS, type MetricId } from '../../../domain/metrics';
import { rankLargest } from '../../../domain/rank-largest';
import { END_ROLE } from '../../../domain/roles';
import { readBaseline, readMetric, type Baseline, type Direction, type SweepResult } from '../../engine/api';

/** Mean of each cell over prompts, and the unpatched runs that it is compared with. */
export interface CellMeans {
  /** [...shape], in the metric's unit. */
  readonly means: Float64Array;
  readonly gap: Gap;
}

/** The means of a sweep whose values are at hand, in each of its metrics. @param baseline of its direction and metrics. */
export function averageSweep(
  { direction, values }: Pick<SweepResult, 'direction' | 'values'>,
  baseline: Pick<Baseline, 'byDirection'>,
): ReadonlyMap<MetricId, CellMeans> {
  const unpatched = readBaseline(baseline, direction);
  return new Map(
    METRIC_IDS.flatMap((metric): [MetricId, CellMeans][] => {
      const ofMetric = values[metric];
      if (ofMetric === undefined) return [];
      const baselines = readMetric(unpatched, metric);
      const means = averageOverPrompts(ofMetric, baselines.clean.length, null);
      return [[metric, { means, gap: computeGap(baselines, direction) }]];
    }),
  );
}

/**
 * Effect rows of a sweep in each of its metrics: the mean after the patch, and recovery.
 *
 * In the first direction and the default metric a sweep by layer and head or position has a row for each cell, so that a search for
 * small effects and a list of heads find all of them. Everything else has rows of the MAX_EFFECTS cells with the largest change: a run
 * of all kinds, metrics and directions would otherwise store sixteen times as many.
 *
 * @param byMetric in the order of the metrics.
 * @param firstDirection of the run.
 * @param roles names of the steps of position axes; null for positions by index.
 */
export function effectRows(
  runId: string,
  sweep: Pick<SweepResult, 'kind' | 'direction' | 'axes' | 'shape'>,
  byMetric: ReadonlyMap<MetricId, CellMeans>,
  firstDirection: Direction,
  roles: readonly string[] | null = null,
) {
  const { kind, direction } = sweep;
  const isFirstDirection = direction === firstDirection;
  return [...byMetric].flatMap(([metric, { means, gap }]) => {
    const hasAll = isFirstDirection && metric === DEFAULT_METRIC && sweep.axes.length === 2;
    const cells = hasAll ? Array.from(means.keys()) : rankLargest(sizesOfChange(means, gap), MAX_EFFECTS);
    return cells.map((cell) => {
      const value = means[cell]!;
      const recovered = computeRecovery(value, gap, metric);
      return {
        runId,
        kind,
        direction,
        isFirstDirection,
        ...namePlace(indexToCoordinates(sweep, cell), sweep, roles),
        metric,
        value,
        recovery: Number.isNaN(recovered) ? null : recovered,
      };
    });
  });
}

/** Rows of the table Effect. */
export type EffectRows = ReturnType<typeof effectRows>;

function sizesOfChange(means: Float64Array, { base }: Gap): Float64Array {
  return means.map((value) => Math.abs(value - base));
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

/** Sweeps that both of two runs have. */
import { isPositionAxis } from '../../domain/cell';
import { siteOfKind } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { readComputed } from '../sweep/computed';
import { decodeFloats, readGap, valuesShown } from '../sweep/effects';
import { metricName } from '../sweep/value-text';
import type { ValueName } from '../sweep/view-state';
import { difference, isSameShape } from './difference';
import type { ComparedRun } from './use-compared-runs';

/** What is compared; roles are not numbers that can be subtracted. */
export type ComparedValue = Exclude<ValueName, 'roles'>;

/** A sweep of one run with the values that are shown. */
export type ComparedSweep = ReturnType<typeof shownSweep>;

export interface SweepPair {
  readonly kind: SweepKind;
  readonly left: ComparedSweep;
  readonly right: ComparedSweep;
  /** right - left for each cell; null if the sweeps have different cells. */
  readonly between: Float32Array | null;
}

/** Pairs the sweeps that both runs have, with their difference if they have the same cells. */
export function comparedSweeps(a: ComparedRun, b: ComparedRun, value: ComparedValue): SweepPair[] {
  return a.sweeps
    .map(({ kind }) => kind)
    .filter((kind) => b.sweeps.some((sweep) => sweep.kind === kind))
    .map((kind) => {
      const [left, right] = [shownSweep(a, kind, value), shownSweep(b, kind, value)];
      const isSameCells = isSameShape(left, right) && hasSameSteps(kind, a, b);
      const between = isSameCells ? difference(left.values, right.values) : null;
      return { kind, left, right, between };
    });
}

/** Whether positions of two runs are the same: by index in both, or by the same roles. */
function hasSameSteps(kind: SweepKind, a: ComparedRun, b: ComparedRun): boolean {
  const isByPosition = siteOfKind(kind).axes.some((axis) => isPositionAxis(axis));
  return !isByPosition || a.roles.join().toLowerCase() === b.roles.join().toLowerCase();
}

function shownSweep(
  { sweeps, unpatched, direction, metric, metrics, pairs, roles }: ComparedRun,
  kind: string,
  value: ComparedValue,
) {
  const sweep = sweeps.find((candidate) => candidate.kind === kind)!;
  const raw = decodeFloats(sweep.data);
  const note = (index: number): string => `${metricName(metric)} ${formatNumber(raw[index]!, 3)}`;
  return {
    ...sweep,
    values: valuesShown(raw, readGap(unpatched!, direction, null, metric), value),
    note: value === 'raw' ? null : note,
    computed: readComputed(sweep, pairs, roles, metrics),
  };
}
